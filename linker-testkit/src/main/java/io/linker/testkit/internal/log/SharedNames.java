package io.linker.testkit.internal.log;

import java.util.HashMap;
import java.util.Map;

/** One copy of each name that comes again and again, such as event types. Not thread-safe. */
final class SharedNames {
    /** Names that never come again must not pile up; beyond this, all are looked up anew. */
    private static final int MAX_NAMES = 4096;

    /** A type may be 600,000 characters long; such a one is not kept. */
    private static final int MAX_LENGTH = 256;

    private final Map<String, String> names = new HashMap<>();

    String shared(String name) {
        if (name.length() > MAX_LENGTH) {
            return name;
        }
        if (names.size() > MAX_NAMES) {
            names.clear();
        }
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }
}
