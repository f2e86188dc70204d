package io.linker.internal.engine;

import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Questions to one end that are asked again until they are answered: after a failure, and on every new connection. Whoever
 * asks hears only answers that mean something. At most {@code maxAsked} are under way at once.
 *
 * @param <Q> question
 * @param <A> answer
 */
final class Questions<Q, A> {
    /** Puts a question on the wire. */
    interface Wire<Q> {
        void ask(long id, Q question);
    }

    private static final class Open<Q, A> {
        final long id;
        final Q question;
        final Consumer<A> then;

        @Nullable
        Obstacle obstacle;

        Open(long id, Q question, Consumer<A> then) {
            this.id = id;
            this.question = question;
            this.then = then;
        }
    }

    private final Map<Long, Open<Q, A>> asked = new LinkedHashMap<>();
    private final Queue<Open<Q, A>> queued = new ArrayDeque<>();
    private final Ids ids;
    private final IntSupplier maxAsked;
    private final Wire<Q> wire;
    private final Function<A, @Nullable String> failed;
    private final Agenda agenda;
    private final Backoff backoff;
    private boolean connected;

    /** {@code failed} tells of an answer that is none why; null for one that means something. */
    Questions(
            Ids ids,
            IntSupplier maxAsked,
            Wire<Q> wire,
            Function<A, @Nullable String> failed,
            Agenda agenda,
            Backoff backoff) {
        this.ids = ids;
        this.maxAsked = maxAsked;
        this.wire = wire;
        this.failed = failed;
        this.agenda = agenda;
        this.backoff = backoff;
    }

    void ask(Q question, Consumer<A> then) {
        queued.add(new Open<>(ids.next(), question, then));
        askMore();
    }

    void connected() {
        connected = true;
        List.copyOf(asked.values()).forEach(open -> wire.ask(open.id, open.question));
        askMore();
    }

    void disconnected() {
        connected = false;
    }

    void answered(long id, A answer) {
        Open<Q, A> open = asked.get(id);
        if (open == null) {
            return;
        }
        String why = failed.apply(answer);
        if (why != null) {
            open.obstacle = new Obstacle(open.obstacle == null ? agenda.now() : open.obstacle.since(), why);
            agenda.in(backoff.next(), () -> askAgain(id));
            return;
        }
        backoff.reset();
        asked.remove(id);
        open.then.accept(answer);
        askMore();
    }

    /** The question that has failed for longest; null where none fails. */
    @Nullable
    Obstacle obstacle() {
        return asked.values().stream()
                .map(open -> open.obstacle)
                .filter(Objects::nonNull)
                .min(Comparator.comparingLong(Obstacle::since))
                .orElse(null);
    }

    boolean isEmpty() {
        return asked.isEmpty() && queued.isEmpty();
    }

    private void askAgain(long id) {
        Open<Q, A> open = asked.get(id);
        if (open != null && connected) {
            wire.ask(id, open.question);
        }
    }

    private void askMore() {
        while (connected && asked.size() < maxAsked.getAsInt() && !queued.isEmpty()) {
            Open<Q, A> next = queued.remove();
            asked.put(next.id, next);
            wire.ask(next.id, next.question);
        }
    }
}
