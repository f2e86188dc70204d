package io.linker.event;

import org.jspecify.annotations.Nullable;

/** What becomes of an event of the origin; every event becomes exactly one, so that the checkpoint passes them all. */
public sealed interface Outcome {
    /** Where the origin stands once this is done. */
    OriginPosition position();

    /**
     * To be delivered.
     *
     * @param origin the event as it was read
     * @param change what it means at the destination
     * @param relayed where it was first written, if that was another database than the origin
     */
    record Deliver(
            OriginEvent origin, Change change, @Nullable Birth relayed) implements Outcome {
        /** Of an event that was first written at the origin. */
        public Deliver(OriginEvent origin, Change change) {
            this(origin, change, null);
        }

        @Override
        public OriginPosition position() {
            return origin.position();
        }
    }

    /**
     * Not to be delivered, for a reason that is counted.
     *
     * @param origin the event as it was read
     * @param echo what an {@link SkipReason#ECHO} proves; null for any other reason, and where its trail does not say
     */
    record Skip(
            OriginEvent origin, SkipReason reason, @Nullable Echo echo) implements Outcome {
        /** A skip that proves nothing about other databases. */
        public Skip(OriginEvent origin, SkipReason reason) {
            this(origin, reason, null);
        }

        @Override
        public OriginPosition position() {
            return origin.position();
        }
    }

    /**
     * An event of the destination's that the origin holds.
     *
     * @param lane the destination lane whose writers at the origin know it
     * @param birth where it was first written
     */
    record Echo(String lane, Birth birth) {}

    /** Something the destination cannot take in any form, for the undeliverable policy. */
    record Undeliverable(OriginEvent origin, String why) implements Outcome {
        @Override
        public OriginPosition position() {
            return origin.position();
        }
    }
}
