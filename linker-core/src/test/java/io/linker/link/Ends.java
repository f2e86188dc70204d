package io.linker.link;

/** Where the two databases of a test are, as connection strings. */
record Ends(String origin, String destination) {}
