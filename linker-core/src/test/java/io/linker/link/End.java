package io.linker.link;

/** An end of a link. */
enum End {
    ORIGIN,
    DESTINATION;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
