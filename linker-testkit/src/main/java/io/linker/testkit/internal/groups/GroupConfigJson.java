package io.linker.testkit.internal.groups;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.base.Splitter;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The document of {@code $persistentSubscriptionConfig}: all groups, as the server writes and reads it. */
final class GroupConfigJson {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String FILTER = "filter";
    private static final String BY_TYPE = "eventType";
    private static final String REGEX = "regex";

    private GroupConfigJson() {}

    static String write(Instant updated, String updatedBy, Collection<GroupDefinition> groups) {
        return ServerJson.indented(json -> {
            json.writeStringField("version", "2");
            json.writeStringField("updated", ServerJson.time(updated));
            json.writeStringField("updatedBy", updatedBy);
            json.writeArrayFieldStart("entries");
            for (GroupDefinition group : groups) {
                json.writeStartObject();
                entry(json, group);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void entry(JsonGenerator json, GroupDefinition group) throws IOException {
        GroupSettings settings = group.settings();
        boolean all = group.source().equals(AllSource.NAME);
        json.writeStringField("stream", group.source());
        json.writeStringField("group", group.group());
        if (group.filter().isPresent()) {
            json.writeObjectFieldStart(FILTER);
            filter(json, group.filter().get());
            json.writeEndObject();
        }
        ServerJson.flag(json, "resolveLinkTos", settings.resolveLinks());
        ServerJson.flag(json, "extraStatistics", settings.extraStatistics());
        ServerJson.number(json, "messageTimeout", settings.messageTimeoutMs());
        ServerJson.number(
                json, "startFrom", all ? Long.MIN_VALUE : group.start().position());
        json.writeStringField("startPosition", group.start().text());
        ServerJson.number(json, "liveBufferSize", settings.liveBufferSize());
        ServerJson.number(json, "historyBufferSize", settings.historyBufferSize());
        ServerJson.number(json, "maxRetryCount", settings.maxRetryCount());
        ServerJson.number(json, "readBatchSize", settings.readBatchSize());
        ServerJson.number(json, "checkPointAfter", settings.checkpointAfterMs());
        ServerJson.number(json, "minCheckPointCount", settings.minCheckpointCount());
        ServerJson.number(json, "maxCheckPointCount", settings.maxCheckpointCount());
        ServerJson.number(json, "maxSubscriberCount", settings.maxSubscriberCount());
        json.writeStringField("namedConsumerStrategy", settings.strategy().text());
    }

    private static void filter(JsonGenerator json, GroupFilter filter) throws IOException {
        boolean regex = !filter.regex().isEmpty();
        json.writeStringField("context", filter.byType() ? BY_TYPE : "streamId");
        json.writeStringField("type", regex ? REGEX : "prefix");
        json.writeStringField("data", regex ? filter.regex() : String.join(",", filter.prefixes()));
        json.writeBooleanField("isAllStream", true);
    }

    /** Entries that make no sense are left out, as the server does. */
    static List<GroupDefinition> read(ByteString document) throws IOException {
        List<GroupDefinition> groups = new ArrayList<>();
        try (JsonParser json = JSON.createParser(document.newInput())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_ARRAY && "entries".equals(json.currentName())) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        group(new Values(json)).ifPresent(groups::add);
                    }
                }
            }
        }
        return groups;
    }

    private static Optional<GroupDefinition> group(Values values) {
        String source = values.text("stream");
        boolean all = source.equals(AllSource.NAME);
        String startText = values.text("startPosition");
        PositionText positions = all ? PositionText.ALL : PositionText.REVISION;
        Optional<StrategyName> strategy = StrategyName.of(values.text("namedConsumerStrategy"));
        if (strategy.isEmpty() || positions.parse(startText).isEmpty()) {
            return Optional.empty();
        }
        GroupSettings settings = new GroupSettings(
                values.flag("resolveLinkTos"),
                values.flag("extraStatistics"),
                values.number("messageTimeout"),
                values.number("maxRetryCount"),
                values.number("checkPointAfter"),
                values.number("minCheckPointCount"),
                values.number("maxCheckPointCount"),
                values.number("maxSubscriberCount"),
                values.number("liveBufferSize"),
                values.number("readBatchSize"),
                values.number("historyBufferSize"),
                strategy.get());
        StartFrom start = new StartFrom(positions.parse(startText).getAsLong(), startText);
        return Optional.of(new GroupDefinition(source, values.text("group"), settings, start, values.filter()));
    }

    /** The scalar values of one entry; those of its filter under {@code filter.}. */
    private static final class Values {
        private final Map<String, String> byKey = new HashMap<>();

        Values(JsonParser json) throws IOException {
            read(json, "");
        }

        private void read(JsonParser json, String prefix) throws IOException {
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String key = prefix + json.currentName();
                if (json.nextToken() == JsonToken.START_OBJECT) {
                    read(json, key + ".");
                } else {
                    byKey.put(key, json.getText());
                }
            }
        }

        String text(String key) {
            return byKey.getOrDefault(key, "");
        }

        int number(String key) {
            return Integer.parseInt(byKey.getOrDefault(key, "0"));
        }

        boolean flag(String key) {
            return Boolean.parseBoolean(text(key));
        }

        Optional<GroupFilter> filter() {
            String data = byKey.get(FILTER + ".data");
            if (data == null) {
                return Optional.empty();
            }
            boolean byType = text(FILTER + ".context").equals(BY_TYPE);
            return Optional.of(
                    text(FILTER + ".type").equals(REGEX)
                            ? new GroupFilter(byType, data, List.of())
                            : new GroupFilter(byType, "", Splitter.on(',').splitToList(data)));
        }
    }
}
