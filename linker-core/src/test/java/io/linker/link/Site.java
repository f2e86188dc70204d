package io.linker.link;

import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import io.linker.testkit.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One end of a link that gets into trouble: a node with users that keeps its events in files, and two ways to it, one for the
 * link, which can be made bad, and one for the test. Addresses stay when the node comes back on another port.
 */
final class Site implements AutoCloseable {
    private static final String USER = "linker";

    private final Path directory;
    private final Users users = Users.defaults().add(USER, "secret", "$admins");
    private final SteppedClock clock = new SteppedClock();
    private final FaultProxy way;
    private final FaultProxy testsWay;
    private EmbeddedEventStore node;
    private @Nullable Site other;

    private Site(Path directory) {
        this.directory = directory;
        this.node = start();
        this.way = FaultProxy.to("127.0.0.1", node.port());
        this.testsWay = FaultProxy.to("127.0.0.1", node.port());
    }

    static Site in(Path directory) {
        return new Site(directory);
    }

    void facing(Site theOther) {
        other = theOther;
    }

    /** The site at the other end. */
    Site other() {
        return Objects.requireNonNull(other);
    }

    private EmbeddedEventStore start() {
        return EmbeddedEventStore.builder()
                .directory(directory)
                .users(users)
                .clock(clock)
                .start();
    }

    /** The link's way to the node. */
    FaultProxy way() {
        return way;
    }

    EmbeddedEventStore node() {
        return node;
    }

    SteppedClock clock() {
        return clock;
    }

    /** What the link connects with. */
    String uri() {
        return "esdb://" + USER + ":secret@127.0.0.1:" + way.port()
                + "?tls=false&defaultDeadline=1000&gossipTimeout=1000";
    }

    /** What the test connects with. */
    String testsUri() {
        return "esdb://127.0.0.1:" + testsWay.port() + "?tls=false";
    }

    /** The link's user is refused from the next call on, and has to make one. */
    void revoke() {
        users.disable(USER);
        way.resetAll();
    }

    void giveBack() {
        users.enable(USER);
    }

    /** The node is gone without a word. */
    void kill() {
        way.refuse().resetAll();
        node.faults().cutConnections();
        node.close();
    }

    /** Comes back from its files. */
    void restart() {
        node.close();
        node = start();
        testsWay.retarget("127.0.0.1", node.port()).resetAll();
        way.retarget("127.0.0.1", node.port()).resetAll().accept();
    }

    /** Another node in this one's place, of which it knows nothing; the link is led there. */
    EmbeddedEventStore usurper() {
        EmbeddedEventStore other =
                EmbeddedEventStore.builder().users(users).clock(clock).start();
        way.retarget("127.0.0.1", other.port()).resetAll();
        return other;
    }

    /** Leads the link to the node again. */
    void leadBack() {
        way.retarget("127.0.0.1", node.port()).resetAll();
    }

    /** A port where nobody listens: taken and given back just now. */
    static int deadPort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        way.close();
        testsWay.close();
        node.close();
    }
}
