package io.linker.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/** The heaviest entries of a flight recording: what was allocated and where, what ran. */
final class Profile {
    private static final int MOST = 25;
    private static final int FRAMES = 4;

    private final Map<String, Long> types = new HashMap<>();
    private final Map<String, Long> places = new HashMap<>();
    private final Map<String, Long> methods = new HashMap<>();
    private final Map<String, Long> threads = new HashMap<>();

    private Profile() {}

    static Profile of(Path recording) throws IOException {
        var profile = new Profile();
        try (var file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                profile.add(file.readEvent());
            }
        }
        return profile;
    }

    private void add(RecordedEvent event) {
        String type = event.getEventType().getName();
        RecordedStackTrace stack = event.getStackTrace();
        if (stack == null) {
            return;
        }
        if (type.equals("jdk.ObjectAllocationSample")) {
            long weight = event.getLong("weight");
            types.merge(event.getClass("objectClass").getName(), weight, Long::sum);
            places.merge(event.getClass("objectClass").getName() + " " + frames(stack), weight, Long::sum);
        } else if (type.equals("jdk.ExecutionSample")) {
            methods.merge(frames(stack), 1L, Long::sum);
            threads.merge(event.getThread("sampledThread").getJavaName(), 1L, Long::sum);
        }
    }

    private static String frames(RecordedStackTrace stack) {
        List<RecordedFrame> frames = stack.getFrames();
        var text = new StringBuilder();
        for (RecordedFrame frame : frames.subList(0, Math.min(FRAMES, frames.size()))) {
            String name = frame.getMethod().getType().getName();
            text.append(text.isEmpty() ? "" : " < ")
                    .append(name.substring(name.lastIndexOf('.') + 1))
                    .append('.')
                    .append(frame.getMethod().getName());
        }
        frames.stream()
                .map(frame -> frame.getMethod().getType().getName())
                .filter(name -> name.startsWith("io.linker"))
                .findFirst()
                .ifPresent(name -> text.append(" ... ").append(name.substring(name.lastIndexOf('.') + 1)));
        return text.toString();
    }

    @Override
    public String toString() {
        return section("allocated types", types)
                + section("allocated where", places)
                + section("running", methods)
                + section("threads", threads);
    }

    private static String section(String title, Map<String, Long> weights) {
        long all = weights.values().stream().mapToLong(Long::longValue).sum();
        var text = new StringBuilder("\n" + title + "\n");
        weights.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST)
                .forEach(entry ->
                        text.append("%5.1f %%  %s%n".formatted(100.0 * entry.getValue() / all, entry.getKey())));
        return text.toString();
    }
}
