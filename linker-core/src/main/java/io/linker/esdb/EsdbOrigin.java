package io.linker.esdb;

import io.linker.event.OriginPosition;
import io.linker.origin.Origin;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An origin over a channel of its own. */
final class EsdbOrigin implements Origin {
    private final OriginSession.Setup setup;
    private @Nullable OriginSession session;

    EsdbOrigin(OriginSession.Setup setup) {
        this.setup = setup;
    }

    @Override
    public void connect(long number, OriginListener listener) {
        disconnect();
        session = new OriginSession(setup, number, listener);
        session.connect();
    }

    @Override
    public void subscribe(OriginPosition from) {
        if (session != null) {
            session.subscribe(from);
        }
    }

    @Override
    public void request(int n) {
        if (session != null) {
            session.request(n);
        }
    }

    @Override
    public void read(long request, OriginRead read) {
        if (session != null) {
            session.read(request, read);
        }
    }

    @Override
    public void disconnect() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    @Override
    public void close(Duration bound) {
        disconnect();
        setup.threads().close(bound);
    }

    @Override
    public String toString() {
        return setup.source() + " of " + setup.connection();
    }
}
