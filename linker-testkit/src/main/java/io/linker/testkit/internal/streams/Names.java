package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared.StreamIdentifier;
import io.linker.testkit.internal.log.ExpectedRevision;

/** Checks names and revisions as they come in. */
final class Names {
    private Names() {}

    /** Bytes that are not UTF-8 become U+FFFD, as on the server. */
    static String of(StreamIdentifier identifier) {
        return identifier.getStreamName().toStringUtf8();
    }

    static String nonEmpty(StreamIdentifier identifier) {
        String name = of(identifier);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("empty stream name");
        }
        return name;
    }

    /** Nothing can be written to the metastream of nothing. */
    static String writable(StreamIdentifier identifier) {
        String name = nonEmpty(identifier);
        if (name.equals("$$")) {
            throw new IllegalArgumentException("not a stream to write to: " + name);
        }
        return name;
    }

    /** The highest unsigned number is the server's -1, hence no stream; other numbers that are no revision fail. */
    static ExpectedRevision exactly(long revision) {
        return ExpectedRevision.exactly(revision);
    }
}
