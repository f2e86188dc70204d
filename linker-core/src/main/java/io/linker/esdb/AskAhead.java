package io.linker.esdb;

/**
 * How many messages to have asked for on one call. What was asked for cannot be taken back, and a message may have 17 MiB: so
 * about 1 MiB of messages as large as the recent ones, asked for in few portions, since each costs the transport a wake-up.
 */
final class AskAhead {
    private static final int MOST = 256;
    private static final int MOST_BYTES = 1024 * 1024;

    private int asked;
    private int largest = MOST_BYTES / 16;

    /** One of the messages asked for came. */
    void arrived(int bytes) {
        asked--;
        largest = Math.max(1, Math.max(bytes, largest - largest / 8));
    }

    /** One of the messages asked for came, and held nothing to speak of. */
    void arrived() {
        asked--;
    }

    /**
     * How many to ask for now, perhaps none; they count as asked for.
     *
     * @param wanted more than so many are of no use
     */
    int more(int wanted) {
        int fit = Math.max(1, Math.min(MOST_BYTES / largest, MOST));
        int target = Math.max(1, Math.min(fit, wanted));
        int more = asked <= target / 2 ? target - asked : 0;
        asked += more;
        return more;
    }
}
