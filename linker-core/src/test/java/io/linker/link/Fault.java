package io.linker.link;

import static io.linker.link.Fault.Course.GOES_ON;
import static io.linker.link.Fault.Course.STANDS_STILL;
import static io.linker.link.Fault.Course.STOPS;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy.Direction;
import io.linker.testkit.faults.AppendFaults;
import io.linker.testkit.faults.CountedFault;
import io.linker.testkit.faults.SubscriptionFaults;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/** What can go wrong with one end of a link: a line for each, with the ends where it can, and what the link then does. */
@SuppressWarnings("ImmutableEnumChecker") // the lambdas keep nothing
enum Fault {
    REFUSED(both(), STANDS_STILL, site -> {
        site.way().refuse().resetAll();
        return site.way()::heal;
    }),
    RESET(both(), GOES_ON, site -> healed(site.way()::resetAll)),
    RESET_WITH_THE_OTHER_END(
            origin(),
            GOES_ON,
            site -> healed(() -> {
                site.way().resetAll();
                site.other().way().resetAll();
            })),
    ANSWERS_LOST(both(), STANDS_STILL, site -> {
        site.way().swallow(Direction.TO_CLIENT);
        return site.way()::heal;
    }),
    REQUESTS_LOST(both(), STANDS_STILL, site -> {
        site.way().swallow(Direction.TO_SERVER);
        return site.way()::heal;
    }),
    STALLED(both(), STANDS_STILL, site -> {
        site.way().stall();
        return site.way()::resume;
    }),
    SLOW(both(), GOES_ON, site -> {
        site.way().bandwidth(200_000);
        return site.way()::heal;
    }),
    LATENCY_STEP(both(), GOES_ON, site -> {
        site.way().delay(Duration.ofMillis(150));
        return site.way()::heal;
    }),
    KILLED(both(), STANDS_STILL, site -> {
        site.kill();
        return site::restart;
    }),
    KILLED_AND_BACK_AT_ONCE(both(), GOES_ON, site -> {
        site.kill();
        return healed(site::restart);
    }),
    SHUTTING_DOWN(destination(), GOES_ON, site -> {
        var openCalls = site.node().faults().shutDown();
        return () -> {
            openCalls.close();
            site.restart();
        };
    }),
    SHUT_DOWN_IN_TWO_STEPS(both(), STANDS_STILL, site -> {
        site.node().faults().shutDown().close();
        return site::restart;
    }),
    HANGING(both(), STANDS_STILL, site -> site.node().faults().hang()::close),
    CLOCK_SET_BACK(both(), GOES_ON, site -> clockSet(site, Duration.ofHours(-1))),
    CLOCK_SET_FORWARD(both(), GOES_ON, site -> clockSet(site, Duration.ofHours(1))),
    RIGHTS_REVOKED(both(), STOPS, site -> {
        site.revoke();
        return site::giveBack;
    }),

    SUBSCRIPTION_TOO_SLOW(origin(), GOES_ON, site -> subscription(site, SubscriptionFaults::endAsTooSlow)),
    SUBSCRIPTION_CANCELLED(origin(), GOES_ON, site -> subscription(site, SubscriptionFaults::cancel)),
    SUBSCRIPTION_COMPLETED(origin(), GOES_ON, site -> subscription(site, SubscriptionFaults::complete)),
    SUBSCRIPTION_UNAVAILABLE(origin(), GOES_ON, site -> subscription(site, SubscriptionFaults::endAsUnavailable)),
    SUBSCRIPTION_TIMED_OUT(origin(), GOES_ON, site -> subscription(site, ends -> ends.fail(Status.DEADLINE_EXCEEDED))),
    SUBSCRIPTION_UNKNOWN(origin(), GOES_ON, site -> subscription(site, ends -> ends.fail(Status.UNKNOWN))),
    SUBSCRIPTION_SILENT(origin(), GOES_ON, site -> subscription(site, SubscriptionFaults::stall)),
    SUBSCRIPTIONS_NOT_READY(origin(), STANDS_STILL, site -> {
        Status notReady = Status.UNAVAILABLE.withDescription("Server Is Not Ready");
        var later = site.node().faults().subscriptions().next(Integer.MAX_VALUE).fail(notReady);
        site.node().faults().subscriptions().fail(notReady);
        return later::close;
    }),
    LOST_LEADERSHIP(
            origin(), GOES_ON, site -> subscription(site, ends -> ends.endAsFollowerOf("127.0.0.1", Site.deadPort()))),

