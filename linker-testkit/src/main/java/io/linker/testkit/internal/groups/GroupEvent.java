package io.linker.testkit.internal.groups;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An event as its source gave it to a group: where links are resolved, the link together with its target. */
interface GroupEvent {
    /** What consumers acknowledge: the id of the event that was read, hence the link's and not its target's. */
    UUID id();

    /** Where in the source it was read: a revision, or a commit position in {@code $all}. */
    long position();

    /** The stream the target belongs to; a link that leads nowhere belongs to the stream it names. */
    String targetStream();

    /** The {@code $correlationId} in the target's metadata, if there is one. */
    @Nullable
    String correlation();
}
