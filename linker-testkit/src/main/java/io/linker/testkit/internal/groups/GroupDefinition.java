package io.linker.testkit.internal.groups;

import java.util.Optional;

/**
 * A group as it was asked for.
 *
 * @param source a stream, or {@code $all}
 * @param filter for {@code $all} only; it cannot be changed by an update
 */
record GroupDefinition(
        String source, String group, GroupSettings settings, StartFrom start, Optional<GroupFilter> filter) {

    /** The subscription id, which also names the streams that the group writes. */
    String id() {
        return source + "::" + group;
    }

    GroupDefinition withFilter(Optional<GroupFilter> other) {
        return new GroupDefinition(source, group, settings, start, other);
    }
}
