package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import io.linker.transform.Draft;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the link promises, held against what both logs hold: each event that was selected is there, once, in order, with its
 * content, or is parked; and no checkpoint ever lies behind an event for which that is not yet so.
 */
final class Promise {
    private static final Pattern PARKED = Pattern.compile("\"stream\":\"([^\"]*)\",\"revision\":(\\d+)");
    /** More than provenance ever adds to an event. */
    private static final int PROVENANCE = 600;

    private final Space space;
    private final SimDatabase from;
    private final SimDatabase to;
    private final Fates fates;
    private final BitSet delivered = new BitSet();
    private final BitSet parked = new BitSet();
    private int seen;
    private final Map<Share, Integer> passed = new HashMap<>();

    Promise(Space space, SimDatabase from, SimDatabase to, Fates fates) {
        this.space = space;
        this.from = from;
        this.to = to;
        this.fates = fates;
    }

    /** A share stored a checkpoint: everything of it up to there must be done. */
    void checkpoint(Share share, long position) {
        look();
        int next = passed.getOrDefault(share, 0);
        for (; next < from.log.size() && from.log.position(next) <= position; next++) {
            LogRecord record = from.log.record(next);
            int number = record == null ? -1 : EventNumbers.of(record.data());
            if (record != null && number >= 0 && share.holds(space.there(record.stream())) && !isDone(record, number)) {
                throw new AssertionError("the checkpoint " + position + " of share " + share + " has passed event n"
                        + number + " of " + record.stream() + ", which is not at the destination");
            }
        }
        passed.put(share, next);
    }

    private boolean isDone(LogRecord record, int number) {
        return delivered.get(number)
                || parked.get(number)
                || !space.wants(record)
                || to.log.stream(space.there(record.stream())).state() == StreamView.State.TOMBSTONED;
    }

    /** Takes note of what came to the destination since the last look. */
    private void look() {
        for (; seen < to.log.size(); seen++) {
            LogRecord record = to.log.record(seen);
            if (record != null && record.type().equals("linker-parked")) {
                parked.set(numberOf(record));
            } else if (record != null && !record.stream().startsWith("linker-")) {
                int number = EventNumbers.of(record.data());
                if (number >= 0) {
                    delivered.set(number);
                }
            }
        }
    }

    private int numberOf(LogRecord header) {
        Matcher described = PARKED.matcher(header.data().toStringUtf8());
        if (!described.find()) {
            throw new AssertionError("not the description of an event: " + header);
        }
        LogRecord original = from.log.stream(described.group(1)).written(Long.parseLong(described.group(2)));
        if (original == null || parked.get(EventNumbers.of(original.data()))) {
            throw new AssertionError("parked twice or out of nothing: " + described.group());
        }
        return EventNumbers.of(original.data());
    }

    /** Everything is quiet: compares the two databases, stream by stream. */
    void check() {
        look();
        Map<String, List<LogRecord>> written = events(from);
        Map<String, List<LogRecord>> copied = events(to);
        var streams = new TreeSet<>(copied.keySet());
        written.keySet().forEach(stream -> streams.add(space.there(stream)));
        for (String stream : streams) {
            String origin = stream.replace("-copy", "");
            compare(origin, written.getOrDefault(origin, List.of()), copied.getOrDefault(stream, List.of()));
        }
    }

    private static Map<String, List<LogRecord>> events(SimDatabase database) {
        var events = new HashMap<String, List<LogRecord>>();
        for (int ordinal = 0; ordinal < database.log.size(); ordinal++) {
            LogRecord record = database.log.record(ordinal);
            if (record != null && record.stream().startsWith("s-")) {
                events.computeIfAbsent(record.stream(), name -> new ArrayList<>())
                        .add(record);
            }
        }
        return events;
    }

