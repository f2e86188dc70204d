package io.linker.testkit.internal.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TransitTest {
    private static final long MILLI = 1_000_000;
    private final Transit transit = new Transit();

    @Test
    void aDelayedByteDoesNotHoldUpTheNextOne() {
        Line late = Line.CLEAR.withDelay(40 * MILLI);
        assertThat(transit.dueOf(1, late, 0)).isEqualTo(40 * MILLI);
        assertThat(transit.dueOf(1, late, MILLI)).isEqualTo(41 * MILLI);
    }

    @Test
    void aShorterDelayLetsNothingOvertake() {
        long first = transit.dueOf(1, Line.CLEAR.withDelay(40 * MILLI), 0);
        assertThat(transit.dueOf(1, Line.CLEAR, MILLI)).isEqualTo(first);
    }

    @Test
    void aLimitedLineSpacesItsBytesAndTakesLittleInAdvance() {
        Line slow = Line.CLEAR.withBandwidth(1000);
        assertThat(transit.readLimit(slow, 0)).isEqualTo(2);
        assertThat(transit.dueOf(50, slow, 0)).isEqualTo(50 * MILLI);
        assertThat(transit.readLimit(slow, 0)).isZero();
        assertThat(transit.roomAt(slow)).isEqualTo(30 * MILLI);
        assertThat(transit.readLimit(slow, 30 * MILLI)).isPositive();
    }

    @Test
    void whatIsUnderWayIsBounded() {
        transit.add(ByteBuffer.allocate((int) Transit.MAX_BYTES), MILLI);
        assertThat(transit.readLimit(Line.CLEAR, 0)).isZero();
        assertThat(transit.due(0)).isNull();

        ByteBuffer due = Objects.requireNonNull(transit.due(MILLI));
        due.position(due.limit());
        transit.left(due.capacity());
        assertThat(transit.isEmpty()).isTrue();
        assertThat(transit.readLimit(Line.CLEAR, MILLI)).isPositive();
    }
}
