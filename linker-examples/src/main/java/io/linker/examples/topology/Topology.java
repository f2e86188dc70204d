package io.linker.examples.topology;

import io.linker.LinkerTopologyBuilder;
import java.util.List;

/** A way to arrange databases, and what shows that it works. */
public interface Topology {
    /** What is linked, and what for, in one line. */
    String purpose();

    /** The names of its databases. */
    List<String> databases();

    /** Its links. */
    LinkerTopologyBuilder links(Stage stage);

    /** Lets applications write while the links run and things go wrong; {@code verdict} hears what must hold, and whether it does. */
    void play(Stage stage, Verdict verdict) throws InterruptedException;
}
