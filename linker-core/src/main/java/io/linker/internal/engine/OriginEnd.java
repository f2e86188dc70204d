package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.OriginPosition;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import io.linker.origin.Origin;
import io.linker.origin.OriginRead;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The origin as the parts of the link see it: a subscription that resumes, and questions that get answered. */
final class OriginEnd {
    private static final int READS_AT_ONCE = 16;

    final Connector connector;
    private final Origin origin;
    private final Questions<OriginRead, OriginRead.Answer> questions;
    private final Pages pages = new Pages();
    private boolean subscribed;

    OriginEnd(Origin origin, Connector connector, Ids ids, Agenda agenda, Backoff backoff) {
        this.origin = origin;
        this.connector = connector;
        this.questions = new Questions<>(
                ids,
                () -> pages.atOnce(READS_AT_ONCE),
                origin::read,
                answer -> answer instanceof OriginRead.Answer.Failed failed ? failed(failed.failure()) : null,
                agenda,
                backoff);
    }

    /**
     * Why a read is asked again; null for a failure that answers it, like a position of another database. A user that is
     * refused is another connection's to find out about, for which the credentials are asked for anew.
     */
    private @Nullable String failed(Failure why) {
        boolean refused = why.kind() == Failure.Kind.AUTHENTICATION;
        if (refused && connector.isConnected()) {
            replace(why);
        }
        return refused || why.kind().canHeal() ? "origin: a read fails: " + why.message() : null;
    }

    void read(OriginRead read, Consumer<OriginRead.Answer> then) {
        questions.ask(read, then);
    }

    /** Reads a page, which may have fewer events than asked for also where there are more. */
    void page(OriginRead.StreamPage page, Consumer<OriginRead.Answer> then) {
        read(new OriginRead.StreamPage(page.stream(), page.from(), page.backwards(), pages.count(page.count())), then);
    }

    void connected() {
        questions.connected();
    }

    void subscribe(OriginPosition from) {
        origin.subscribe(from);
    }

    void subscribed() {
        subscribed = true;
        connector.progressed();
    }

    /** It can be read: what a start may still wait for before it subscribes is not the origin. */
    void answers() {
        connector.progressed();
    }

    /** The read that has failed for longest; null for none. */
    @Nullable
    Obstacle obstacle() {
        return questions.obstacle();
    }

    boolean isSubscribed() {
        return subscribed;
    }

    void request(int n) {
        origin.request(n);
    }

    void lost(Failure why) {
        subscribed = false;
        questions.disconnected();
        connector.lost(why);
    }

    /** Gives the connection up and starts another. */
    void replace(Failure why) {
        origin.disconnect();
        lost(why);
    }

    /** Ends the connection for good. */
    void stop() {
        subscribed = false;
        connector.stop();
        questions.disconnected();
        origin.disconnect();
    }

    void answered(long id, OriginRead.Answer answer) {
        if (answer instanceof OriginRead.Answer.Page page) {
            pages.came(page.events());
        }
        questions.answered(id, answer);
    }
}
