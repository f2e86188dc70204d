package io.linker.verify;

import io.linker.verify.Entry.Role;
import io.linker.verify.Finding.Kind;
import io.linker.verify.Lifetime.Life;
import io.linker.verify.Pending.Placed;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Compares one lane. While both sides go in step nothing is remembered. Where they do not, events without a partner are
 * pending until it comes; who has none at the end is lost, duplicated, extra or somebody else's. The others are then read
 * once more in pairs, which shows what stands in another order.
 */
final class LaneComparison {
    private static final long NONE = -1;
    /** There are too many differences to tell them apart. */
    private static final long BEYOND = -2;

    private final Spool expected;
    private final Spool found;
    private final String lane;
    private final boolean shared;
    private final int mostDifferences;
    private final Set<UUID> diverted;
    private final Tally tally;

    LaneComparison(Spool expected, Spool found, LinkRules rules, int mostDifferences, Set<UUID> diverted, Tally tally) {
        this.expected = expected;
        this.found = found;
        this.lane = lane(expected, found);
        this.shared = rules.isShared(lane);
        this.mostDifferences = mostDifferences;
        this.diverted = diverted;
        this.tally = tally;
    }

    void run() {
        Lifetime actual = Lifetime.of(found);
        Predicate<Entry> considered = entry -> true;
        long foreign = 0;
        if (shared) {
            Predicate<UUID> ids = Ids.of(expected, mostDifferences);
            considered = entry -> entry.ours() || ids.test(entry.id());
            foreign = countForeign(considered);
            tally.foreign(foreign);
        }
        Set<Lifetime> possible = Lifetime.possible(expected);
        boolean othersWrote = foreign > 0;
        Lifetime wanted = possible.stream()
                .filter(state -> isSameLife(state, actual, othersWrote) && isSameDocument(state, actual))
                .findFirst()
                .orElse(possible.iterator().next());
        compareLives(wanted, actual, othersWrote);
        compareDocuments(wanted, actual);
        boolean mayBeGone =
                actual.life() != Life.LIVE && (actual.life() == wanted.life() || actual.life() == Life.TOMBSTONED);
        compareEvents(considered, mayBeGone);
    }

    private static String lane(Spool expected, Spool found) {
        try (Spool.Cursor any = (expected.size() > 0 ? expected : found).open()) {
            return Objects.requireNonNull(any.next(), "a lane has an entry").lane();
        }
    }

    private long countForeign(Predicate<Entry> considered) {
        long foreign = 0;
        try (var events = new Events(found, entry -> !considered.test(entry), Set.of())) {
            while (events.next() != null) {
                foreign++;
            }
        }
        return foreign;
    }

    private boolean isSameLife(Lifetime wanted, Lifetime actual, boolean othersWrote) {
        boolean broughtBack = othersWrote && wanted.life() == Life.DELETED && actual.isLive();
        return expected.size() == 0 || wanted.allows(actual) || broughtBack;
    }

    private void compareLives(Lifetime wanted, Lifetime actual, boolean othersWrote) {
        if (!isSameLife(wanted, actual, othersWrote)) {
            tally.add(
                    Kind.LIFE,
                    lane,
                    null,
                    "the stream " + actual.life() + " at the destination, but at the origin it " + wanted.life());
        }
    }

    private boolean isSameDocument(Lifetime wanted, Lifetime actual) {
        boolean bothLive = wanted.isLive() && actual.isLive();
        if (!bothLive || !wanted.comparable() || !actual.comparable()) {
            return true;
        }
        Entry document = wanted.document();
        Entry there = actual.document();
        return document == null ? there == null || shared || expected.size() == 0 : isSame(document, there);
    }

    private void compareDocuments(Lifetime wanted, Lifetime actual) {
        if (isSameDocument(wanted, actual)) {
            return;
        }
        Entry document = wanted.document();
        String words = document == null
                ? "the destination has a metadata document, the origin has none"
                : "the newest metadata document of the origin (revision " + document.revision() + ") is "
                        + (actual.document() == null
                                ? "not at the destination"
                                : "not the newest at the destination, or was altered");
        tally.add(Kind.STREAM_METADATA, lane, document == null ? null : document.id(), words);
    }

    private boolean isSame(Entry document, @Nullable Entry there) {
        if (there == null) {
            return false;
        }
        boolean anothers = shared && !there.ours() && !there.id().equals(document.id());
        return anothers
                || (there.id().equals(document.id())
                        && document.differences(there).isEmpty());
    }

