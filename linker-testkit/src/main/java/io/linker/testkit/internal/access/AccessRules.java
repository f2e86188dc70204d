package io.linker.testkit.internal.access;

import io.linker.testkit.Users;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.SystemNames;
import io.linker.testkit.internal.streams.Access;
import java.util.List;

/**
 * The rules of a server with users: absolute denials, admins, then the stream's access control list, then the defaults in
 * {@code $settings}, then the built-in ones. Lists are read anew at every question, so changes count at once for new calls.
 */
public final class AccessRules implements Access.Policy {
    private final EventLog log;
    private final DefaultAcls defaults;
    private final Users users;

    public AccessRules(EventLog log, Users users) {
        this.log = log;
        this.defaults = new DefaultAcls(log);
        this.users = users;
    }

    @Override
    public Access current() {
        Principal caller = Authentication.CALLER.get();
        return (right, stream) -> allows(caller, right, stream);
    }

    private boolean allows(Principal caller, Access.Right right, String stream) {
        if (deniedToAll(right, stream) || (caller.isAnonymous() && !users.anonymousAllowed())) {
            return false;
        }
        return caller.isAdmin() || caller.hasOneOf(roles(right, stream));
    }

    private static boolean deniedToAll(Access.Right right, String stream) {
        boolean changes = right == Access.Right.WRITE || right == Access.Right.DELETE;
        return (changes && stream.equals("$all")) || (right == Access.Right.DELETE && SystemNames.isMetastream(stream));
    }

    private List<String> roles(Access.Right right, String stream) {
        String governed = SystemNames.isMetastream(stream) ? SystemNames.originalOf(stream) : stream;
        String key = keyOf(right);
        List<String> own = log.stream(governed).metadata().acl().get(key);
        return own != null ? own : defaults.roles(key, governed.startsWith("$"));
    }

    private static String keyOf(Access.Right right) {
        return switch (right) {
            case READ -> "$r";
            case WRITE -> "$w";
            case DELETE -> "$d";
            case META_READ -> "$mr";
            case META_WRITE -> "$mw";
        };
    }
}
