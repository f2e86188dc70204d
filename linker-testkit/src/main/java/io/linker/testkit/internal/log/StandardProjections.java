package io.linker.testkit.internal.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the projections by category and by event type make of an event: links in {@code $ce-} and {@code $et-} streams.
 * A real server runs them behind the writer, so its links come a little later.
 */
final class StandardProjections {
    /** Rights of the output streams: every user may read them, although they are system streams. */
    static final ByteString OUTPUT_METADATA = ByteString.copyFromUtf8("{\"$acl\":{\"$r\":\"$all\",\"$mr\":\"$all\"}}");

    private static final JsonFactory JSON = new JsonFactory();
    private static final String CATEGORY_PREFIX = "$ce-";
    private static final String TYPE_PREFIX = "$et-";
    private static final String DELETED = "$deleted";
    /** Number, epoch and version of the projection: the first run of the first version. */
    private static final String CATEGORY_VERSION = "2:-1:1:4";

    private static final String TYPE_VERSION = "3:-1:1:4";

    /** A link and the stream it goes to. */
    record Link(String stream, NewEvent event) {}

    private StandardProjections() {}

    /** Whether the stream is output itself, or the metadata of output: nothing is made of that. */
    static boolean isOutput(String stream) {
        return stream.startsWith(CATEGORY_PREFIX) || stream.startsWith(TYPE_PREFIX) || stream.startsWith("$$$");
    }

    static List<Link> linksTo(LogRecord cause) {
        Optional<String> deleted = deletedStream(cause);
        List<Link> links = new ArrayList<>(2);
        String payload = cause.revision() + "@" + cause.stream();
        String origin = deleted.orElse(cause.stream());
        category(origin).ifPresent(category -> {
            String target = cause.isLink() ? cause.data().toStringUtf8() : payload;
            links.add(link(CATEGORY_PREFIX + category, target, metadata(cause, Optional.of(origin), deleted)));
        });
        if (!cause.isLink()) {
            String type = deleted.isPresent() ? DELETED : cause.type();
            links.add(link(TYPE_PREFIX + type, payload, metadata(cause, Optional.empty(), deleted)));
        }
        return links;
    }

    /** The stream that the event ends, softly or for ever. */
    private static Optional<String> deletedStream(LogRecord cause) {
        if (cause.type().equals(SystemNames.DELETED_TYPE)) {
            return Optional.of(cause.stream());
        }
        boolean softDelete = SystemNames.isMetastream(cause.stream())
                && cause.type().equals(SystemNames.METADATA_TYPE)
                && cause.json()
                && StreamMetadataJson.parse(cause.data()).softDeleted();
        return softDelete ? Optional.of(SystemNames.originalOf(cause.stream())) : Optional.empty();
    }

    /** What stands before the first hyphen; system streams and names that begin with one have no category. */
    private static Optional<String> category(String stream) {
        int hyphen = stream.indexOf('-');
        return stream.startsWith("$") || hyphen <= 0 ? Optional.empty() : Optional.of(stream.substring(0, hyphen));
    }

    private static Link link(String stream, String payload, ByteString metadata) {
        NewEvent event = new NewEvent(
                UUID.randomUUID(), SystemNames.LINK_TYPE, false, ByteString.copyFromUtf8(payload), metadata);
        return new Link(stream, event);
    }

    private static ByteString metadata(LogRecord cause, Optional<String> origin, Optional<String> deleted) {
        ByteString.Output out = ByteString.newOutput();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("$v", origin.isPresent() ? CATEGORY_VERSION : TYPE_VERSION);
            json.writeNumberField("$c", cause.position());
            json.writeNumberField("$p", cause.position());
            if (origin.isPresent()) {
                json.writeStringField("$o", origin.get());
            }
            if (deleted.isPresent()) {
                json.writeNumberField(DELETED, -1);
            }
            json.writeStringField("$causedBy", cause.id().toString());
            Optional<String> correlation = correlationId(cause.metadata());
            if (correlation.isPresent()) {
                json.writeStringField("$correlationId", correlation.get());
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteString();
    }

    private static Optional<String> correlationId(ByteString metadata) {
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        try (JsonParser json = JSON.createParser(metadata.newInput())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = json.currentName();
                boolean text = json.nextToken() == JsonToken.VALUE_STRING;
                if (text && key.equals("$correlationId")) {
                    return Optional.of(json.getText());
                }
                json.skipChildren();
            }
        } catch (IOException malformed) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
