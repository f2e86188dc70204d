package io.linker.testkit.internal.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class PumpTest {
    private final Queue<Runnable> threads = new ArrayDeque<>();
    private final List<Runnable> steps = new ArrayList<>();
    private boolean more;
    private int advances;
    private final Pump pump = new Pump(threads::add, new Pump.Work() {
        @Override
        public boolean advance() {
            if (advances < steps.size()) {
                steps.get(advances).run();
            }
            advances++;
            return more;
        }

        @Override
        public void broke(StatusRuntimeException failure) {
            throw new AssertionError(failure);
        }
    });

    private void runAll() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    @Test
    void manyWakesBeforeARunAreOneRun() {
        pump.wake();
        pump.wake();
        pump.wake();
        runAll();
        assertThat(advances).isEqualTo(1);
    }

    @Test
    void aWakeDuringARunIsAnotherRun() {
        steps.add(pump::wake);
        pump.wake();
        runAll();
        assertThat(advances).isEqualTo(2);
    }

    @Test
    void aWakeDuringARunThatFollowsAWokenOneIsNotLost() {
        steps.add(() -> {
            pump.wake();
            more = true;
        });
        steps.add(() -> {
            pump.wake();
            more = false;
        });
        pump.wake();
        runAll();
        assertThat(advances).isEqualTo(3);
    }
}
