package io.linker.internal.engine;

import com.google.protobuf.ByteString;

/** Each event that a simulated application writes has a number in its data, by which it is known at both ends. */
final class EventNumbers {
    static final String PREFIX = "{\"n\":";

    private EventNumbers() {}

    /** The number of an event; -1 for what no application of the origin wrote. */
    static int of(ByteString data) {
        if (data.size() <= PREFIX.length() || data.byteAt(2) != 'n') {
            return -1;
        }
        int number = 0;
        for (int i = PREFIX.length(); data.byteAt(i) != '}'; i++) {
            number = 10 * number + data.byteAt(i) - '0';
        }
        return number;
    }
}
