package io.linker.esdb;

import java.util.List;

/**
 * What a database holds besides events, as far as its clients can list it. No link copies any of it.
 *
 * @param groups persistent subscriptions
 * @param projections names of the projections, the system's own included
 * @param unknown what could not be listed, and why
 */
public record Inventory(List<Group> groups, List<String> projections, List<String> unknown) {
    /** Copies the lists. */
    public Inventory {
        groups = List.copyOf(groups);
        projections = List.copyOf(projections);
        unknown = List.copyOf(unknown);
    }

    /**
     * A persistent subscription.
     *
     * @param source the stream it reads, or {@code $all}
     * @param name its group
     * @param processed the last position it stored: a revision, of {@code $all} {@code C:commit/P:prepare}; empty for none
     */
    public record Group(String source, String name, String processed) {}
}
