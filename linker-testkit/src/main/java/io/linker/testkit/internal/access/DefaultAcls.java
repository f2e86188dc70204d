package io.linker.testkit.internal.access;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rights on streams without rights of their own: the newest document in {@code $settings}, or what is built in. */
final class DefaultAcls {
    private static final String STREAM = "$settings";
    private static final JsonFactory JSON = new JsonFactory();

    /** The lists of one document, which was read at this revision of the stream. */
    private record Document(long revision, Map<String, List<String>> user, Map<String, List<String>> system) {
        static final Document NONE = new Document(-1, Map.of(), Map.of());
    }

    private final StreamView stream;
    private volatile Document newest = Document.NONE;

    DefaultAcls(EventLog log) {
        this.stream = log.stream(STREAM);
    }

    /** Who holds the right of this key ({@code $r}, ...) on a stream without rights of its own. */
    List<String> roles(String key, boolean systemStream) {
        Document document = document();
        List<String> set = (systemStream ? document.system() : document.user()).get(key);
        return set != null ? set : List.of(systemStream ? Principal.ADMINS : Principal.EVERYBODY);
    }

    private Document document() {
        long head = stream.head();
        if (head != newest.revision()) {
            LogRecord record = stream.visible(head);
            newest = record == null ? Document.NONE : parse(head, record.data());
        }
        return newest;
    }

    private static Document parse(long revision, ByteString body) {
        Map<String, Map<String, List<String>>> lists = new HashMap<>();
        try (JsonParser json = JSON.createParser(body.newInput())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT && name.endsWith("StreamAcl")) {
                    lists.put(name, acl(json));
                } else {
                    json.skipChildren();
                }
            }
        } catch (IOException malformed) {
            return new Document(revision, Map.of(), Map.of());
        }
        return new Document(
                revision,
                lists.getOrDefault("$userStreamAcl", Map.of()),
                lists.getOrDefault("$systemStreamAcl", Map.of()));
    }

    private static Map<String, List<String>> acl(JsonParser json) throws IOException {
        Map<String, List<String>> acl = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String right = json.currentName();
            List<String> roles = new ArrayList<>();
            if (json.nextToken() == JsonToken.START_ARRAY) {
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    roles.add(json.getText());
                }
            } else {
                roles.add(json.getText());
            }
            acl.put(right, List.copyOf(roles));
        }
        return acl;
    }
}
