package io.linker.testkit.internal.streams;

import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.log.Registration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * One open subscription: no thread and no buffer of its own, only a cursor. It runs on a pump when there is credit to
 * send, an append it waited for, or a command; a reader without credit costs nothing.
 */
final class Subscription implements Pump.Work, OpenSubscription {
    private static final int TURN = 256;

    private final ReadOut out;
    private final SubscriptionSource source;
    private final Subscriptions open;
    private final Pump pump;
    private @Nullable Registration registration;
    private boolean confirmed;
    private boolean live;
    private boolean over;
    /** Whether an append can help; without credit it cannot. */
    private volatile boolean waitsForEvents;

    private volatile boolean stalled;
    private volatile @Nullable Runnable ending;
    private final Queue<Timed> timed = new ConcurrentLinkedQueue<>();

    private record Timed(long events, Runnable action) {}

    Subscription(ReadOut out, SubscriptionSource source, StreamsContext context) {
        this.out = out;
        this.source = source;
        this.open = context.subscriptions();
        this.pump = new Pump(context.pumps(), this);
    }

    /** The reader has credit, or something else changed. */
    void wake() {
        pump.wake();
    }

    private void appended() {
        if (waitsForEvents) {
            pump.wake();
        }
    }

    @Override
    public boolean advance() {
        if (over || (stalled && ending == null)) {
            return false;
        }
        return ending != null ? end() : !confirmed ? confirm() : sendWhileReady();
    }

    @Override
    public void broke(StatusRuntimeException failure) {
        finish();
        out.fail(failure);
    }

    private boolean confirm() {
        confirmed = true;
        source.start();
        registration = source.register(this::appended);
        out.confirmation(UUID.randomUUID().toString());
        return true;
    }

    private boolean sendWhileReady() {
        waitsForEvents = false;
        for (int i = 0; i < TURN; i++) {
            if (!timed.isEmpty()) {
                doTimed();
            }
            if (stalled || ending != null) {
                return true;
            }
            if (!out.isReady()) {
                noteFallingBehind();
                return false;
            }
            if (!source.sendNext(out, live) && !waitForEvents()) {
                return false;
            }
        }
        return true;
    }

    /** At the end: says so once, then waits; true if an append came in between. */
    private boolean waitForEvents() {
        if (!live) {
            live = true;
            source.beforeCaughtUp(out);
            out.caughtUp();
        }
        waitsForEvents = true;
        return source.lag() > 0;
    }

    private void doTimed() {
        timed.removeIf(next -> {
            boolean due = next.events() <= out.eventsSent();
            if (due) {
                next.action().run();
            }
            return due;
        });
    }

    private void noteFallingBehind() {
        boolean ends = live && open.slowReadersEnd();
        waitsForEvents = ends;
        if (live && source.lag() > SubscriptionSource.LIVE_BUFFER) {
            if (ends) {
                throw Failures.tooSlow();
            }
            live = false;
            source.fellBehind(out);
        }
    }

    private boolean end() {
        Runnable last = ending;
        finish();
        if (last != null) {
            last.run();
        }
        return false;
    }

    private void finish() {
        over = true;
        open.remove(this);
        if (registration != null) {
            registration.close();
        }
    }

    @Override
    public String stream() {
        return source.name();
    }

    @Override
    public void after(long events, Runnable action) {
        timed.add(new Timed(events, action));
        pump.wake();
    }

    @Override
    public void stall() {
        stalled = true;
    }

    @Override
    public void resume() {
        stalled = false;
        pump.wake();
    }

    @Override
    public void fail(StatusRuntimeException failure) {
        endWith(() -> out.fail(failure));
    }

    @Override
    public void complete() {
        endWith(out::complete);
    }

    /** The client is gone; nothing is sent any more. */
    void abandon() {
        endWith(() -> {});
    }

    private void endWith(Runnable last) {
        ending = last;
        pump.wake();
    }
}
