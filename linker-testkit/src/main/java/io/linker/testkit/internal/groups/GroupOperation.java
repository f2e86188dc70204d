package io.linker.testkit.internal.groups;

/** What a caller may be allowed to do with groups, under the names of the server's authorization. */
public enum GroupOperation {
    CREATE("create"),
    UPDATE("update"),
    DELETE("delete"),
    /** One group's or all groups' state. */
    STATISTICS("statistics"),
    REPLAY_PARKED("replay"),
    /** Of all groups at once. */
    RESTART("restart"),
    /** Connecting as a consumer. */
    PROCESS_MESSAGES("process");

    private final String text;

    GroupOperation(String text) {
        this.text = text;
    }

    /** The server's name, within its resource {@code subscriptions}. */
    public String text() {
        return text;
    }
}
