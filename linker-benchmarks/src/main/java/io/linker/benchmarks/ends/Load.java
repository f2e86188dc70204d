package io.linker.benchmarks.ends;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Events that are to be copied: of one size, dealt to streams in turn.
 *
 * @param events how many
 * @param bytes of data in each; metadata are about 60 more
 * @param streams how many streams take turns
 */
public record Load(int events, int bytes, int streams) {
    private static final byte[] METADATA =
            "{\"$correlationId\":\"6b1f4f5e-6f0b-4c5b-9b36-0c9a4be3b2a1\"}".getBytes(StandardCharsets.UTF_8);

    /** Checks that there is something. */
    public Load {
        if (events < 0 || bytes < 16 || streams < 1) {
            throw new IllegalArgumentException("no load: " + events + " events of " + bytes + " bytes in " + streams);
        }
    }

    /** The same with another number of events. */
    public Load withEvents(int other) {
        return new Load(other, bytes, streams);
    }

    /** The stream of an event, without prefix. */
    String stream(int event) {
        return "load-" + event % streams;
    }

    /** The revision of an event in its stream. */
    long revision(int event) {
        return event / streams;
    }

    /** What every event holds: a JSON object of exactly the size. */
    public byte[] data() {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) 'x');
        byte[] begin = "{\"v\":\"".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(begin, 0, data, 0, begin.length);
        data[bytes - 2] = '"';
        data[bytes - 1] = '}';
        return data;
    }

    static byte[] metadata() {
        return METADATA.clone();
    }
}
