package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.event.Lane;
import io.linker.internal.flow.Routes;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The batch calls of a session, over which lanes are spread. Every batch gets one answer within the patience, unless the
 * session ends before.
 */
final class Batches {
    /** Servers end the whole call for a message larger than this. */
    private static final int LARGEST_MESSAGE = 16_767_216;

    /** A revision no stream reaches. */
    private static final long BEYOND = 1L << 62;

    private final List<BatchCall> calls = new CopyOnWriteArrayList<>();
    private final Routes routes = new Routes(EsdbLink.MOST_CONNECTIONS);
    private final Duration deadline;
    private final String who;
    private final Unanswered<Consumer<WriteAnswer>> unanswered = new Unanswered<>();
    private volatile int spread;

    /** @param deadline sent with each batch; servers bound it by 2 s of their own */
    Batches(Duration deadline, String who) {
        this.deadline = deadline;
        this.who = who;
    }

    /** How many calls there are. */
    int size() {
        return calls.size();
    }

    /** Opens a further call. */
    void add(BatchCall call) {
        call.start(this);
        calls.add(call);
    }

    /** Spreads lanes over the first so many calls; the others stay open for what is under way there, and for later. */
    void spread(int most) {
        spread = Math.min(most, calls.size());
    }

    /** Whether the call that the stream's next batch goes over takes one. */
    boolean isReady(String stream) {
        return routes.isOpen(Lane.of(stream), spread, this::isReady);
    }

    private boolean isReady(int call) {
        return calls.get(call).isReady();
    }

    /** Sends a batch. {@code then} is called once, on any thread, perhaps on this one. */
    void append(WriteRequest.Append append, Consumer<WriteAnswer> then) {
        String lane = Lane.of(append.stream());
        long bytes = append.size();
        int call = routes.take(lane, bytes, spread, this::isReady);
        Consumer<WriteAnswer> answered = answer -> {
            routes.answered(lane, bytes);
            then.accept(answer);
        };
        long number = unanswered.sent(answered, System.nanoTime());
        BatchAppendReq request = BatchMessages.request(Messages.uuid(0, number), append, deadline);
        if (request.getSerializedSize() > LARGEST_MESSAGE) {
            answer(number, new WriteAnswer.TooLarge(LARGEST_MESSAGE));
            return;
        }
        calls.get(call).send(request);
    }

    /**
     * Finds out how a stream stands without writing: an append at a revision that no stream has is refused, and the refusal
     * names the stream's head, or says that it is deleted for ever.
     */
    void probe(String stream, Consumer<WriteAnswer> then) {
        append(new WriteRequest.Append(stream, BEYOND, List.of()), then);
    }

    void answered(BatchAppendResp response) {
        answer(
                response.getCorrelationId().getStructured().getLeastSignificantBits(),
                BatchMessages.answer(response, who));
    }

    /** Gives up on what has waited for too long. */
    void expire(Duration patience) {
        for (Consumer<WriteAnswer> waiting : unanswered.olderThan(System.nanoTime() - patience.toNanos())) {
            waiting.accept(new WriteAnswer.Undecided(
                    new Failure(Kind.TIMEOUT, who + " did not answer a write within " + patience.toMillis() + " ms")));
        }
    }

    private void answer(long number, WriteAnswer answer) {
        unanswered.answered(number).ifPresent(waiting -> waiting.accept(answer));
    }
}
