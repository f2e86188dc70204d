package io.linker.testkit.internal.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/** The one thread that carries all bytes and owns all state; everybody else hands it changes and waits for them. */
public final class ProxyLoop {
    private static final long CHANGE_TIMEOUT_SECONDS = 10;
    private static final long MILLI = 1_000_000;
    /** A selector waits whole milliseconds; the rest is slept in steps that hardly delay a byte that comes meanwhile. */
    private static final long STEP = 100_000;

    private interface Change {
        void apply() throws IOException;
    }

    private record Pending(Change change, CompletableFuture<Void> done) {}

    private final Selector selector;
    private final Listener listener;
    private final Traffic traffic = new Traffic();
    private final Queue<Pending> changes = new ConcurrentLinkedQueue<>();
    private final List<ProxiedConnection> connections = new ArrayList<>();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(256 << 10);
    private final Thread thread;
    private InetSocketAddress target;
    private Conditions conditions = Conditions.CLEAR;
    private volatile boolean closed;

    public ProxyLoop(InetSocketAddress target) {
        this.target = target;
        try {
            selector = Selector.open();
            listener = new Listener(selector);
            thread = new Thread(this::run, "fault-proxy-" + listener.port());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        try {
            return listener.port();
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy is closed", e);
        }
    }

    public Traffic traffic() {
        return traffic;
    }

    public void change(UnaryOperator<Conditions> change) {
        perform(() -> conditions = change.apply(conditions));
    }

    public void retarget(InetSocketAddress next) {
        perform(() -> target = next);
    }

    public void accept() {
        perform(listener::open);
    }

    public void refuse() {
        perform(listener::close);
    }

    public void resetAll() {
        perform(() -> connections.forEach(ProxiedConnection::reset));
    }

    /** Resets what is open and gives the port back. May be called twice. */
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(CHANGE_TIMEOUT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void perform(Change change) {
        var done = new CompletableFuture<Void>();
        changes.add(new Pending(change, done));
        selector.wakeup();
        if (closed) {
            throw new IllegalStateException("the proxy is closed");
        }
        try {
            done.get(CHANGE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the proxy was changed", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the proxy could not be changed", e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                applyChanges();
                select(advanceAll());
                handleReadyKeys();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            shutDown();
        }
    }

    private void applyChanges() throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        var applied = new ArrayList<CompletableFuture<Void>>();
        for (Pending next = changes.poll(); next != null; next = changes.poll()) {
            try {
                next.change().apply();
                applied.add(next.done());
            } catch (IOException | RuntimeException e) {
                next.done().completeExceptionally(e);
            }
        }
        selector.selectNow(); // a closed channel lives on until the selector has dropped its key
        applied.forEach(done -> done.complete(null));
    }

    private long advanceAll() {
        long now = System.nanoTime();
        long wakeAt = Long.MAX_VALUE;
        for (ProxiedConnection connection : connections) {
            wakeAt = Math.min(wakeAt, connection.advance(conditions, now));
        }
        if (connections.removeIf(connection -> !connection.isOpen())) {
            traffic.open().set(connections.size());
        }
        return wakeAt == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, wakeAt - now);
    }

    private void select(long nanos) throws IOException {
        if (nanos == Long.MAX_VALUE) {
            selector.select();
        } else if (nanos >= MILLI) {
            selector.select(nanos / MILLI);
        } else {
            LockSupport.parkNanos(Math.min(nanos, STEP));
            selector.selectNow();
        }
    }

    private void handleReadyKeys() throws IOException {
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof ProxiedConnection connection) {
                connection.ready(key, scratch, conditions, now);
            } else {
                acceptWaiting();
            }
        }
        selector.selectedKeys().clear();
    }

    private void acceptWaiting() throws IOException {
        for (SocketChannel next = listener.accept(); next != null; next = listener.accept()) {
            try {
                connections.add(ProxiedConnection.open(selector, next, target, traffic));
            } catch (IOException e) {
                next.close(); // the client went away before it was accepted
            }
            traffic.connections().incrementAndGet();
            traffic.open().set(connections.size());
        }
    }

    private void shutDown() {
        connections.forEach(ProxiedConnection::reset);
        traffic.open().set(0);
        changes.forEach(change -> change.done().completeExceptionally(new IllegalStateException("closed")));
        try {
            listener.release();
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
