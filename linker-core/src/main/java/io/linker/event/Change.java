package io.linker.event;

/** What is to be done to one lane of the destination because of one event of the origin. */
public sealed interface Change {
    /** The destination lane it is about. */
    String lane();

    /** Append to the lane's stream. */
    record Append(String lane, NewEvent event) implements Change {}

    /** Append a stream metadata document to the lane's metadata stream. */
    record SetMetadata(String lane, NewEvent event) implements Change {}

    /** Soft-delete the lane's stream: its events disappear, later ones bring it back. */
    record Delete(String lane) implements Change {}

    /**
     * Show the whole stream again, since a soft delete could not be repeated on the other side.
     *
     * @param upTo revision of that delete in the lane's metadata stream; later ones are decided about by themselves
     */
    record Restore(String lane, long upTo) implements Change {}

    /** End the lane's stream for ever. */
    record Tombstone(String lane) implements Change {}

    /** Nothing the destination would take; for the undeliverable policy, in the lane's order. */
    record Undeliverable(String lane, String why) implements Change {}
}
