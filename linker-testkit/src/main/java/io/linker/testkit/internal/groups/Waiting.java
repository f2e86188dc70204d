package io.linker.testkit.internal.groups;

import com.google.common.collect.Iterables;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.TreeMap;

/**
 * The messages of a group that wait for a consumer: first those to deliver again, in the order of the source, then
 * replayed ones, then new ones.
 */
final class Waiting {
    private final TreeMap<Long, Message> again = new TreeMap<>();
    private final ArrayDeque<Message> replayed = new ArrayDeque<>();
    private final ArrayDeque<Message> fresh = new ArrayDeque<>();

    void addFresh(Message message) {
        fresh.addLast(message);
    }

    void addAgain(Message message) {
        if (message.isReplayed()) {
            replayed.addLast(message);
        } else {
            again.put(message.sequence(), message);
        }
    }

    int freshCount() {
        return fresh.size();
    }

    int againCount() {
        return again.size() + replayed.size();
    }

    int size() {
        return freshCount() + againCount();
    }

    /** In the order of delivery; the iterator removes. */
    Iterable<Message> inOrder() {
        Collection<Message> retries = again.values();
        return Iterables.concat(retries, replayed, fresh);
    }
}
