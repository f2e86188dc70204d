package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Throttle;
import org.junit.jupiter.api.Test;

class BufferTest {
    @Test
    void messagesWithoutAnEventDoNotMakeTheNextOnesSmaller() {
        var buffer = new Buffer(1_000, 10 << 20, new Throttle(new Agenda()));
        int first = buffer.ask();
        int unanswered = first;
        for (int message = 0; message < 500; message++) {
            buffer.passed();
            unanswered += buffer.ask() - 1;
            assertThat(unanswered).isLessThanOrEqualTo(first);
        }
    }

    @Test
    void smallEventsMakeRoomForMore() {
        var buffer = new Buffer(1_000, 10 << 20, new Throttle(new Agenda()));
        int first = buffer.ask();
        for (int event = 0; event < 500; event++) {
            buffer.arrived(100);
            buffer.ask();
        }

        assertThat(first).isLessThanOrEqualTo(10);
        assertThat(buffer.awaits()).isTrue();
        assertThat(buffer.ask()).isZero(); // all that fits was asked for
    }
}
