package io.linker.internal.engine;

import io.linker.conflict.ConflictFact;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Records conflicts in a stream of the link's own. A fact is recorded before its decision is carried out: the other way round,
 * a crash between the two would leave an event that stands there, about which nothing is decided again. What an earlier
 * run recorded is found by its id.
 */
final class Facts {
    private static final int PAGE = 256;
    private static final int MOST_TOGETHER = 64;

    private record Waiting(List<ConflictFact> facts, Runnable then) {}

    private final String stream;
    private final int most;
    private final DestinationEnd destination;
    private final Consumer<LinkStoppedException> stop;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<UUID> known;
    private long tail = Lane.UNKNOWN;
    private boolean busy;
    private boolean bounded;

    /** Facts of a link; the newest {@code most} are kept. */
    Facts(String link, int most, DestinationEnd destination, Consumer<LinkStoppedException> stop) {
        this.stream = ConflictFact.stream(link);
        this.most = most;
        this.destination = destination;
        this.stop = stop;
        this.known = Collections.newSetFromMap(ReadBack.bounded(most + 10 * PAGE)); // more than waits at once
    }

    /** Whether this run has recorded the fact, or found it. */
    boolean holds(UUID fact) {
        return known.contains(fact);
    }

    /** Records a few facts; {@code then} runs once all of them stand there. */
    void record(List<ConflictFact> facts, Runnable then) {
        queue.add(new Waiting(facts, then));
        if (!busy) {
            next();
        }
    }

    private void next() {
        busy = true;
        while (!queue.isEmpty()) {
            if (tail == Lane.UNKNOWN) {
                load();
                return;
            }
            List<ConflictFact> missing = missing();
            if (!missing.isEmpty()) {
                append(missing);
                return;
            }
            queue.remove().then.run();
        }
        busy = false;
    }

    /** What is to be recorded next; nothing where the first that waits has all of its facts. */
    private List<ConflictFact> missing() {
        if (queue.element().facts.stream().allMatch(fact -> known.contains(fact.id()))) {
            return List.of();
        }
        return queue.stream()
                .flatMap(waiting -> waiting.facts.stream())
                .filter(fact -> !known.contains(fact.id()))
                .limit(MOST_TOGETHER)
                .toList();
    }

    private void load() {
        var found = new ArrayList<UUID>();
        var recorded = new ReadBack<>(destination, stream, PAGE, RecordedEvent::id, found, most);
        recorded.read(denied -> stop.accept(refused(StopReason.ACCESS_DENIED, denied.message())), head -> {
            tail = head;
            Collections.reverse(found); // the oldest are forgotten first
            known.addAll(found);
            bound();
            next();
        });
    }

    /** Sees once that the stream does not grow without end, unless somebody decided otherwise. */
    private void bound() {
        if (bounded) {
            return;
        }
        bounded = true;
        String metastream = io.linker.event.Lane.metastreamOf(stream);
        byte[] wanted = ("{\"$maxCount\":" + most + "}").getBytes(StandardCharsets.UTF_8);
        destination.read(new ReadRequest(metastream, Long.MAX_VALUE, 1), answer -> {
            List<RecordedEvent> newest = answer instanceof ReadAnswer.Page page ? page.events() : List.of();
            String present = newest.isEmpty() ? "" : new String(newest.get(0).data(), StandardCharsets.UTF_8);
            boolean ours = present.isEmpty() || present.matches("\\{\"\\$maxCount\":\\d+}");
            if (ours && !present.equals(new String(wanted, StandardCharsets.UTF_8))) {
                long head = answer instanceof ReadAnswer.Page page ? page.head() : WriteRequest.NO_STREAM;
                var document = new NewEvent(UUID.randomUUID(), RecordedEvent.METADATA_TYPE, true, wanted, new byte[0]);
                // Refused where another share was faster, which wants the same.
                destination.write(new WriteRequest.Append(metastream, head, List.of(document)), ignored -> {});
            }
        });
    }

    private void append(List<ConflictFact> facts) {
        List<NewEvent> events = facts.stream()
                .map(fact -> new NewEvent(fact.id(), ConflictFact.TYPE, true, fact.toJson(), new byte[0]))
                .toList();
        destination.write(new WriteRequest.Append(stream, tail, events), answer -> {
            if (answer instanceof WriteAnswer.Success success) {
                tail = success.revision();
                facts.forEach(fact -> known.add(fact.id()));
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                tail = Lane.UNKNOWN; // another share or an operator writes here: see what
            } else {
                boolean denied = answer instanceof WriteAnswer.Denied;
                stop.accept(refused(denied ? StopReason.ACCESS_DENIED : StopReason.UNDELIVERABLE, answer.toString()));
                return;
            }
            next();
        });
    }

    private LinkStoppedException refused(StopReason reason, String why) {
        return new LinkStoppedException(
                reason,
                "The stream '" + stream + "', where conflicts are recorded, takes no events: " + why
                        + ". Give the destination's user the right to read and write it.");
    }
}
