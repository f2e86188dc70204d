package io.linker.transform;

/** Strings as JSON text. */
final class JsonText {
    private JsonText() {}

    /** Appends the string in quotes, with what JSON demands escaped and nothing else. */
    static void quote(String text, StringBuilder quoted) {
        quoted.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ') {
                quoted.append(text, plain, i);
                plain = i + 1;
                if (c < ' ') {
                    quoted.append(String.format("\\u%04x", (int) c));
                } else {
                    quoted.append('\\').append(c);
                }
            }
        }
        if (plain == 0) {
            quoted.append(text); // nearly always, and several times as fast as a part of it
        } else {
            quoted.append(text, plain, text.length());
        }
        quoted.append('"');
    }
}
