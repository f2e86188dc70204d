package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import io.linker.internal.flow.SendWindow;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The destination as the parts of the link see it: what they write and ask gets decided, whatever happens to connections. */
final class DestinationEnd {
    private static final int READS_AT_ONCE = 64;

    final Connector connector;
    private final Destination destination;
    private final Ledger ledger;
    private final Questions<ReadRequest, ReadAnswer> questions;

    DestinationEnd(
            Destination destination,
            Connector connector,
            Ids ids,
            Agenda agenda,
            SendWindow window,
            Supplier<Backoff> backoff) {
        this.destination = destination;
        this.connector = connector;
        this.ledger = new Ledger(ids, destination, window, agenda, backoff.get());
        this.questions = new Questions<>(
                ids,
                READS_AT_ONCE,
                destination::read,
                answer -> answer instanceof ReadAnswer.Failed failed
                                && failed.failure().kind().canHeal()
                        ? "destination: a read fails: " + failed.failure().message()
                        : null,
                agenda,
                backoff.get());
    }

    void write(WriteRequest request, Consumer<WriteAnswer> then) {
        ledger.send(request, then);
    }

    void read(ReadRequest request, Consumer<ReadAnswer> then) {
        questions.ask(request, then);
    }

    boolean takes(long bytes) {
        return ledger.takes(bytes);
    }

    /** Connected, not yet checked: questions go out, writes wait. */
    void connected() {
        questions.connected();
    }

    /** Checked: writes go out. */
    void open() {
        connector.progressed();
        ledger.open();
    }

    void lost(Failure why) {
        ledger.close();
        questions.disconnected();
        connector.lost(why);
    }

    /** Gives the connection up and starts another. */
    void replace(Failure why) {
        destination.disconnect();
        lost(why);
    }

    void written(long id, WriteAnswer answer) {
        ledger.answered(id, answer);
    }

    void answered(long id, ReadAnswer answer) {
        questions.answered(id, answer);
    }

    /** Ends the connection for good. */
    void stop() {
        connector.stop();
        ledger.close();
        questions.disconnected();
        destination.disconnect();
    }

    /** The write that has been put off for longest; null for none. */
    @Nullable
    Obstacle writeObstacle() {
        return ledger.obstacle();
    }

    /** The read that has failed for longest; null for none. */
    @Nullable
    Obstacle readObstacle() {
        return questions.obstacle();
    }

    /** Since when answers to writes have been owed, as long as there are any. */
    long busySince() {
        return ledger.busySince();
    }

    boolean isOpen() {
        return ledger.isOpen();
    }

    int unanswered() {
        return ledger.size();
    }

    boolean isQuiet() {
        return ledger.isEmpty() && questions.isEmpty();
    }
}
