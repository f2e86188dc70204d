package io.linker.examples;

import java.time.Duration;
import java.util.Locale;

/** One line that says how a link is getting on. */
final class StatusLine {
    private StatusLine() {}

    /** {@code 12,345}. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@code 12.3 MB}: decimal units, as network rates are given. */
    static String bytes(double bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }

    /** {@code 850 ms}, {@code 4.2 s}, {@code 3 min 20 s}. */
    static String time(Duration time) {
        if (time.toMillis() < 1000) {
            return time.toMillis() + " ms";
        }
        if (time.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        }
        return time.toMinutes() + " min " + time.toSecondsPart() + " s";
    }
}
