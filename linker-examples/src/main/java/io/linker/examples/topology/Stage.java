package io.linker.examples.topology;

import com.eventstore.dbclient.DeleteStreamOptions;
import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerTopology;
import io.linker.event.SkipReason;
import io.linker.examples.shop.Pace;
import io.linker.status.LinkStatus;
import io.linker.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Shows one topology: an embedded node for each database, the links, applications that write to the nodes, and ways between
 * links and nodes that can be cut. For one thread.
 */
public final class Stage implements AutoCloseable {
    private static final Duration TO_WRITE = Duration.ofMinutes(10);
    private static final Duration TO_CATCH_UP = Duration.ofMinutes(2);

    private final Map<String, Site> sites = new LinkedHashMap<>();
    private final Map<String, FaultProxy> ways = new TreeMap<>();
    private final Map<String, Long> written = new TreeMap<>();
    private final Script script;
    private final LinkerTopology links;

    /**
     * How a topology is shown.
     *
     * @param events how many events are written in all; at least one each time an application writes
     * @param rate how many a second in all; 0 for as fast as it goes
     */
    public record Script(Topology topology, long events, int rate, Audience audience) {}

    /** Builds everything; nothing is linked before {@link #play}. */
    public Stage(Script script) {
        this.script = script;
        try {
            script.topology().databases().forEach(name -> sites.put(name, Site.start()));
            this.links = script.topology().links(this).build();
        } catch (RuntimeException failed) {
            closeSites();
            throw failed;
        }
    }

    /** Starts the links, lets happen what is to happen, and tells what holds in the end. */
    public Verdict play() throws InterruptedException {
        try {
            links.start().join();
        } catch (CompletionException failed) {
            throw new StageException("the links cannot start: " + failed.getCause(), failed);
        }
        var verdict = new Verdict();
        script.topology().play(this, verdict);
        return verdict;
    }

    /** How the links are. */
    public List<LinkStatus> links() {
        return links.status();
    }

    /** How links reach a database: over a way that can be cut. */
    LinkerConnectionBuilder database(String name) {
        return database(name, name);
    }

    /** The same over a way with a name of its own, which can be cut alone. */
    LinkerConnectionBuilder database(String name, String way) {
        int port = site(name).store().port();
        FaultProxy proxy = ways.computeIfAbsent(way, unknown -> FaultProxy.to("127.0.0.1", port));
        return LinkerConnectionBuilder.parse("esdb://127.0.0.1:" + proxy.port() + "?tls=false", name);
    }

    /** Lets applications in these databases write, at the same time and to the same streams, a part of all events together. */
    void write(double part, String... databases) throws InterruptedException {
        long each = Math.max(1, Math.round(script.events() * part / databases.length));
        var pace = new Pace(script.rate() == 0 ? 0 : Math.max(1, script.rate() / databases.length));
        print("applications write to " + String.join(", ", databases) + ": " + each + " events each");
        List<Application> applications = new ArrayList<>();
        for (String database : databases) {
            var application = new Application(database, site(database).client(), written.getOrDefault(database, 0L));
            application.start(each, pace);
            applications.add(application);
        }
        boolean all = script.audience().watch(this::links, bound -> await(applications, bound), TO_WRITE);
        applications.forEach(Application::stop);
        if (!all) {
            throw new StageException("ended before the applications had written everything", null);
        }
        applications.forEach(application -> written.put(application.database(), application.next()));
    }

    private static boolean await(List<Application> applications, Duration bound) throws InterruptedException {
        for (Application application : applications) {
            if (!application.await(bound)) {
                return false;
            }
        }
        return true;
    }

    /** How many events the applications wrote, by database. */
    Map<String, Long> written() {
        return Map.copyOf(written);
    }

    /** Cuts the way to a database; its applications go on. */
    void cut(String way) {
        print("cut: " + way);
        way(way).refuse().resetAll();
    }

    /** Opens the way again. */
    void heal(String way) {
        print("healed: " + way);
        way(way).heal();
    }

    /** Waits until everything is everywhere. */
    void catchUp() throws InterruptedException {
        catchUp("all links", () -> links.awaitCaughtUp(TO_CATCH_UP));
    }

    /** Waits until one link after the other has delivered everything: what a way along them brings. */
    void catchUp(String... along) throws InterruptedException {
        catchUp(String.join(", ", along), () -> {
            boolean all = true;
            for (String link : along) {
                all &= links.link(link).awaitCaughtUp(TO_CATCH_UP);
            }
            return all;
        });
    }

    private void catchUp(String what, Callable<Boolean> wait) throws InterruptedException {
        print("waiting until caught up: " + what);
        var waiting = new FutureTask<>(wait);
        var thread = new Thread(waiting, "catch-up");
        thread.setDaemon(true);
        thread.start();
        try {
            boolean seen = script.audience().watch(this::links, bound -> isDone(waiting, bound), TO_CATCH_UP);
            if (!seen || !waiting.get()) {
                throw new StageException("ended before the links had caught up: " + links.status(), null);
            }
        } catch (ExecutionException failed) {
            throw new StageException("a link ended: " + failed.getCause(), failed);
        } finally {
            thread.interrupt();
        }
    }

    private static boolean isDone(Future<?> waiting, Duration bound) throws InterruptedException {
        try {
            waiting.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            return true;
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    /** Deletes a stream, as an application may. */
    void deleteAStream(String database) throws InterruptedException {
        print("an application deletes " + Booking.account(0) + " in " + database);
        try {
            site(database)
                    .client()
                    .deleteStream(Booking.account(0), DeleteStreamOptions.get())
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new StageException("cannot delete in " + database + ": " + failed.getMessage(), failed);
        }
    }

    Contents contents(String database) throws InterruptedException {
        return Contents.read(database, site(database).client());
    }

    /** How many events all links appended behind others that their writers did not know. */
    long conflicts() {
        return links().stream().mapToLong(LinkStatus::conflicts).sum();
    }

    /** How many events all links skipped for this reason. */
    public long skipped(SkipReason reason) {
        return links().stream()
                .mapToLong(link -> link.skipped().getOrDefault(reason, 0L))
                .sum();
    }

    private void print(String line) {
        script.audience().print(line);
    }

    private Site site(String name) {
        return Objects.requireNonNull(sites.get(name), () -> "no database is called " + name);
    }

    private FaultProxy way(String name) {
        return Objects.requireNonNull(ways.get(name), () -> "no way is called " + name);
    }

    /** Closes the links, the ways, then the databases. */
    @Override
    public void close() {
        links.close();
        closeSites();
    }

    private void closeSites() {
        ways.values().forEach(FaultProxy::close);
        sites.values().forEach(Site::close);
    }
}
