package io.linker.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/** Figures of one kind, of which the middle one counts. Without any, every answer is not a number. */
final class Samples {
    private final double[] sorted;

    Samples(Collection<Double> values) {
        sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    static Samples of(Double... values) {
        return new Samples(Arrays.asList(values));
    }

    double median() {
        return quantile(0.5);
    }

    double least() {
        return quantile(0);
    }

    double most() {
        return quantile(1);
    }

    /** The least value that this share of the values does not exceed. */
    double quantile(double share) {
        int rank = Math.max(1, (int) Math.ceil(share * sorted.length));
        return sorted.length == 0 ? Double.NaN : sorted[rank - 1];
    }
}
