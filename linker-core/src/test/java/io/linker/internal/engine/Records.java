package io.linker.internal.engine;

import io.linker.conflict.ConflictFact;
import io.linker.event.RecordedEvent;
import io.linker.transform.Trail;
import java.util.HashSet;
import java.util.Set;

/** What one link must have recorded of conflicts, whoever ran it and how often. */
final class Records {
    private Records() {}

    /**
     * Each marked event of the origin's is recorded once; nothing else is, but what was parked instead, or has metadata that
     * cannot carry a mark.
     */
    static void check(SimDatabase to, Space.Content content) {
        Set<String> recorded = new HashSet<>();
        Set<String> marked = new HashSet<>();
        for (RecordedEvent event : to.all()) {
            if (event.stream().equals(ConflictFact.stream("a-to-b"))) {
                ConflictFact fact = ConflictFact.read(event.id(), event.data()).orElseThrow();
                if (!recorded.add(fact.originStream() + "@" + fact.originRevision())) {
                    throw new AssertionError(fact.originStream() + ": recorded twice: " + fact);
                }
            }
            Trail trail = Trail.of(event, false);
            if (event.stream().startsWith("s-") && trail.error()) {
                marked.add(event.stream().replace("-copy", "") + "@" + trail.revisionAt("a"));
            }
        }
        boolean more = content.mostTaken() > 0 || content.opaque() > 0;
        boolean same = more ? recorded.containsAll(marked) : recorded.equals(marked);
        if (!same) {
            throw new AssertionError("marked are " + marked + ", recorded " + recorded);
        }
    }
}
