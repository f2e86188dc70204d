package io.linker.link;

import io.linker.link.Database.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test of one link that holds between any two databases. */
@Timeout(60)
@ExtendWith(EndsExtension.class)
abstract class LinkTest {
    Pair pair;
    Database origin;
    Database destination;

    @BeforeEach
    void open(Ends ends) {
        pair = new Pair(ends.origin(), ends.destination());
        origin = pair.origin;
        destination = pair.destination;
    }

    @AfterEach
    void close() {
        pair.close();
    }

    /** Events with ids of their own in this test. */
    Event event(String text) {
        return Event.of(pair.token + " " + text);
    }

    List<Event> events(int number) {
        return IntStream.range(0, number).mapToObj(i -> event("event " + i)).toList();
    }
}
