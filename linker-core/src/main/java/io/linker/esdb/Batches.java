package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.event.Lane;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * The batch calls of a session, to which lanes are dealt by name. Every batch gets one answer within the patience, unless the
 * session ends before.
 */
final class Batches {
    /** Servers end the whole call for a message larger than this. */
    private static final int LARGEST_MESSAGE = 16_767_216;

    /** A revision no stream reaches. */
    private static final long BEYOND = 1L << 62;

    private final List<BatchCall> calls;
    private final Duration deadline;
    private final String who;
    private final Unanswered<Consumer<WriteAnswer>> unanswered = new Unanswered<>();

    /** @param deadline sent with each batch; servers bound it by 2 s of their own */
    Batches(List<BatchCall> calls, Duration deadline, String who) {
        this.calls = List.copyOf(calls);
        this.deadline = deadline;
        this.who = who;
    }

    /** Opens the calls. */
    void start() {
        calls.forEach(call -> call.start(this));
    }

    boolean isReady() {
        return calls.stream().allMatch(BatchCall::isReady);
    }

    /** Sends a batch. {@code then} is called once, on any thread, perhaps on this one. */
    void append(WriteRequest.Append append, Consumer<WriteAnswer> then) {
        long number = unanswered.sent(then, System.nanoTime());
        BatchAppendReq request = BatchMessages.request(Messages.uuid(0, number), append, deadline);
        if (request.getSerializedSize() > LARGEST_MESSAGE) {
            answer(number, new WriteAnswer.TooLarge(LARGEST_MESSAGE));
            return;
        }
        calls.get(Math.floorMod(Lane.of(append.stream()).hashCode(), calls.size()))
                .send(request);
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
