package io.linker.conflict;

import io.linker.event.Birth;
import java.util.List;
import java.util.Map;

/**
 * Decides about conflicts. Must be pure, since an event is decided about again after a crash, and quick, since it is asked on
 * the link's thread. What it throws stops the link.
 */
@FunctionalInterface
public interface ConflictPolicy {
    /** What becomes of the event. */
    ConflictDecision decide(Conflict conflict);

    /** Append it at the end; {@code $error} in its metadata says that it lost its place. */
    static ConflictPolicy appendWithError() {
        return Marking.INSTANCE;
    }

    /** Stop the link. */
    static ConflictPolicy halt() {
        return conflict -> new ConflictDecision.Halt();
    }

    /** Nothing is a conflict: the streams are meant to be shared. Such a link does not even look for them. */
    static ConflictPolicy ignore() {
        return Shared.INSTANCE;
    }

    /** Append it to {@code linker-conflicts-from-<origin>-to-<destination>} instead. */
    static ConflictPolicy conflictStream() {
        return conflictStream("linker-conflicts-");
    }

    /** The same in {@code $conflicts-from-<origin>-to-<destination>}, as the .NET Linker names it: for administrators only. */
    static ConflictPolicy systemConflictStream() {
        return conflictStream("$conflicts-");
    }

    private static ConflictPolicy conflictStream(String prefix) {
        return conflict -> new ConflictDecision.Divert(
                prefix + "from-" + conflict.origin() + "-to-" + conflict.destination(), conflict.facts());
    }

    /**
     * Of the events that met, those of the database that is named first keep their place unmarked; the others are marked where
     * they lost theirs. The same list on all links makes the same decisions on all sides.
     *
     * @param databases names, highest priority first; one that is not named comes last
     */
    static ConflictPolicy priority(List<String> databases) {
        List<String> order = List.copyOf(databases);
        return conflict -> {
            int own = rank(order, conflict.birth());
            boolean wins = conflict.unknown().stream().allMatch(other -> own < rank(order, other));
            return wins ? new ConflictDecision.Append() : new ConflictDecision.AppendMarked(conflict.facts());
        };
    }

    private static int rank(List<String> order, Birth event) {
        int place = order.indexOf(event.database());
        return place < 0 ? order.size() : place;
    }

    /**
     * A policy for each category; a stream's category is what stands before the first {@code -} in its name.
     *
     * @param categories policies by category
     * @param otherwise for all other streams
     */
    static ConflictPolicy byCategory(Map<String, ConflictPolicy> categories, ConflictPolicy otherwise) {
        Map<String, ConflictPolicy> policies = Map.copyOf(categories);
        return conflict -> {
            int end = conflict.stream().indexOf('-');
            String category = end < 0 ? conflict.stream() : conflict.stream().substring(0, end);
            return policies.getOrDefault(category, otherwise).decide(conflict);
        };
    }
}
