package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerService;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a link's status all the time while a writer writes: a link that says that it is live, or catching up, moves. It may
 * be wrong for as long as it has patience, and for as long as it takes to ask the origin for its end.
 */
final class StatusSampler implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(20);
    /** A trouble is told when it has lasted 5 s; the origin's end is asked for every 2 s, and the answer has 1 s. */
    private static final Duration MAY_BE_WRONG = Scene.STALL.plusSeconds(8);

    private static final Set<LinkState> MOVING = EnumSet.of(LinkState.LIVE, LinkState.CATCHING_UP);

    private final LinkerService link;
    private final Writer writer;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        var sampler = new Thread(task, "status-sampler");
        sampler.setDaemon(true);
        return sampler;
    });
    private long delivered = -1;
    private long written;
    private long waitingSince = Long.MIN_VALUE;
    private volatile @Nullable LinkStatus lie;

    private final Future<?> looking;

    private StatusSampler(LinkerService link, Writer writer) {
        this.link = link;
        this.writer = writer;
        this.looking = thread.scheduleAtFixedRate(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    static StatusSampler of(LinkerService link, Writer writer) {
        return new StatusSampler(link, writer);
    }

    private void look() {
        long writtenNow = writer.written();
        LinkStatus status = link.status();
        long now = System.nanoTime();
        if (status.delivered() != delivered) {
            delivered = status.delivered();
            written = writtenNow;
            waitingSince = Long.MIN_VALUE;
        } else if (writtenNow > written && waitingSince == Long.MIN_VALUE) {
            waitingSince = now;
        }
        boolean tooLong = waitingSince != Long.MIN_VALUE && now - waitingSince > MAY_BE_WRONG.toNanos();
        if (tooLong && MOVING.contains(status.state()) && lie == null) {
            lie = status;
        }
    }

    void assertHonest() {
        assertThat(looking).isNotDone(); // or it has thrown, and seen nothing since
        assertThat(lie)
                .as("nothing moved for %s, but the status was", MAY_BE_WRONG)
                .isNull();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
