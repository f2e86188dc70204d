package io.linker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    void theMedianIsTheMiddleOne() {
        var samples = Samples.of(5.0, 1.0, 3.0);

        assertThat(samples.median()).isEqualTo(3);
        assertThat(samples.least()).isEqualTo(1);
        assertThat(samples.most()).isEqualTo(5);
    }

    @Test
    void aQuantileIsAValueThatWasSeen() {
        var samples = Samples.of(1.0, 2.0, 3.0, 4.0);

        assertThat(samples.quantile(0.5)).isEqualTo(2);
        assertThat(samples.quantile(0.51)).isEqualTo(3);
        assertThat(samples.quantile(0.99)).isEqualTo(4);
    }

    @Test
    void withoutValuesNothingIsClaimed() {
        assertThat(Samples.of().median()).isNaN();
    }
}
