package io.linker.testkit.internal.access;

import java.util.Collection;
import java.util.Set;

/**
 * Who makes a call.
 *
 * @param name the login; empty for somebody who showed no credentials
 * @param roles the groups of the user
 */
public record Principal(String name, Set<String> roles) {
    /** Every authenticated caller has this role. */
    static final String EVERYBODY = "$all";

    static final String ADMINS = "$admins";
    static final String OPERATORS = "$ops";

    /** Somebody who showed no credentials. */
    public static final Principal ANONYMOUS = new Principal("", Set.of());

    boolean isAnonymous() {
        return name.isEmpty();
    }

    /** Whether no access control list holds this caller back. */
    public boolean isAdmin() {
        return name.equals("admin") || roles.contains(ADMINS);
    }

    /** Whether the caller may manage the node and its persistent subscriptions. */
    public boolean isOperator() {
        return isAdmin() || name.equals("ops") || roles.contains(OPERATORS);
    }

    /** Whether the caller is meant by one of the roles; a login counts as a role. */
    boolean hasOneOf(Collection<String> wanted) {
        return wanted.stream().anyMatch(role -> role.equals(EVERYBODY) || role.equals(name) || roles.contains(role));
    }
}
