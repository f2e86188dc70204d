package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.NewEvent;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import io.linker.internal.flow.SendWindow;
import io.linker.internal.flow.Throttle;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The destination as the parts of the link see it: what they write and ask gets decided, whatever happens to connections. */
final class DestinationEnd {
    /** An expected revision no stream reaches. */
    static final long BEYOND_EVERY_HEAD = Long.MAX_VALUE - 1;

    private static final int READS_AT_ONCE = 64;

    final Connector connector;
    private final Destination destination;
    private final SendWindow window;
    private final Throttle throttle;
    private final Ledger ledger;
    private final Pages pages = new Pages();
    private final Questions<ReadRequest, ReadAnswer> questions;
    private final Questions<ReadRequest, ReadAnswer> checks;

    DestinationEnd(
            Destination destination,
            Connector connector,
            Ids ids,
            Agenda agenda,
            SendWindow window,
            Throttle throttle,
            Supplier<Backoff> backoff) {
        this.destination = destination;
        this.connector = connector;
        this.window = window;
        this.throttle = throttle;
        this.ledger = new Ledger(ids, destination, window, agenda, backoff.get());
        this.questions = questions(ids, agenda, backoff);
        this.checks = questions(ids, agenda, backoff);
    }

    private Questions<ReadRequest, ReadAnswer> questions(Ids ids, Agenda agenda, Supplier<Backoff> backoff) {
        return new Questions<>(
                ids,
                () -> pages.atOnce(READS_AT_ONCE),
                (id, page) -> destination.read(
                        id, new ReadRequest(page.stream(), page.from(), pages.count(page.count()), page.before())),
                answer -> answer instanceof ReadAnswer.Failed failed ? failed(failed.failure()) : null,
                agenda,
                backoff.get());
    }

    /**
     * A read that fails says nothing about what is there, so it is asked again. What waiting does not heal another connection
     * may, for which the credentials are asked for anew; else its refusal ends the link.
     */
    private String failed(Failure why) {
        if (!why.kind().canHeal() && connector.isConnected()) {
            replace(why);
        }
        return "destination: a read fails: " + why.message();
    }

    void write(WriteRequest request, Consumer<WriteAnswer> then) {
        if (request instanceof WriteRequest.Append append) {
            throttle.spend(append.events().size(), append.size());
        }
        ledger.send(request, then);
    }

    /**
     * Asks where a stream ends, one that readers do not see, too: by an append of {@code any} event that no stream takes. Its
     * refusal names the head.
     *
     * @param then hears the head, -1 for none
     * @param otherwise hears any other answer
     */
    void askHead(String stream, NewEvent any, LongConsumer then, Consumer<WriteAnswer> otherwise) {
        write(new WriteRequest.Append(stream, BEYOND_EVERY_HEAD, List.of(any)), answer -> {
            if (answer instanceof WriteAnswer.WrongExpectedRevision wrong) {
                then.accept(wrong.actual());
            } else {
                otherwise.accept(answer);
            }
        });
    }

    /** Writes what does harm where it runs late, too; {@code then} hears the decision once no attempt can any more. */
    void writeToTheLast(WriteRequest request, Consumer<WriteAnswer> then) {
        ledger.sendToTheLast(request, then);
    }

    /** Reads a page, which may have fewer events than asked for also where there are more. */
    void read(ReadRequest request, Consumer<ReadAnswer> then) {
        questions.ask(request, then);
    }

    /**
     * Reads the newest {@code count} events of a stream. A head above them may have been written after they were read, and
     * would be taken for read: it counts if asked again nothing newer is seen. Then it is hidden.
     */
    void readNewest(String stream, int count, Consumer<ReadAnswer> then) {
        readNewest(stream, count, -1, then);
    }

    private void readNewest(String stream, int count, long seen, Consumer<ReadAnswer> then) {
        read(new ReadRequest(stream, Long.MAX_VALUE, count), answer -> {
            if (answer instanceof ReadAnswer.Page page
                    && !page.events().isEmpty()
                    && page.events().get(0).revision() > seen
                    && page.events().get(0).revision() < page.head()) {
                readNewest(stream, count, page.events().get(0).revision(), then);
            } else {
                then.accept(answer);
            }
        });
    }

    /** Reads also before {@link #open}, to find out whether this is the right database. */
    void check(ReadRequest request, Consumer<ReadAnswer> then) {
        checks.ask(request, then);
    }

    boolean takes(String stream, long bytes) {
        if (!throttle.isFree()) {
            window.satisfied(); // it is not the window that holds it back
            return false;
        }
        return ledger.takes(stream, bytes);
    }

    /** Nothing waits that could be sent. */
    void satisfied() {
        window.satisfied();
    }

    /** What of the window is in force. */
    SendWindow.Size size() {
        return window.size();
    }

    /** Most events that one request may have now. */
    int mostTogether() {
        return Math.min(window.size().batchEvents(), throttle.mostEvents());
    }

    /** Most bytes of the same, though a single event always may. */
    long mostBytes() {
        return throttle.mostBytes();
    }

    /** Connected, not yet checked: reads and writes wait, or the answers of another database would decide. */
    void connected() {
        checks.connected();
    }

    /** Checked: writes go out. */
    void open() {
        connector.progressed();
        destination.spread(window.size().connections());
        if (!ledger.isOpen()) {
            questions.connected();
        }
        ledger.open();
    }

    void lost(Failure why) {
        ledger.close();
        checks.disconnected();
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
        destination.spread(window.size().connections());
    }

    void answered(long id, ReadAnswer answer) {
        if (answer instanceof ReadAnswer.Page page) {
            pages.came(page.events());
        }
        checks.answered(id, answer);
        questions.answered(id, answer);
    }

    /** Ends the connection for good. */
    void stop() {
        connector.stop();
        ledger.close();
        checks.disconnected();
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
        Obstacle check = checks.obstacle();
        return check != null ? check : questions.obstacle();
    }

    /** Since when no write was decided, as long as there are any to decide. */
    long quietSince() {
        return ledger.quietSince();
    }

    /** Whether it owes no decision of a write since before {@code since}. */
    boolean decides(long since) {
        return ledger.isOpen() && (ledger.isEmpty() || ledger.quietSince() > since);
    }

    /** Whether a decision about the stream is kept back. */
    boolean isResting(String stream) {
        return ledger.isResting(stream);
    }

    boolean isOpen() {
        return ledger.isOpen();
    }

    int unanswered() {
        return ledger.size();
    }

    boolean isQuiet() {
        return ledger.isEmpty() && checks.isEmpty() && questions.isEmpty();
    }
}
