package io.linker.verify;

import io.linker.event.Change;
import io.linker.event.Lane;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.verify.Entry.Role;
import io.linker.verify.Finding.Kind;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Compares what a destination holds with what its origin does, each read once. Needs bounded memory, whatever the number of
 * events, of streams, or of events in one stream: what does not fit goes to temporary files, split by lane until one part
 * fits. Small histories never touch the disk.
 *
 * <p>Events are matched by lane and id, those with the same id in their order. What a faithful copy may differ in is known:
 * provenance, conflict marks, events diverted to conflict and park streams, events of others in a shared destination, and
 * events that are gone from a stream which is deleted or tombstoned at both sides. Of stream metadata the newest document is
 * compared, of deletes and tombstones what they left behind: earlier ones may be overtaken or scavenged.
 */
public final class Verification {
    private static final int MOST_DIVERTED = 200_000;

    private final LinkRules rules;
    private final Limits limits;
    private final Tally tally;
    private final Set<UUID> diverted = new HashSet<>();

    private Verification(LinkRules rules, Limits limits) {
        this.rules = rules;
        this.limits = limits;
        this.tally = new Tally(limits.findings());
    }

    /** Compares with {@link Limits#DEFAULT}. */
    public static Report compare(History origin, History destination, LinkRules rules) {
        return compare(origin, destination, rules, Limits.DEFAULT);
    }

    /** The same with other limits. */
    public static Report compare(History origin, History destination, LinkRules rules, Limits limits) {
        return compare(origin, each -> {}, destination, rules, limits);
    }

    /**
     * Reads the origin, then the destination, then compares; all on the calling thread.
     *
     * @param origin what the link has copied
     * @param late what the origin holds behind that, of which the link may have copied the beginning of any lane
     * @throws java.io.UncheckedIOException if the temporary files cannot be written
     */
    public static Report compare(History origin, History late, History destination, LinkRules rules, Limits limits) {
        var verification = new Verification(rules, limits);
        try (var parts = new Parts(limits, 0)) {
            origin.read(event -> verification.expect(event, parts::expect));
            late.read(event -> verification.expect(event, entry -> parts.expect(entry.asLate())));
            destination.read(event -> verification.find(event, parts));
            verification.compare(parts);
        }
        return verification.tally.report();
    }

    private void expect(RecordedEvent event, Consumer<Entry> parts) {
        Outcome outcome = rules.expected(event);
        if (outcome instanceof Outcome.Deliver deliver) {
            parts.accept(expected(deliver.change(), event));
        } else if (outcome instanceof Outcome.Skip skip && isControl(event)) {
            Role role = roleOfSkipped(skip.reason());
            if (role != Role.EVENT) {
                parts.accept(Entry.control(role, rules.lane(Lane.of(event.stream())), event));
            }
        }
    }

    private Entry expected(Change change, RecordedEvent event) {
        if (change instanceof Change.Append append) {
            return Entry.expected(Role.EVENT, append.lane(), event, append.event(), rules);
        }
        if (change instanceof Change.SetMetadata set) {
            return Entry.expected(Role.DOCUMENT, set.lane(), event, set.event(), rules);
        }
        Role role = change instanceof Change.Delete ? Role.DELETE : Role.TOMBSTONE;
        return Entry.control(role, change.lane(), event);
    }

    private static boolean isControl(RecordedEvent event) {
        return Lane.isMetastream(event.stream()) || event.isTombstone();
    }

    /** What a skipped document or delete says about its lane; {@link Role#EVENT} for nothing. */
    private static Role roleOfSkipped(SkipReason reason) {
        return switch (reason) {
            case SWITCHED_OFF -> Role.UNTOLD;
            case SERVER_MADE, ECHO, LOCAL -> Role.REVIVAL;
            default -> Role.EVENT;
        };
    }

    private void find(RecordedEvent event, Parts parts) {
        UUID elsewhere = rules.diverted(event);
        if (elsewhere != null) {
            divert(event.stream(), elsewhere);
            return;
        }
        Outcome outcome = rules.found(event);
        if (outcome instanceof Outcome.Deliver deliver) {
            parts.find(found(deliver.change(), event));
        } else if (outcome instanceof Outcome.Skip skip && skip.reason() == SkipReason.SERVER_MADE) {
            parts.find(Entry.control(Role.REVIVAL, Lane.of(event.stream()), event));
        }
    }

    private void divert(String stream, UUID id) {
        if (diverted.size() < MOST_DIVERTED) {
            diverted.add(id);
        } else if (!diverted.contains(id)) {
            tally.add(Kind.BEYOND_LIMIT, stream, id, "more events were diverted than are compared");
        }
    }

    private Entry found(Change change, RecordedEvent event) {
        if (change instanceof Change.Append append) {
            return Entry.found(Role.EVENT, append.lane(), event, event.data(), rules);
        }
        if (change instanceof Change.SetMetadata set) {
            return Entry.found(Role.DOCUMENT, set.lane(), event, set.event().data(), rules);
        }
        Role role = change instanceof Change.Delete ? Role.DELETE : Role.TOMBSTONE;
        return Entry.control(role, change.lane(), event);
    }

    private void compare(Parts parts) {
        parts.forEachLane((expected, found) ->
                new LaneComparison(expected, found, rules, limits.differences(), diverted, tally).run());
    }
}
