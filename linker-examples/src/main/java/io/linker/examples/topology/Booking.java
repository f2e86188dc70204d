package io.linker.examples.topology;

import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.RecordedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An event of the applications, which says who wrote it and how many it wrote before: so that a reader of any database can
 * tell whether one is missing, doubled, out of order or altered.
 *
 * @param writer the database it was written in
 * @param number counts the writer's events from 0
 */
record Booking(String writer, long number) {
    /** Everybody books on the same accounts. */
    static final int ACCOUNTS = 8;

    private static final String TYPE = "AmountBooked";
    private static final Pattern DATA =
            Pattern.compile("\\{\"writer\":\"(\\w+)\",\"number\":(\\d{1,18}),\"amount\":-?\\d+}");
    private static final Pattern USER = Pattern.compile("\"user\":\"(\\w+)\"");

    static String account(long number) {
        return "account-" + number % ACCOUNTS;
    }

    String stream() {
        return account(number);
    }

    private UUID id() {
        return UUID.nameUUIDFromBytes((writer + " " + number).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] data() {
        String json =
                "{\"writer\":\"%s\",\"number\":%d,\"amount\":%d}".formatted(writer, number, number * 37 % 1_000 - 500);
        return json.getBytes(StandardCharsets.UTF_8);
    }

    EventData toEvent() {
        byte[] metadata = ("{\"user\":\"" + writer + "\"}").getBytes(StandardCharsets.UTF_8);
        return EventData.builderAsJson(id(), TYPE, data())
                .metadataAsBytes(metadata)
                .build();
    }

    /** The booking that an event says it is; null if it says nothing. */
    static @Nullable Booking of(RecordedEvent event) {
        Matcher data = DATA.matcher(new String(event.getEventData(), StandardCharsets.UTF_8));
        return data.matches() ? new Booking(data.group(1), Long.parseLong(data.group(2))) : null;
    }

    /** Whether nothing of the event was altered; its metadata may have gained the event's provenance. */
    boolean isIn(RecordedEvent event) {
        Matcher user = USER.matcher(new String(event.getUserMetadata(), StandardCharsets.UTF_8));
        return event.getEventId().equals(id())
                && event.getEventType().equals(TYPE)
                && event.getStreamId().equals(stream())
                && Arrays.equals(event.getEventData(), data())
                && user.find()
                && user.group(1).equals(writer);
    }
}
