package io.linker.filter;

import io.linker.error.InvalidPatternException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A rule about a name: of a stream or of an event type. Case matters. Pure and thread-safe. */
public sealed interface NamePattern {
    /** Whether the name follows the rule. */
    boolean matches(String name);

    /**
     * A name in which each {@code *} stands for any characters, also none: {@code order-*}, {@code *-draft},
     * {@code order-*-eu}; without one, exactly that name.
     */
    static NamePattern of(String wildcard) {
        return new Wildcard(wildcard);
    }

    /** One of these names, in which {@code *} is a character like any other. */
    static NamePattern exact(String... names) {
        return new Exact(List.of(names));
    }

    /** Names that begin so. */
    static NamePattern prefix(String prefix) {
        return new Prefix(prefix);
    }

    /** Names that end so. */
    static NamePattern suffix(String suffix) {
        return new Suffix(suffix);
    }

    /**
     * Names in which a Java regular expression finds a match; anchor it with {@code ^} and {@code $} for the whole name.
     * Evaluated here only: the server's dialect differs.
     *
     * @throws InvalidPatternException if it does not compile
     */
    static NamePattern regex(String regex) {
        try {
            return new Regex(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            String where = e.getIndex() < 0 ? "" : " near index " + e.getIndex();
            throw new InvalidPatternException(regex, e.getDescription() + where, e);
        }
    }

    /**
     * Names for which a function of the user's says so. It must be pure and thread-safe.
     *
     * @param description stands for the function in fingerprints: change it when the function changes
     */
    static NamePattern custom(String description, Predicate<String> function) {
        return new Custom(description, function);
    }

    /** One of several names. */
    record Exact(List<String> names) implements NamePattern {
        /** Copies the list. */
        public Exact {
            names = List.copyOf(names);
        }

        @Override
        public boolean matches(String name) {
            return names.contains(name);
        }

        @Override
        public String toString() {
            return "exact " + String.join(", ", names.stream().map(Quoted::of).toList());
        }
    }

    /** The beginning of a name. */
    record Prefix(String prefix) implements NamePattern {
        @Override
        public boolean matches(String name) {
            return name.startsWith(prefix);
        }

        @Override
        public String toString() {
            return "prefix " + Quoted.of(prefix);
        }
    }

    /** The end of a name. */
    record Suffix(String suffix) implements NamePattern {
        @Override
        public boolean matches(String name) {
            return name.endsWith(suffix);
        }

        @Override
        public String toString() {
            return "suffix " + Quoted.of(suffix);
        }
    }

    /** A name with {@code *} for any characters. */
    record Wildcard(String wildcard) implements NamePattern {
        /** The pieces between the stars, at least one; the first begins the name, the last ends it. */
        List<String> pieces() {
            return Arrays.asList(wildcard.split("\\*", -1));
        }

        /** Linear in the name for each piece: a backtracking matcher would hang on {@code *a*a*a*}. */
        @Override
        public boolean matches(String name) {
            List<String> pieces = pieces();
            String last = pieces.get(pieces.size() - 1);
            if (pieces.size() == 1) {
                return name.equals(last);
            }
            int from = pieces.get(0).length();
            if (!name.startsWith(pieces.get(0))) {
                return false;
            }
            for (String piece : pieces.subList(1, pieces.size() - 1)) {
                int at = name.indexOf(piece, from);
                if (at < 0) {
                    return false;
                }
                from = at + piece.length();
            }
            return name.length() - from >= last.length() && name.endsWith(last);
        }

        @Override
        public String toString() {
            return "like " + Quoted.of(wildcard);
        }
    }

    /** A Java regular expression. */
    record Regex(Pattern pattern) implements NamePattern {
        @Override
        public boolean matches(String name) {
            return pattern.matcher(name).find();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Regex regex && regex.pattern.pattern().equals(pattern.pattern());
        }

        @Override
        public int hashCode() {
            return pattern.pattern().hashCode();
        }

        @Override
        public String toString() {
            return "regex " + Quoted.of(pattern.pattern());
        }
    }

    /** A function of the user's. */
    record Custom(String description, Predicate<String> function) implements NamePattern {
        @Override
        public boolean matches(String name) {
            return function.test(name);
        }

        @Override
        public String toString() {
            return "custom " + Quoted.of(description);
        }
    }
}
