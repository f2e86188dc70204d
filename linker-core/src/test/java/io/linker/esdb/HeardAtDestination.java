package io.linker.esdb;

import io.linker.error.Failure;
import io.linker.event.ServerInfo;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what a destination says; the end apart from the rest, since it cuts in anywhere. */
final class HeardAtDestination implements DestinationListener {
    record Written(long id, WriteAnswer answer) {}

    record Read(long id, ReadAnswer answer) {}

    record Ended(long session, Failure why) {}

    final BlockingQueue<ServerInfo> connected = new LinkedBlockingQueue<>();
    final BlockingQueue<Written> written = new LinkedBlockingQueue<>();
    final BlockingQueue<Read> reads = new LinkedBlockingQueue<>();
    final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    final BlockingQueue<Long> writable = new LinkedBlockingQueue<>();

    static <T> T next(BlockingQueue<T> heard) {
        try {
            T signal = heard.poll(25, TimeUnit.SECONDS);
            if (signal == null) {
                throw new AssertionError("Nothing within 25 s");
            }
            return signal;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void connected(long session, ServerInfo server) {
        connected.add(server);
    }

    @Override
    public void writable(long session) {
        writable.add(session);
    }

    @Override
    public void written(long session, long id, WriteAnswer answer) {
        written.add(new Written(id, answer));
    }

    @Override
    public void read(long session, long id, ReadAnswer answer) {
        reads.add(new Read(id, answer));
    }

    @Override
    public void ended(long session, Failure why) {
        ended.add(new Ended(session, why));
    }
}
