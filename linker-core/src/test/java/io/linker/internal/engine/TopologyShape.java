package io.linker.internal.engine;

/** Which databases of a simulated run are linked, both ways. */
enum TopologyShape {
    PAIR(2, false),
    /** Each with the next. */
    ROW(3, false),
    TRIANGLE(3, true),
    /** Each with each other: an event may come by three ways. */
    SQUARE(4, true);

    final int databases;
    private final boolean mesh;

    TopologyShape(int databases, boolean mesh) {
        this.databases = databases;
        this.mesh = mesh;
    }

    boolean links(int from, int to) {
        return from != to && (mesh || Math.abs(from - to) == 1);
    }

    /** Whether parts of streams may be hidden: what came by another way is looked for among what can be read. */
    boolean hides() {
        return !mesh;
    }

    LinkSpec.Loop loop() {
        return mesh ? LinkSpec.Loop.MESH : LinkSpec.Loop.TWO_WAY;
    }
}
