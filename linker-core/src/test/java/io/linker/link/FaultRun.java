package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.link.Fault.Heal;
import io.linker.status.LinkState;
import java.time.Duration;

/** One fault at one end of one link: it comes and goes; it comes again and the link is closed meanwhile; then all is compared. */
final class FaultRun {
    private static final Duration RECOVERY = Duration.ofSeconds(30);
    private static final Duration NOTICED = Duration.ofSeconds(20);
    /** So long at least is trouble told once it is told at all: attempts to end it are no good news. */
    private static final Duration TOLD = Duration.ofSeconds(2);
    /** As {@link LinkerService#close} documents it. */
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(15);

    private final Fault fault;
    private final End end;
    private final Settings settings;
    private final Scene scene;

    FaultRun(Fault fault, End end, Settings settings, Scene scene) {
        this.fault = fault;
        this.end = end;
        this.settings = settings;
        this.scene = scene;
    }

    void run() throws InterruptedException {
        try (Writer writer = Writer.start(scene.pair)) {
            comesAndGoes(writer);
            comesWhenTheLinkIsClosed();
        }
        Pair.copy(scene.link(settings));
        scene.assertFaithful(settings);
    }

    private void comesAndGoes(Writer writer) {
        LinkerService link = Pair.started(scene.link(settings));
        try (StatusSampler sampler = StatusSampler.of(link, writer)) {
            delivers(link, 50);
            Heal heal = fault.strike(scene.at(end));
            try {
                takesItsCourse(link);
            } finally {
                heal.heal();
            }
            if (!link.status().state().isOver()) {
                recovers(link);
            }
            sampler.assertHonest();
        } finally {
            closes(link);
        }
    }

    private void comesWhenTheLinkIsClosed() {
        LinkerService link = Pair.started(scene.link(settings));
        try {
            delivers(link, 50);
            Heal heal = fault.strike(scene.at(end));
            try {
                closes(link);
                scene.assertNothingLeft();
            } finally {
                heal.heal();
            }
        } finally {
            link.close();
        }
    }

    private void takesItsCourse(LinkerService link) {
        switch (fault.course()) {
            case GOES_ON -> delivers(link, 50);
            case STANDS_STILL -> {
                await().atMost(NOTICED)
                        .during(TOLD)
                        .untilAsserted(() -> assertThat(link.status().state())
                                .as(() -> link.status().toString())
                                .isEqualTo(LinkState.RETRYING));
                assertThat(link.status().reason()).isNotEmpty();
            }
            case STOPS -> Verdicts.assertStops(link, StopReason.AUTHENTICATION);
        }
    }

    private static void recovers(LinkerService link) {
        delivers(link, 50);
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(link.status().state())
                        .as(() -> link.status().toString())
                        .isEqualTo(LinkState.LIVE));
        assertThat(link.status().reason()).isEmpty();
    }

    private static void delivers(LinkerService link, long more) {
        long target = link.status().delivered() + more;
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(link.status().delivered())
                        .as(() -> link.status().toString())
                        .isGreaterThanOrEqualTo(target));
    }

    private static void closes(LinkerService link) {
        long began = System.nanoTime();
        link.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThanOrEqualTo(CLOSE_BOUND);
    }
}
