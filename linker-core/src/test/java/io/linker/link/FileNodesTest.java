package io.linker.link;

import io.linker.testkit.EmbeddedEventStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A test of two nodes that keep their events in files, so that they can go away and come back, or others in their place. */
@Timeout(60)
abstract class FileNodesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    EmbeddedEventStore originNode;
    EmbeddedEventStore destinationNode;
    Pair pair;

    @BeforeEach
    void start() {
        originNode = node("origin", 0);
        destinationNode = node("destination", 0);
        pair = new Pair(originNode, destinationNode);
    }

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    /** Starts a node on the files of this name; port 0 for any. */
    EmbeddedEventStore node(String name, int port) {
        return EmbeddedEventStore.builder()
                .directory(directory.resolve(name))
                .port(port)
                .start();
    }
}
