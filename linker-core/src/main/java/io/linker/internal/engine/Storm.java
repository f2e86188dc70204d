package io.linker.internal.engine;

import io.linker.internal.flow.Agenda;
import java.util.function.Consumer;

/** Notices more conflicts in one second than a link may have. */
final class Storm {
    private final int most;
    private final String stream;
    private final Agenda agenda;
    private final Consumer<String> pause;
    private long second;
    private int count;

    /**
     * For one link.
     *
     * @param most how many conflicts a second may have; 0 for any number
     * @param stream where they are recorded
     * @param pause hears why the link is to pause
     */
    Storm(int most, String stream, Agenda agenda, Consumer<String> pause) {
        this.most = most;
        this.stream = stream;
        this.agenda = agenda;
        this.pause = pause;
    }

    void conflict(Pending event) {
        if (most == 0) {
            return;
        }
        long now = agenda.now() / 1_000;
        count = now == second ? count + 1 : 1;
        second = now;
        if (count > most) {
            count = 0;
            pause.accept("more than " + most + " conflicts in one second, the newest about "
                    + event.origin().event() + ": see stream '" + stream + "', mend the cause, and resume the link");
        }
    }
}
