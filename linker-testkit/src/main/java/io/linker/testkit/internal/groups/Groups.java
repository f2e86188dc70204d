package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All groups of a node. Everything happens on the loop, one task at a time. */
final class Groups {
    private static final int MAX_WINDOW = 4096;

    private final EventLog log;
    private final InstantSource clock;
    private final Executor loop;
    private final GroupConfig config;
    /** A source stays when its last group is deleted, as on the server: listing its groups then finds none and does not fail. */
    private final Map<String, Map<String, RunningGroup>> bySource = new TreeMap<>();

    Groups(EventLog log, InstantSource clock, Executor loop) {
        this.log = log;
        this.clock = clock;
        this.loop = loop;
        this.config = new GroupConfig(log, clock);
    }

    /** Opens the groups that the log knows. */
    void load() {
        for (GroupDefinition definition : config.load()) {
            if (find(definition.source(), definition.group()) == null) {
                open(definition);
            }
        }
    }

    void create(GroupDefinition definition, String user) {
        if (find(definition.source(), definition.group()) != null) {
            throw GroupFailures.exists(definition.source(), definition.group());
        }
        requireValid(definition);
        open(definition);
        save(user);
    }

    void update(GroupDefinition definition, String user) {
        RunningGroup old = require(definition.source(), definition.group());
        requireValid(definition);
        old.shutdown();
        open(definition.withFilter(old.definition().filter()));
        save(user);
    }

    void delete(String source, String group, String user) {
        require(source, group).delete();
        groupsOn(source).remove(group);
        save(user);
    }

    private static void requireValid(GroupDefinition definition) {
        definition.settings().problem().ifPresent(reason -> {
            throw GroupFailures.failed(definition.source(), definition.group(), reason);
        });
    }

    private void open(GroupDefinition definition) {
        GroupSettings settings = definition.settings();
        GroupSource source = definition.source().equals(AllSource.NAME)
                ? new AllSource(log, filter(definition), settings.resolveLinks(), window(settings))
                : new StreamSource(log, definition.source(), settings.resolveLinks());
        GroupStore store = new LogStore(log, clock, definition.id(), source.positions());
        Group group = new Group(definition, source, store, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        groupsOn(definition.source()).put(definition.group(), new RunningGroup(group, log, loop));
    }

    private static Predicate<LogRecord> filter(GroupDefinition definition) {
        return definition.filter().map(GroupFilter::predicate).orElse(event -> true);
    }

    /** The server looks at this many events of {@code $all} in one filtered read; here there is a limit to it. */
    private static int window(GroupSettings settings) {
        return Math.min(MAX_WINDOW, Math.max(settings.effectiveBatch(), settings.maxCheckpointCount()));
    }

    private void save(String user) {
        config.save(user, all().stream().map(RunningGroup::definition).toList());
    }

    private Map<String, RunningGroup> groupsOn(String source) {
        return bySource.computeIfAbsent(source, name -> new LinkedHashMap<>());
    }

    @Nullable
    RunningGroup find(String source, String group) {
        return bySource.getOrDefault(source, Map.of()).get(group);
    }

    RunningGroup require(String source, String group) {
        RunningGroup found = find(source, group);
        if (found == null) {
            throw GroupFailures.missing(source, group);
        }
        return found;
    }

    /** Like {@link #require}, but a stream that cannot have groups is refused as such first. */
    void requireUnlessBad(String source, String group) {
        if (source.isEmpty()) {
            throw GroupFailures.failed(source, group, "Bad stream name.");
        }
        require(source, group);
    }

    /** Position of the last event in {@code $all}, 0 if there is none. */
    long lastPosition() {
        return log.size() == 0 ? 0 : log.position(log.size() - 1);
    }

    Collection<RunningGroup> on(String source) {
        Map<String, RunningGroup> groups = bySource.get(source);
        if (groups == null) {
            throw GroupFailures.missing(source, "");
        }
        return groups.values();
    }

    List<RunningGroup> all() {
        List<RunningGroup> all = new ArrayList<>();
        bySource.values().forEach(groups -> all.addAll(groups.values()));
        return all;
    }

    void tick() {
        all().forEach(running -> running.wakeIf(running.group().tick()));
    }

    /** Drops all consumers and forgets all groups; what is written down stays. */
    void shutdown() {
        all().forEach(RunningGroup::shutdown);
        bySource.clear();
    }
}
