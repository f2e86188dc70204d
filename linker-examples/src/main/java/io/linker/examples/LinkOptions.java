package io.linker.examples;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.origin.OriginSource;
import io.linker.origin.StartFrom;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command line says about a link. */
final class LinkOptions {
    private static final String REGEX = "regex:";

    @Option(
            names = "--origin-name",
            paramLabel = "NAME",
            description = "What the origin is called, in provenance and checkpoints (default: ${DEFAULT-VALUE}).")
    String originName = "origin-01";

    @Option(
            names = "--destination-name",
            paramLabel = "NAME",
            description = "What the destination is called (default: ${DEFAULT-VALUE}).")
    String destinationName = "destination-01";

    @Option(
            names = "--streams",
            paramLabel = "PATTERN",
            split = ",",
            description = "Only streams of such a name: order-*, or regex:^order-[0-9]+$ (default: all user streams).")
    List<String> streams = List.of();

    @Option(names = "--except-streams", paramLabel = "PATTERN", split = ",", description = "No streams of such a name.")
    List<String> exceptStreams = List.of();

    @Option(names = "--types", paramLabel = "PATTERN", split = ",", description = "Only events of such a type.")
    List<String> types = List.of();

    @Option(names = "--except-types", paramLabel = "PATTERN", split = ",", description = "No events of such a type.")
    List<String> exceptTypes = List.of();

    @Option(
            names = "--category",
            paramLabel = "NAME",
            description = "Read the streams NAME-… of one category instead of $all, which needs fewer rights.")
    @Nullable
    String category;

    @Option(
            names = "--exact-copy",
            description =
                    "Copy events byte for byte to a destination that nobody else writes; without, they gain their provenance.")
    boolean exactCopy;

    @Option(names = "--from-end", description = "Without a checkpoint, begin with what is written from now on.")
    boolean fromEnd;

    /** Refuses what compares both sides of a link that left out the beginning. */
    void mustCopyAll(String what) {
        if (fromEnd) {
            throw new CommandException(
                    what + " compares from the beginning, and everything before a link that began with"
                            + " --from-end would count as lost: leave out --from-end");
        }
    }

    /** How the link works. */
    Settings settings() {
        return (exactCopy ? Settings.exactCopy() : Settings.defaults())
                .with(fromEnd ? StartFrom.end() : StartFrom.beginning());
    }

    /** The link between two databases, to be built. */
    LinkerServiceBuilder link(String origin, String destination, Settings settings) {
        LinkerServiceBuilder builder = LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(origin, originName))
                .destination(LinkerConnectionBuilder.parse(destination, destinationName))
                .settings(settings)
                .filter(filter());
        if (category != null) {
            builder.source(new OriginSource.Category(category));
        }
        return builder;
    }

    /** What to look at where nothing is copied; null where everything is selected. */
    @Nullable
    String hint() {
        if (streams.isEmpty() && types.isEmpty() && category == null) {
            return null;
        }
        return "nothing that is selected has come so far; where that is odd, look at --streams, --types and --category: a"
                + " name without * stands for itself alone";
    }

    private EventFilter filter() {
        return included(streams, EventFilter::streams)
                .and(excluded(exceptStreams, EventFilter::streams))
                .and(included(types, EventFilter::types))
                .and(excluded(exceptTypes, EventFilter::types));
    }

    private static EventFilter included(List<String> patterns, Function<NamePattern, EventFilter> rule) {
        return patterns.stream()
                .map(LinkOptions::pattern)
                .map(rule)
                .reduce(EventFilter::or)
                .orElse(EventFilter.everything());
    }

    private static EventFilter excluded(List<String> patterns, Function<NamePattern, EventFilter> rule) {
        return patterns.stream()
                .map(LinkOptions::pattern)
                .map(rule)
                .map(EventFilter::not)
                .reduce(EventFilter::and)
                .orElse(EventFilter.everything());
    }

    private static NamePattern pattern(String text) {
        return text.startsWith(REGEX) ? NamePattern.regex(text.substring(REGEX.length())) : NamePattern.of(text);
    }
}
