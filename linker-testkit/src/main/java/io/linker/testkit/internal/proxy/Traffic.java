package io.linker.testkit.internal.proxy;

import java.util.concurrent.atomic.AtomicLong;

/** What was carried so far; written by the loop, read by anybody. */
public record Traffic(AtomicLong connections, AtomicLong open, AtomicLong toServer, AtomicLong toClient) {
    public Traffic() {
        this(new AtomicLong(), new AtomicLong(), new AtomicLong(), new AtomicLong());
    }
}
