package io.linker.testkit.internal.log;

import com.google.protobuf.ByteString;
import java.util.UUID;

/**
 * An event as proposed by a writer.
 *
 * @param json whether its content type was exactly {@code application/json}; the server keeps nothing else of it
 */
public record NewEvent(UUID id, String type, boolean json, ByteString data, ByteString metadata) {

    /** What counts against the append limits: data, metadata and two bytes per UTF-16 unit of the type (24.10). */
    public long size() {
        return (long) data.size() + metadata.size() + 2L * type.length();
    }
}
