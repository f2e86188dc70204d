package io.linker.examples;

import io.linker.event.OriginPosition;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** How a link is getting on, in one line. */
final class StatusLine {
    private StatusLine() {}

    /** A line for each link; with its name, where there are several. */
    static List<String> of(List<LinkStatus> links) {
        if (links.size() == 1) {
            return List.of(of(links.get(0)));
        }
        int width = links.stream().mapToInt(link -> link.link().length()).max().orElse(0);
        return links.stream()
                .map(link -> link.link() + " ".repeat(width - link.link().length()) + "  " + of(link))
                .toList();
    }

    /** State, rates, lag and position; the reason where the link is not moving. */
    static String of(LinkStatus status) {
        var line = new StringJoiner("  ");
        line.add(status.state().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        line.add(count(Math.round(status.eventsPerSecond())) + " events/s");
        line.add(bytes(status.bytesPerSecond()) + "/s");
        line.add("delivered " + count(status.delivered()));
        if (status.skippedInAll() > 0) {
            line.add("skipped " + count(status.skippedInAll()));
        }
        line.add("lag " + lag(status));
        if (status.position() != null) {
            line.add("at " + position(status.position()));
        }
        if (!status.reason().isEmpty()) {
            line.add("- " + status.reason());
        }
        return line.toString();
    }

    /** What became of the events of a link, in one sentence. */
    static String counts(LinkStatus status) {
        var counts = new StringJoiner(", ");
        counts.add(count(status.read()) + " events read");
        counts.add(count(status.delivered()) + " delivered (" + bytes((double) status.deliveredBytes()) + ")");
        counts.add(count(status.skippedInAll()) + " skipped");
        if (status.conflicts() > 0) {
            counts.add(count(status.conflicts()) + " in conflict");
        }
        if (status.parked() > 0) {
            counts.add(count(status.parked()) + " parked");
        }
        return counts.toString();
    }

    private static String lag(LinkStatus status) {
        String time = time(status.lagTime());
        return status.lagEvents() < 0 ? time : count(status.lagEvents()) + " events, " + time;
    }

    private static String position(OriginPosition position) {
        if (position instanceof OriginPosition.All all) {
            return Long.toString(all.position().commit());
        }
        return position.toString();
    }

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
