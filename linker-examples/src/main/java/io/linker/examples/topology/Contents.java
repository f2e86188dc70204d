package io.linker.examples.topology;

import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.ReadStreamOptions;
import com.eventstore.dbclient.RecordedEvent;
import com.eventstore.dbclient.ResolvedEvent;
import com.eventstore.dbclient.StreamNotFoundException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one database holds of the applications' events, by stream in the order of revisions.
 *
 * @param database its name
 * @param streams its accounts
 */
record Contents(String database, Map<String, List<RecordedEvent>> streams) {
    private static final Pattern TRAIL = Pattern.compile("\"\\$origin\":\"([^\"]*)\"");
    private static final int FIRST_FAULTS = 3;
    private static final long READ_SECONDS = 60;

    static Contents read(String database, EventStoreDBClient client) throws InterruptedException {
        var streams = new LinkedHashMap<String, List<RecordedEvent>>();
        for (int account = 0; account < Booking.ACCOUNTS; account++) {
            String stream = Booking.account(account);
            streams.put(stream, read(client, stream));
        }
        return new Contents(database, streams);
    }

    private static List<RecordedEvent> read(EventStoreDBClient client, String stream) throws InterruptedException {
        try {
            return client
                    .readStream(stream, ReadStreamOptions.get().forwards().fromStart())
                    .get(READ_SECONDS, TimeUnit.SECONDS)
                    .getEvents()
                    .stream()
                    .map(ResolvedEvent::getOriginalEvent)
                    .toList();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof StreamNotFoundException) {
                return List.of();
            }
            throw new StageException("cannot read " + stream + ": " + failed.getCause(), failed.getCause());
        } catch (TimeoutException tooLong) {
            throw new StageException("cannot read " + stream + " within " + READ_SECONDS + " s", tooLong);
        }
    }

    /** How many events each stream has. */
    Map<String, Integer> sizes() {
        var sizes = new TreeMap<String, Integer>();
        streams.forEach((stream, events) -> sizes.put(stream, events.size()));
        return sizes;
    }

    /** How many events lost their place in a conflict. */
    long marked() {
        return streams.values().stream()
                .flatMap(List::stream)
                .filter(event -> metadata(event).contains("\"$error\""))
                .count();
    }

    /** The ways that the copied events say they came. */
    Set<String> trails() {
        var trails = new TreeSet<String>();
        for (List<RecordedEvent> events : streams.values()) {
            for (RecordedEvent event : events) {
                Matcher trail = TRAIL.matcher(metadata(event));
                if (trail.find()) {
                    trails.add(trail.group(1));
                }
            }
        }
        return trails;
    }

    private static String metadata(RecordedEvent event) {
        return new String(event.getUserMetadata(), StandardCharsets.UTF_8);
    }

    /** Where this differs from what was written, the first of each kind; {@code written} says how many events by whom. */
    List<String> faults(Map<String, Long> written) {
        var faults = new ArrayList<String>();
        streams.forEach((stream, events) -> faults(stream, events, written, faults));
        return faults.size() <= FIRST_FAULTS ? faults : faults.subList(0, FIRST_FAULTS);
    }

    private static void faults(
            String stream, List<RecordedEvent> events, Map<String, Long> written, List<String> faults) {
        Map<String, List<Long>> found = new LinkedHashMap<>();
        written.keySet().forEach(writer -> found.put(writer, new ArrayList<>()));
        for (RecordedEvent event : events) {
            Booking booking = Booking.of(event);
            if (booking == null || !booking.isIn(event) || !found.containsKey(booking.writer())) {
                faults.add(stream + " holds at revision " + event.getRevision() + " an event that nobody wrote");
            } else {
                found.get(booking.writer()).add(booking.number());
            }
        }
        found.forEach((writer, numbers) -> {
            List<Long> expected = numbers(stream, written.getOrDefault(writer, 0L));
            if (!numbers.equals(expected)) {
                faults.add(stream + " holds " + numbers.size() + " events of " + writer + ", " + expected.size()
                        + " were written; " + firstDifference(numbers, expected));
            }
        });
    }

    private static List<Long> numbers(String stream, long written) {
        var numbers = new ArrayList<Long>();
        for (long number = 0; number < written; number++) {
            if (Booking.account(number).equals(stream)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private static String firstDifference(List<Long> found, List<Long> expected) {
        int place = 0;
        while (place < found.size()
                && place < expected.size()
                && found.get(place).equals(expected.get(place))) {
            place++;
        }
        String is = place < found.size() ? "number " + found.get(place) : "nothing";
        return "in place " + place + " stands " + is
                + (place < expected.size() ? " instead of number " + expected.get(place) : "");
    }
}
