package io.linker.testkit.internal.cluster;

import io.linker.testkit.faults.Fault;
import io.linker.testkit.internal.faults.Refusals;
import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogOptions;
import io.linker.testkit.internal.streams.AppendAnswer;
import io.linker.testkit.internal.streams.Commits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * When a write of a cluster counts. There is one committed log, which every member has a copy of, up to where it has heard. A
 * leader puts writes behind it as a suffix that no reader sees and that is not answered; they are decided in that order and
 * committed once a majority is reached, the leader being one of it. The suffix stays with the member that took it, even if
 * the process ends: it is committed if that member leads again, and truncated when another one does.
 *
 * <p>Answers are given outside the lock. Any thread.
 */
public final class Quorum implements AutoCloseable {
    private static final AppendAnswer NOT_READY = new AppendAnswer.NotReady(Refusals.NOT_READY);
    private static final AppendAnswer STEPPED_DOWN = new AppendAnswer.TimedOut("Request canceled by server");
    private static final AppendAnswer LEADER_DIED = new AppendAnswer.TimedOut("Forwarding timeout");

    /** @param from the member that was asked */
    private record Proposal(
            Copy from,
            Function<EventLog, AppendResult> write,
            @Nullable Consumer<AppendAnswer> answer) {
        Proposal answered() {
            return new Proposal(from, write, null);
        }
    }

    private final EventLog committed;
    private final List<Copy> copies = new ArrayList<>();
    private final Deque<Proposal> suffix = new ArrayDeque<>();
    private @Nullable Copy leader;
    /** Who took the suffix. */
    private @Nullable Copy owner;

    public Quorum(LogOptions options) {
        this.committed = EventLog.open(options);
    }

    /** A further member. */
    public Copy join() {
        synchronized (committed) {
            Copy copy = new Copy(committed);
            copies.add(copy);
            return copy;
        }
    }

    /** Where that member's writes are decided: a member that does not lead passes them on. */
    public Commits commitsOf(Copy from) {
        return (write, answer) -> change(told -> {
            if (!from.isUp()) {
                return;
            }
            if (leader == null) {
                told.add(() -> answer.accept(NOT_READY));
            } else {
                suffix.add(new Proposal(from, write, answer));
            }
        });
    }

    /** Until closed the member neither hears from the others nor is heard. */
    public Fault hold(Copy copy) {
        change(told -> copy.hold(1));
        var held = new AtomicBoolean(true);
        return () -> {
            if (held.getAndSet(false)) {
                change(told -> copy.hold(-1));
            }
        };
    }

    /** The member's process has ended: what it was asked is never answered. */
    public void down(Copy copy) {
        change(told -> {
            copy.down();
            boolean led = copy == leader;
            leader = led ? null : leader;
            answerSuffix(proposal -> proposal.from() == copy || led, LEADER_DIED, told, copy);
        });
    }

    /** The member's process is there again, as a follower. */
    public void restarted(Copy copy) {
        change(told -> copy.restart(committed));
    }

    /** There is no leader any more. What it did not commit is answered as timed out, which says nothing about it. */
    public void stepDown() {
        change(told -> {
            leader = null;
            answerSuffix(proposal -> true, STEPPED_DOWN, told, null);
        });
    }

    /** This member leads. It has all that is committed, for no other is elected; an other member's suffix is truncated. */
    public void lead(Copy copy) {
        change(told -> {
            if (owner != copy) {
                answerSuffix(proposal -> true, STEPPED_DOWN, told, null);
                suffix.clear();
                committed.forgetIds();
            }
            copy.catchUp();
            leader = copy;
            owner = copy;
        });
    }

    /**
     * Answers what waits, and keeps what it would write.
     *
     * @param dead whose callers hear nothing
     */
    private void answerSuffix(
            Predicate<Proposal> which, AppendAnswer answer, List<Runnable> told, @Nullable Copy dead) {
        for (int i = suffix.size(); i > 0; i--) {
            Proposal proposal = suffix.remove();
            Consumer<AppendAnswer> waiting = proposal.answer();
            boolean over = which.test(proposal);
            if (over && waiting != null && proposal.from() != dead) {
                told.add(() -> waiting.accept(answer));
            }
            suffix.add(over ? proposal.answered() : proposal);
        }
    }

    private void change(Consumer<List<Runnable>> change) {
        List<Runnable> told = new ArrayList<>();
        synchronized (committed) {
            change.accept(told);
            commit(told);
        }
        told.forEach(Runnable::run);
    }

    private void commit(List<Runnable> told) {
        while (leader != null && leader.isReached() && isMajorityReached() && !suffix.isEmpty()) {
            Proposal next = suffix.remove();
            AppendResult result = next.write().apply(committed);
            Consumer<AppendAnswer> waiting = next.answer();
            if (waiting != null) {
                told.add(() -> waiting.accept(new AppendAnswer.Done(result)));
            }
        }
        copies.stream().filter(Copy::isReached).forEach(Copy::catchUp);
    }

    private boolean isMajorityReached() {
        return copies.stream().filter(Copy::isReached).count() * 2 > copies.size();
    }

    @Override
    public void close() {
        committed.close();
    }
}
