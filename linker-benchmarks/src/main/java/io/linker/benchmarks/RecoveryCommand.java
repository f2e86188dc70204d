package io.linker.benchmarks;

import com.eventstore.dbclient.EventStoreDBClientSettings;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent.RecordedEvent;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.benchmarks.copy.LinkCopier;
import io.linker.benchmarks.ends.Appends;
import io.linker.benchmarks.ends.Databases;
import io.linker.benchmarks.ends.EmbeddedDatabases;
import io.linker.benchmarks.ends.Load;
import io.linker.benchmarks.ends.Scene;
import io.linker.benchmarks.ends.Subscription;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.origin.StartFrom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a link does first when it has lost its position, or part of it. */
@Command(
        name = "recovery",
        mixinStandardHelpOptions = true,
        description =
                "Restarts a link whose checkpoint is gone or set back, with one new event behind everything it has copied.")
final class RecoveryCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final String NEW = "load-new";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--lanes", defaultValue = "100000", description = "Streams (default: ${DEFAULT-VALUE}).")
    private int lanes;

    @Override
    public Integer call() throws Exception {
        String machine = Machine.describe(spec.commandLine().getParseResult().originalArgs());
        var table =
                new Table("settings", "checkpoint", "first new event at the destination", "caught up", "reads there");
        try (Databases databases = EmbeddedDatabases.start("2g", null)) {
            for (boolean exact : new boolean[] {false, true}) {
                // Two events in each stream: the second half of the origin holds no first ones, which need no question.
                Scene scene = databases.scene(new Load(2 * lanes, 256, lanes), 0);
                Settings settings = exact ? Settings.exactCopy() : Settings.defaults();
                new LinkCopier("first", settings).copy(scene, LONGEST);
                Position half = half(scene);
                String name = exact ? "exact" : "defaults";
                restart(scene, settings, table, name, "gone");
                restart(
                        scene,
                        settings.with(StartFrom.after(new OriginPosition.All(half))),
                        table,
                        name,
                        "set back by half");
            }
        }
        System.out.println(machine + "; " + lanes + " streams of two events");
        System.out.println();
        System.out.print(table);
        return 0;
    }

    private Position half(Scene scene) throws Exception {
        var seen = new AtomicLong();
        var half = new CompletableFuture<Position>();
        try (var all = Subscription.open(scene.origin(), scene.after(), event -> {
            if (seen.incrementAndGet() == lanes) {
                half.complete(new Position(event.getCommitPosition(), event.getPreparePosition()));
            }
        })) {
            all.ask(lanes);
            return half.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void restart(Scene scene, Settings settings, Table table, String name, String checkpoint) throws Exception {
        var reads = new Reads();
        var arrived = new CompletableFuture<Long>();
        String stream = NEW + "-" + name + checkpoint.length();
        try (var writer = new Appends(scene.origin());
                var reader = Subscription.open(
                        scene.destination(),
                        Subscription.end(scene.destination()),
                        event -> see(event, stream, arrived));
                LinkerService link = link(scene, settings, name + checkpoint.length(), reads)) {
            reader.ask(Integer.MAX_VALUE);
            writer.send(0, stream, -1, new Load(1, 256, 1).data());
            writer.settle();
            long start = System.nanoTime();
            link.start().get(30, TimeUnit.SECONDS);
            boolean caughtUp = link.awaitCaughtUp(LONGEST);
            double all = (System.nanoTime() - start) / 1e9;
            double first = (arrived.get(1, TimeUnit.SECONDS) - start) / 1e9;
            table.row(
                    name,
                    checkpoint,
                    "%.1f s".formatted(first),
                    caughtUp ? "%.1f s".formatted(all) : "no",
                    "%,d".formatted(reads.count.get()));
        }
    }

    private static void see(RecordedEvent event, String stream, CompletableFuture<Long> arrived) {
        if (event.getStreamIdentifier().getStreamName().toStringUtf8().equals(stream)) {
            arrived.complete(System.nanoTime());
        }
    }

    private static LinkerService link(Scene scene, Settings settings, String name, Reads reads) {
        EventStoreDBClientSettings destination = EventStoreDBClientSettings.builder()
                .addHost(scene.destination().host(), scene.destination().port())
                .tls(false)
                .addInterceptor(reads)
                .buildConnectionSettings();
        return LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(scene.origin().connectionString(), "origin"))
                .destination(LinkerConnectionBuilder.of(destination, "destination"))
                .name("again-" + name)
                .settings(settings)
                .build();
    }

    /** Counts reads. */
    private static final class Reads implements ClientInterceptor {
        private final AtomicLong count = new AtomicLong();

        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            if ("Read".equals(method.getBareMethodName())) {
                count.incrementAndGet();
            }
            return next.newCall(method, options);
        }
    }
}
