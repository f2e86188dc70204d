package io.linker.testkit.internal.groups;

/** What the caller of one call may do with groups. Asked on the thread that serves the call; must not block. */
public interface GroupAccess {

    /**
     * Whether the caller may do this.
     *
     * @param source the stream or {@code $all}; empty for what concerns all groups
     */
    boolean allows(GroupOperation operation, String source);

    /** The caller's login name, for statistics and for the record of who changed a group. */
    String user();

    /** Finds out who calls, when a call begins: the gRPC context of that moment is the call's. */
    interface Policy {
        /** The access of the current call. */
        GroupAccess current();

        /** Everybody may do everything, as on an insecure server. */
        static Policy open() {
            GroupAccess everything = new GroupAccess() {
                @Override
                public boolean allows(GroupOperation operation, String source) {
                    return true;
                }

                @Override
                public String user() {
                    return "anonymous";
                }
            };
            return () -> everything;
        }
    }
}
