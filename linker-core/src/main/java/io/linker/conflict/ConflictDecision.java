package io.linker.conflict;

/** What becomes of an event that met others its writer did not know. */
public sealed interface ConflictDecision {
    /** Append it at the end of the stream, as if nothing had been. */
    record Append() implements ConflictDecision {}

    /**
     * Append it at the end of the stream, marked.
     *
     * @param why what its {@code $error} says
     */
    record AppendMarked(String why) implements ConflictDecision {}

    /**
     * Append it, marked, to another stream of the destination, and go on.
     *
     * @param stream a stream that no link replicates: {@code linker-conflicts-…}, or {@code $conflicts-…}, which needs an
     *     administrator's rights
     * @param why what its {@code $error} says
     */
    record Divert(String stream, String why) implements ConflictDecision {
        /** Checks the name: an event in a stream that links replicate would come back to its origin. */
        public Divert {
            if (!stream.startsWith("linker-conflicts-") && !stream.startsWith("$conflicts-")) {
                throw new IllegalArgumentException("Conflicts cannot go to the stream '" + stream
                        + "': its name must begin with 'linker-conflicts-' or '$conflicts-'");
            }
        }
    }

    /**
     * Put it into the link's park stream, and go on.
     *
     * @param why the reason that is told there
     */
    record Park(String why) implements ConflictDecision {}

    /** Stop the link; a person decides. */
    record Halt() implements ConflictDecision {}
}
