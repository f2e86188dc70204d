package io.linker.event;

/** What becomes of an event of the origin; every event becomes exactly one, so that the checkpoint passes them all. */
public sealed interface Outcome {
    /** Where the origin stands once this is done. */
    OriginPosition position();

    /**
     * To be delivered.
     *
     * @param origin the event as it was read
     * @param change what it means at the destination
     */
    record Deliver(OriginEvent origin, Change change) implements Outcome {
        @Override
        public OriginPosition position() {
            return origin.position();
        }
    }

    /**
     * Not to be delivered, for a reason that is counted.
     *
     * @param origin the event as it was read
     * @param echo what an {@link SkipReason#ECHO} proves: its revision at the destination; -1 for any other reason
     */
    record Skip(OriginEvent origin, SkipReason reason, long echo) implements Outcome {
        /** A skip that proves nothing about the destination. */
        public Skip(OriginEvent origin, SkipReason reason) {
            this(origin, reason, -1);
        }

        @Override
        public OriginPosition position() {
            return origin.position();
        }
    }

    /** Something the destination cannot take in any form, for the undeliverable policy. */
    record Undeliverable(OriginEvent origin, String why) implements Outcome {
        @Override
        public OriginPosition position() {
            return origin.position();
        }
    }
}
