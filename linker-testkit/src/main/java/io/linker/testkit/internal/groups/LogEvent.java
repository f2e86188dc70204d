package io.linker.testkit.internal.groups;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.linker.testkit.internal.log.LogRecord;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event of the log on its way through a group.
 *
 * @param original what was read; the link, where one was followed
 * @param followed whether the original is a link that was followed
 * @param target   what a followed link leads to, null if that is not readable; the original itself otherwise
 */
record LogEvent(
        LogRecord original, boolean followed, @Nullable LogRecord target, long position) implements GroupEvent {
    private static final JsonFactory JSON = new JsonFactory();

    static LogEvent plain(LogRecord record, long position) {
        return new LogEvent(record, false, record, position);
    }

    @Override
    public UUID id() {
        return original.id();
    }

    @Override
    public String targetStream() {
        LogRecord shown = target == null ? original : target;
        if (!shown.isLink()) {
            return shown.stream();
        }
        String link = shown.data().toStringUtf8();
        return link.substring(link.indexOf('@') + 1);
    }

    @Override
    public @Nullable String correlation() {
        LogRecord shown = target == null ? original : target;
        try (JsonParser json = JSON.createParser(shown.metadata().newInput())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                boolean correlation = json.currentName().equals("$correlationId");
                if (json.nextToken() == JsonToken.VALUE_STRING && correlation) {
                    return json.getText();
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException notJson) {
            return null;
        }
    }
}
