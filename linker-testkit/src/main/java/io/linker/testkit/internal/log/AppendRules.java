package io.linker.testkit.internal.log;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Decides about a write from the state of its stream and the ids of its events; looks at nothing else of them. */
final class AppendRules {
    /** What to do with a write. */
    enum Verdict {
        ACCEPT,
        /** The events are there already. */
        REPLAY,
        WRONG_REVISION,
        DELETED
    }

    /**
     * The verdict, and for a replay the revision of the last event that is there already.
     */
    record Decision(Verdict verdict, long revision) {
        private static Decision of(Verdict verdict) {
            return new Decision(verdict, -1);
        }
    }

    private static final Decision ACCEPT = Decision.of(Verdict.ACCEPT);
    private static final Decision WRONG_REVISION = Decision.of(Verdict.WRONG_REVISION);
    private static final Decision DELETED = Decision.of(Verdict.DELETED);

    private final IdCache recent;
    private final Records records;

    AppendRules(IdCache recent, Records records) {
        this.recent = recent;
        this.records = records;
    }

    Decision decide(String stream, @Nullable StreamIndex index, ExpectedRevision expected, List<NewEvent> events) {
        if (index != null && index.tombstoned()) {
            return DELETED;
        }
        if (expected.equals(ExpectedRevision.ANY)) {
            return byIdAnywhere(stream, events);
        }
        if (expected.equals(ExpectedRevision.STREAM_EXISTS)) {
            if (index == null) {
                return WRONG_REVISION;
            }
            return index.softDeleted() ? DELETED : byIdAnywhere(stream, events);
        }
        return byIdInPlace(index, expected.number(), events);
    }

    /** The weak check: knows recent ids only, and only where each was written first. */
    private Decision byIdAnywhere(String stream, List<NewEvent> events) {
        long revision = -1;
        for (int i = 0; i < events.size(); i++) {
            IdCache.Place place = recent.find(events.get(i).id());
            if (place == null || !place.stream().equals(stream)) {
                return i == 0 ? ACCEPT : WRONG_REVISION;
            }
            revision = place.revision();
        }
        return events.isEmpty() ? ACCEPT : new Decision(Verdict.REPLAY, revision);
    }

    /** The strong check: compares with the log itself, for as long as the events are there. */
    private Decision byIdInPlace(@Nullable StreamIndex index, long expected, List<NewEvent> events) {
        long head = index == null ? -1 : index.head();
        if (expected == head) {
            return ACCEPT;
        }
        if (expected > head || events.isEmpty() || index == null) {
            return WRONG_REVISION;
        }
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).id().equals(idAt(index, expected + 1 + i))) {
                boolean recreation = i == 0 && expected == -1 && index.softDeleted();
                return recreation ? ACCEPT : WRONG_REVISION;
            }
        }
        return new Decision(Verdict.REPLAY, expected + events.size());
    }

    private @Nullable UUID idAt(StreamIndex index, long revision) {
        LogRecord record = revision > index.head() ? null : records.get(index.ordinal(revision));
        return record == null ? null : record.id();
    }

    /** About ending a stream: for ever, which a missing stream bears as well, or softly. */
    Decision decideDelete(@Nullable StreamIndex index, ExpectedRevision expected, boolean forEver) {
        if (index != null && index.tombstoned()) {
            return DELETED;
        }
        if (index == null) {
            boolean burnsName = expected.equals(ExpectedRevision.ANY) || expected.equals(ExpectedRevision.NO_STREAM);
            return forEver && burnsName ? ACCEPT : WRONG_REVISION;
        }
        if (expected.equals(ExpectedRevision.ANY)) {
            return ACCEPT;
        }
        if (expected.equals(ExpectedRevision.STREAM_EXISTS)) {
            return index.softDeleted() ? DELETED : ACCEPT;
        }
        boolean gone = expected.equals(ExpectedRevision.NO_STREAM) && index.softDeleted();
        return gone || expected.number() == index.head() ? ACCEPT : WRONG_REVISION;
    }
}