    private void compareEvents(Predicate<Entry> considered, boolean mayBeGone) {
        var missing = new Pending();
        var surplus = new Pending();
        long lastMatched = match(considered, missing, surplus);
        if (lastMatched == BEYOND) {
            return;
        }
        reportMissing(missing.sorted(), mayBeGone, lastMatched);
        reportSurplus(surplus);
        try (var wanted = new Events(expected, entry -> true, missing.indexes());
                var actual = new Events(found, considered, surplus.indexes())) {
            var pairs = new PairedComparison(lane, mostDifferences, tally);
            for (Entry right = actual.next(); right != null; right = actual.next()) {
                Entry left = Objects.requireNonNull(wanted.next(), "matched events come in pairs");
                if (!pairs.compare(left, right)) {
                    return;
                }
            }
        }
    }

    /** Returns the place of the last expected event that was matched, or {@link #BEYOND}. */
    private long match(Predicate<Entry> considered, Pending missing, Pending surplus) {
        long lastMatched = NONE;
        try (var wanted = new Events(expected, entry -> true, Set.of());
                var actual = new Events(found, considered, Set.of())) {
            for (long index = 0; ; index++) {
                Entry left = wanted.next();
                Entry right = actual.next();
                boolean onlyLate = left != null && left.late() && right == null && surplus.size() == 0;
                if ((left == null && right == null) || onlyLate) {
                    return lastMatched;
                }
                boolean inStep = left != null && right != null && left.id().equals(right.id());
                if (inStep && missing.size() + surplus.size() == 0) {
                    lastMatched = index;
                    continue;
                }
                if (left != null && surplus.take(left.id()) != null) {
                    lastMatched = Math.max(lastMatched, index);
                } else if (left != null) {
                    missing.add(index, left);
                }
                Placed partner = right == null ? null : missing.take(right.id());
                if (partner != null) {
                    lastMatched = Math.max(lastMatched, partner.index());
                } else if (right != null) {
                    surplus.add(index, right);
                }
                if (missing.size() > mostDifferences || surplus.size() > mostDifferences) {
                    tally.add(Kind.BEYOND_LIMIT, lane, null, beyond(left, right));
                    return BEYOND;
                }
            }
        }
    }

    private String beyond(@Nullable Entry left, @Nullable Entry right) {
        return "more than " + mostDifferences + " events have no partner; stopped "
                + (left != null
                        ? "at the origin's revision " + left.revision()
                        : right != null ? "at the destination's revision " + right.revision() : "at the end");
    }

    private void reportMissing(List<Placed> missing, boolean mayBeGone, long lastMatched) {
        for (Placed placed : missing) {
            Entry entry = placed.entry();
            if (diverted.contains(entry.id())) {
                tally.diverted();
            } else if (!mayBeGone && !(entry.late() && placed.index() > lastMatched)) {
                String words = "the origin's event " + entry.id() + " at revision " + entry.revision()
                        + " is not at the destination";
                tally.add(Kind.LOST, lane, entry.id(), words);
            }
        }
    }

    private void reportSurplus(Pending surplus) {
        if (surplus.size() == 0) {
            return;
        }
        Set<UUID> known = knownAmong(surplus.ids());
        for (Placed placed : surplus.sorted()) {
            Entry entry = placed.entry();
            String where = "the event " + entry.id() + " at the destination's revision " + entry.revision();
            if (known.contains(entry.id())) {
                tally.add(Kind.DUPLICATED, lane, entry.id(), where + " is there more often than at the origin");
            } else if (!shared || entry.ours()) {
                tally.add(Kind.EXTRA, lane, entry.id(), where + " is not expected from the origin");
            } else {
                tally.foreign(1);
            }
        }
    }

    private Set<UUID> knownAmong(Set<UUID> ids) {
        var known = new HashSet<UUID>();
        try (var wanted = new Events(expected, entry -> ids.contains(entry.id()), Set.of())) {
            for (Entry entry = wanted.next(); entry != null; entry = wanted.next()) {
                known.add(entry.id());
            }
        }
        return known;
    }

    /** The ordinary events of a side, those left out that are not asked for. */
    private static final class Events implements AutoCloseable {
        private final Spool.Cursor cursor;
        private final Predicate<Entry> considered;
        private final Set<Long> without;
        private long index;

        Events(Spool spool, Predicate<Entry> considered, Set<Long> without) {
            this.cursor = spool.open();
            this.considered = considered;
            this.without = without;
        }

        @Nullable
        Entry next() {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (entry.role() == Role.EVENT && considered.test(entry) && !without.contains(index++)) {
                    return entry;
                }
            }
            return null;
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
