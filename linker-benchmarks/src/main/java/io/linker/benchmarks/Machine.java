package io.linker.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** Where and how figures were taken. */
final class Machine {
    private Machine() {}

    /** One line for the head of a table. */
    static String describe(List<String> command) {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return "%d processors, %d GiB, %s %s, JDK %s; load %.1f at the start; %s; `trials/bench %s`"
                .formatted(
                        system.getAvailableProcessors(),
                        Math.round(system.getTotalMemorySize() / 1073741824.0),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        system.getSystemLoadAverage(),
                        LocalDate.now(ZoneId.systemDefault()),
                        String.join(" ", command));
    }
}
