package io.linker.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.wire.Wire;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DeleteFaultsTest {
    private EmbeddedEventStore node;
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        node = EmbeddedEventStore.start();
        wire = Wire.to(node);
        wire.append("s");
    }

    @AfterEach
    void stop() {
        wire.close();
        node.close();
    }

    @Test
    void aCommittedDeleteTimesOut() {
        CountedFault fault = node.faults().deletes().next(1).commitButTimeOut();
        assertThat(codeOf(() -> wire.delete("s"))).isEqualTo(Status.Code.ABORTED);
        assertThat(wire.count("s")).isZero();
        assertThat(fault.times()).isEqualTo(1);
    }

    @Test
    void aTimeOutWithoutDeleteLooksTheSame() {
        node.faults().deletes().of("s").next(1).timeOut();
        assertThat(codeOf(() -> wire.delete("s"))).isEqualTo(Status.Code.ABORTED);
        assertThat(wire.count("s")).isEqualTo(1);
        wire.delete("s");
        assertThat(wire.count("s")).isZero();
    }

    @Test
    void theConnectionOfATombstoneIsCutBeforeOrAfterIt() {
        node.faults().deletes().next(1).cut();
        assertThat(codeOf(() -> wire.tombstone("s"))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(wire.count("s")).isEqualTo(1);

        node.faults().deletes().next(1).commitButCut();
        assertThat(codeOf(() -> wire.tombstone("s"))).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(codeOf(() -> wire.append("s"))).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    @Test
    void aDeleteThatTheNodeRefusesIsRefusedAsEver() {
        node.faults().deletes().commitButTimeOut();
        assertThat(codeOf(() -> wire.delete("missing"))).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }

    private static Status.Code codeOf(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call)
                .getStatus()
                .getCode();
    }
}
