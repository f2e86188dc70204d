package io.linker.transform;

/** Strings as JSON text. */
final class JsonText {
    private JsonText() {}

    /** Appends the string in quotes, with what JSON demands escaped and nothing else. */
    static void quote(String text, StringBuilder quoted) {
        quoted.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        quoted.append('"');
    }
}
