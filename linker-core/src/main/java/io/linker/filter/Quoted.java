package io.linker.filter;

/** Names inside a filter's text, so that two different filters never have the same text. */
final class Quoted {
    private Quoted() {}

    static String of(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