    private void compare(String stream, List<LogRecord> written, List<LogRecord> there) {
        var expected = new ArrayList<Integer>();
        var drafts = new HashMap<Integer, Draft>();
        for (LogRecord record : written) {
            int number = EventNumbers.of(record.data());
            Draft draft = number < 0 ? null : space.wanted(record).orElse(null);
            if (draft != null && !isParkedRightly(record, number)) {
                expected.add(number);
                drafts.put(number, draft);
            }
        }
        var actual = new ArrayList<Integer>();
        boolean behindStranger = false;
        for (LogRecord record : there) {
            int number = EventNumbers.of(record.data());
            if (number >= 0) {
                actual.add(number);
                compare(stream, drafts.get(number), record, behindStranger);
            }
            behindStranger |= record.type().equals("stranger");
        }
        if (!expected.equals(actual)) {
            throw new AssertionError(
                    "stream " + stream + " has events\n  " + actual + "\ninstead of\n  " + expected + "\n");
        }
        compareView(stream, expected, there);
    }

    private boolean isParkedRightly(LogRecord record, int number) {
        int size =
                record.data().size() + record.metadata().size() + record.type().length();
        if (parked.get(number) && !(isTooLarge(size) && space.kind().policy().parks())) {
            throw new AssertionError("event n" + number + " of " + record.stream() + " is parked without need");
        }
        return parked.get(number);
    }

    /** An event is the origin's, byte for byte, but for what provenance and a conflict add to its metadata. */
    private void compare(String stream, @Nullable Draft draft, LogRecord there, boolean behindStranger) {
        if (draft == null) {
            return; // not wanted: the comparison of numbers says so
        }
        boolean same = there.id().equals(draft.source().id())
                && there.type().equals(draft.type())
                && there.json() == draft.json()
                && there.data().equals(ByteString.copyFrom(draft.data()));
        ByteString original = ByteString.copyFrom(draft.metadata());
        boolean exact = space.kind().policy().exclusive() || isOpaque(original);
        String text = there.metadata().toStringUtf8();
        boolean kept = exact
                ? there.metadata().equals(original)
                : text.startsWith(original.isEmpty() ? "{" : opened(original.toStringUtf8()));
        if (!same || !kept) {
            throw new AssertionError("event " + there + " of stream " + stream + " is not what was written: " + draft);
        }
        boolean marks = space.kind().policy().conflicts() != ConflictPolicy.ignore() && !exact;
        if (text.contains("$error") != (marks && behindStranger)) {
            throw new AssertionError("event " + there + " of stream " + stream + " is "
                    + (behindStranger ? "behind a stranger's and not marked" : "marked without a conflict"));
        }
    }

    private boolean isTooLarge(int bare) {
        return space.content().mostTaken() > 0
                && bare + PROVENANCE > space.content().mostTaken();
    }

    private static boolean isOpaque(ByteString metadata) {
        return !metadata.isEmpty() && !metadata.toStringUtf8().startsWith("{");
    }

    private static String opened(String object) {
        return object.substring(0, object.lastIndexOf('}')).stripTrailing();
    }

    /** What readers find: whether the stream lives, and how much of it they see. */
    private void compareView(String stream, List<Integer> expected, List<LogRecord> there) {
        Fates.Fate fate = fates.of(stream);
        StreamView view = to.log.stream(space.there(stream));
        boolean strangers = there.stream().anyMatch(record -> record.type().equals("stranger"));
        if (!space.content().deletes() || strangers) {
            return; // what others wrote meanwhile decides whether it lives
        }
        if (view.state() != fate.state()) {
            throw new AssertionError("stream " + stream + " is " + view.state() + " instead of " + fate.state());
        }
        if (view.state() != StreamView.State.FOUND || fate.hidden() < 0) {
            return;
        }
        var visible = new ArrayList<Integer>();
        for (long revision = 0; revision <= view.head(); revision++) {
            LogRecord record = view.visible(revision);
            if (record != null) {
                visible.add(EventNumbers.of(record.data()));
            }
        }
        // Where the place of a truncation is not known it is left out, so more may show than at the origin.
        int first = expected.size() - visible.size();
        if (first < 0 || first > fate.hidden() || !visible.equals(expected.subList(first, expected.size()))) {
            throw new AssertionError("stream " + stream + " shows\n  " + visible + "\nof\n  " + expected
                    + "\nbut for the first " + fate.hidden() + "\n");
        }
    }
}
