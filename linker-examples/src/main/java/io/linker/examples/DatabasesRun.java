package io.linker.examples;

import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.origin.StopAt;
import io.linker.status.LinkStatus;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ExitCode;

/** A link between two databases that are there already. */
final class DatabasesRun implements Callable<Integer> {
    private final LinkOptions options;
    private final RunCommand.Databases databases;
    private final LinkFollower follower;

    DatabasesRun(LinkOptions options, RunCommand.Databases databases, LinkFollower follower) {
        this.options = options;
        this.databases = databases;
        this.follower = follower;
    }

    @Override
    public Integer call() throws InterruptedException {
        StopAt stopAt = databases.stopAtHead ? StopAt.head() : StopAt.never();
        Settings settings = databases.refined(options.settings()).with(stopAt);
        LinkerServiceBuilder builder = options.link(databases.origin, databases.destination, settings)
                .share(databases.share.index(), databases.share.count());
        copy(builder);
        return databases.compare ? follower.compare(builder) : ExitCode.OK;
    }

    private void copy(LinkerServiceBuilder builder) throws InterruptedException {
        try (LinkerService link = builder.build()) {
            CompletableFuture<Void> started = link.start();
            follower.followUntil(link, started::isCompletedExceptionally);
            follower.end(link);
            LinkStatus end = link.status();
            follower.print("link " + end.link() + " stopped: " + StatusLine.counts(end));
        }
    }
}
