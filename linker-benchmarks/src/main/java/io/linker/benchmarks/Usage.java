package io.linker.benchmarks;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Arrays;

/**
 * What this process has used so far.
 *
 * @param nanos of wall time, from any beginning
 * @param cpuNanos of all threads, those of the JVM included
 * @param allocatedBytes by the threads that live
 * @param pauseMillis spent collecting garbage
 */
record Usage(long nanos, long cpuNanos, long allocatedBytes, long pauseMillis) {
    static Usage now() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
        long pauses = ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return new Usage(System.nanoTime(), system.getProcessCpuTime(), allocated, pauses);
    }

    /** Bytes on the heap after the last collection of any kind. */
    static long heapAfterCollection() {
        return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                .map(GarbageCollectorMXBean::getLastGcInfo)
                .filter(info -> info != null)
                .mapToLong(info -> info.getMemoryUsageAfterGc().values().stream()
                        .mapToLong(MemoryUsage::getUsed)
                        .sum())
                .max()
                .orElse(0);
    }

    /** What was used since then. */
    Usage since(Usage before) {
        return new Usage(
                nanos - before.nanos,
                cpuNanos - before.cpuNanos,
                allocatedBytes - before.allocatedBytes,
                pauseMillis - before.pauseMillis);
    }
}
