package io.linker.testkit.internal.groups;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the server writes a position of a group: in statistics, checkpoints and the configuration. */
enum PositionText {
    /** A revision: {@code 42}; the end is -1. */
    REVISION {
        @Override
        String format(long position) {
            return Long.toString(position);
        }

        @Override
        OptionalLong parse(String text) {
            return number(text);
        }
    },
    /** A position in {@code $all}: {@code C:100/P:100}; the end is {@code C:-1/P:-1}. */
    ALL {
        @Override
        String format(long position) {
            return format(position, position);
        }

        @Override
        OptionalLong parse(String text) {
            Matcher matcher = PAIR.matcher(text);
            return matcher.matches() ? number(matcher.group(1)) : OptionalLong.empty();
        }
    };

    private static final Pattern PAIR = Pattern.compile("C:(-?\\d+)/P:(-?\\d+)");

    abstract String format(long position);

    abstract OptionalLong parse(String text);

    static String format(long commit, long prepare) {
        return "C:" + commit + "/P:" + prepare;
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException malformed) {
            return OptionalLong.empty();
        }
    }
}
