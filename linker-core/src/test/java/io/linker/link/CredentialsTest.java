package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.esdb.Credentials;
import io.linker.link.Database.Event;
import io.linker.status.LinkState;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.Users;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Credentials that change, come late or do not come. */
@Timeout(60)
class CredentialsTest {
    private static final Settings QUICK =
            Settings.defaults().with(Settings.Connecting.DEFAULTS.withTimeout(Duration.ofSeconds(15)));

    private final Users users = Users.defaults();
    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode =
            EmbeddedEventStore.builder().users(users).start();
    private final Pair pair = new Pair(
            originNode.connectionString(),
            destinationNode.connectionString().replace("esdb://", "esdb://ops:changeit@"));
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void close() {
        end.countDown();
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private LinkerService linkAs(Supplier<Optional<Credentials>> user) {
        String uri = destinationNode.connectionString() + "&defaultDeadline=500";
        return pair.link(QUICK)
                .destination(
                        LinkerConnectionBuilder.parse(uri, Pair.DESTINATION).credentials(user))
                .build();
    }

    private static LinkerService started(LinkerService link) {
        link.start().join();
        return link;
    }

    private void delivers(LinkerService link) {
        long before = link.status().delivered();
        pair.origin.append(pair.stream("1"), Event.of(pair.token + before));
        await().atMost(Pair.PATIENCE).until(() -> link.status().delivered() > before);
    }

    @Test
    void aPasswordThatIsChangedHoldsForOpenCallsAndIsAskedForAtTheNextConnect() {
        try (LinkerService link = started(linkAs(() -> admin("changeit")))) {
            delivers(link);
            users.changePassword("admin", "other");
            delivers(link);
            destinationNode.faults().cutConnections();
            Verdicts.assertStops(link, StopReason.AUTHENTICATION).hasMessageContaining("destination-01");
        }
    }

    @Test
    void whoeverTellsTheNewPasswordInTimeIsTakenBack() {
        var asked = new AtomicInteger();
        Supplier<Optional<Credentials>> rotating = () -> {
            int time = asked.incrementAndGet();
            if (time == 2) {
                throw new IllegalStateException("the vault is sealed");
            }
            return admin(time == 1 || time > 4 ? "changeit" : "stale");
        };
        try (LinkerService link = started(linkAs(rotating))) {
            delivers(link);
            destinationNode.faults().cutConnections();
            delivers(link);
            assertThat(asked).hasValueGreaterThan(4);
        }
    }

    @Test
    void aSupplierThatDoesNotAnswerIsGivenUpShownAndAskedAgain() {
        var shown = new CountDownLatch(1);
        Supplier<Optional<Credentials>> slow = () -> {
            awaitOrInterrupt(shown);
            return admin("changeit");
        };
        try (LinkerService link = linkAs(slow)) {
            var start = link.start();
            await().atMost(Pair.PATIENCE).until(() -> link.status().reason().contains("supplier of credentials"));
            assertThat(link.status().state()).isNotEqualTo(LinkState.FAILED);
            shown.countDown();
            start.join();
            delivers(link);
        }
    }

    private static void awaitOrInterrupt(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aSupplierThatNeverAnswersNeitherKeepsTheLinkFromClosingNorTakesThreadsWithoutEnd() {
        Supplier<Optional<Credentials>> hanging = () -> {
            boolean over = false;
            while (!over) {
                try {
                    over = end.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException deaf) {
                    // as code is that does not care
                }
            }
            return Optional.empty();
        };
        try (LinkerService link = linkAs(hanging)) {
            var unused = link.start();
            await().atMost(Pair.PATIENCE).until(() -> link.status().reason().contains("still hang"));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith(pair.token + "-destination-connect"))
                    .hasSizeLessThanOrEqualTo(6);
        }
    }

    private static Optional<Credentials> admin(String password) {
        return Optional.of(new Credentials("admin", password));
    }
}