    NO_LEADER_RIGHT_HINT(
            destination(), GOES_ON, site -> follower(site, site.node().port())),
    NO_LEADER_STALE_HINT(destination(), STANDS_STILL, site -> {
        EmbeddedEventStore other = EmbeddedEventStore.start();
        Heal heal = follower(site, other.port());
        other.faults().followerOf("127.0.0.1", site.way().port());
        return () -> {
            heal.heal();
            other.close();
        };
    }),
    NO_LEADER_DEAD_HINT(destination(), STANDS_STILL, site -> follower(site, Site.deadPort())),
    NOT_READY(destination(), STANDS_STILL, site -> site.node().faults().notReady()::close),
    DISK_FULL(
            destination(), STANDS_STILL, site -> site.node().faults().appends().refuseAsDiskFull()::close),
    COMMITTED_BUT_TIMED_OUT(destination(), GOES_ON, site -> writes(site, 3, AppendFaults::commitButTimeOut)),
    TIMED_OUT(destination(), GOES_ON, site -> writes(site, 3, AppendFaults::timeOut)),
    COMMITTED_AND_CUT(destination(), GOES_ON, site -> writes(site, 1, AppendFaults::commitButCut)),
    CUT(destination(), GOES_ON, site -> writes(site, 1, AppendFaults::cut)),
    COMMITTED_AND_NEVER_ANSWERED(destination(), GOES_ON, site -> writes(site, 1, AppendFaults::commitButNeverAnswer)),
    NEVER_ANSWERED(destination(), GOES_ON, site -> writes(site, 1, AppendFaults::neverAnswer)),
    NOTHING_IS_ANSWERED(
            destination(), STANDS_STILL, site -> site.node().faults().appends().neverAnswer()::close),
    ANSWERED_IN_REVERSE(destination(), GOES_ON, site -> writes(site, 200, writes -> writes.answerInReverse(3))),
    CALL_ENDED(destination(), GOES_ON, site -> writes(site, 2, writes -> writes.failCall(Status.UNAVAILABLE))),
    CALL_ENDED_AS_UNKNOWN(destination(), GOES_ON, site -> writes(site, 2, writes -> writes.failCall(Status.UNKNOWN))),
    CHECKPOINT_COMMITTED_BUT_TIMED_OUT(destination(), GOES_ON, site -> stores(site, AppendFaults::commitButTimeOut)),
    CHECKPOINT_COMMITTED_AND_CUT(destination(), GOES_ON, site -> stores(site, AppendFaults::commitButCut)),
    DOCUMENT_COMMITTED_BUT_TIMED_OUT(destination(), GOES_ON, site -> documents(site, AppendFaults::commitButTimeOut)),
    DOCUMENT_TIMED_OUT(destination(), GOES_ON, site -> documents(site, AppendFaults::timeOut)),
    DOCUMENT_COMMITTED_AND_CUT(destination(), GOES_ON, site -> documents(site, AppendFaults::commitButCut));

    /** What a link does while the fault is there. */
    enum Course {
        /** It delivers, if more slowly. */
        GOES_ON,
        /** It delivers nothing, and says so. */
        STANDS_STILL,
        /** It ends, with a verdict. */
        STOPS
    }

    /** How the fault comes about. */
    interface Strike {
        Heal at(Site site);
    }

    /** How it goes away. */
    interface Heal {
        void heal();
    }

    private final Set<End> ends;
    private final Course course;
    private final Strike strike;

    Fault(Set<End> ends, Course course, Strike strike) {
        this.ends = ends;
        this.course = course;
        this.strike = strike;
    }

    Set<End> ends() {
        return ends;
    }

    Course course() {
        return course;
    }

    /** The fault is there when this returns. */
    Heal strike(Site site) {
        return strike.at(site);
    }

    private static Set<End> both() {
        return EnumSet.allOf(End.class);
    }

    private static Set<End> origin() {
        return EnumSet.of(End.ORIGIN);
    }

    private static Set<End> destination() {
        return EnumSet.of(End.DESTINATION);
    }

    /** A fault of a moment. */
    private static Heal healed(Runnable moment) {
        moment.run();
        return () -> {};
    }

    private static Heal clockSet(Site site, Duration by) {
        site.clock().step(by);
        return () -> site.clock().step(Duration.ZERO);
    }

    private static Heal subscription(Site site, Function<SubscriptionFaults, CountedFault> what) {
        return struck(what.apply(site.node().faults().subscriptions()), 1);
    }

    private static Heal writes(Site site, int number, Function<AppendFaults, CountedFault> what) {
        return struck(what.apply(site.node().faults().appends().next(number)), number);
    }

    private static Heal stores(Site site, Function<AppendFaults, CountedFault> what) {
        AppendFaults stores = site.node().faults().appends().to(stream -> stream.startsWith("linker-checkpoint-"));
        return struck(what.apply(stores.next(2)), 2);
    }

    /** Of stream metadata or a soft delete, which is a document, too. */
    private static Heal documents(Site site, Function<AppendFaults, CountedFault> what) {
        AppendFaults documents =
                site.node().faults().appends().to(stream -> stream.startsWith("$$") && !stream.startsWith("$$linker-"));
        return struck(what.apply(documents.next(1)), 1);
    }

    private static Heal struck(CountedFault fault, int times) {
        await().atMost(Pair.PATIENCE).until(() -> fault.times() >= times);
        return fault::close;
    }

    /** A node that is not the leader stands at the link's address and names this port of this machine for the leader. */
    private static Heal follower(Site site, int leader) {
        EmbeddedEventStore follower = site.usurper();
        follower.faults().followerOf("127.0.0.1", leader);
        return () -> {
            site.leadBack();
            follower.close();
        };
    }
}
