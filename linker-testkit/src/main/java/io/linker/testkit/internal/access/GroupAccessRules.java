package io.linker.testkit.internal.access;

import io.linker.testkit.internal.groups.GroupAccess;
import io.linker.testkit.internal.groups.GroupOperation;
import io.linker.testkit.internal.streams.Access;

/**
 * Who may do what with persistent subscriptions: operators manage them, every user sees their state, and whoever may read
 * the source may consume.
 */
public final class GroupAccessRules implements GroupAccess.Policy {
    private final Access.Policy streams;

    public GroupAccessRules(Access.Policy streams) {
        this.streams = streams;
    }

    @Override
    public GroupAccess current() {
        return new Rights(Authentication.CALLER.get(), streams.current());
    }

    private record Rights(Principal caller, Access streams) implements GroupAccess {
        @Override
        public boolean allows(GroupOperation operation, String source) {
            return switch (operation) {
                case CREATE, UPDATE, DELETE, REPLAY_PARKED, RESTART -> caller.isOperator();
                case STATISTICS -> !caller.isAnonymous();
                case PROCESS_MESSAGES -> !caller.isAnonymous() && streams.allows(Access.Right.toRead(source), source);
            };
        }

        @Override
        public String user() {
            return caller.isAnonymous() ? "anonymous" : caller.name();
        }
    }
}
