package io.linker.error;

/** A regular expression of a filter that does not compile. */
public final class InvalidPatternException extends LinkerException {
    private static final long serialVersionUID = 1L;

    private final String pattern;

    /**
     * A pattern that is none.
     *
     * @param pattern as the user wrote it
     * @param why what is wrong with it, and where
     */
    public InvalidPatternException(String pattern, String why, Throwable cause) {
        super("The filter's regular expression \"" + pattern + "\" is invalid: " + why, cause);
        this.pattern = pattern;
    }

    /** The pattern as the user wrote it. */
    public String pattern() {
        return pattern;
    }
}
