package io.linker.testkit;

import io.linker.testkit.internal.access.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The users of a node with access control. A node without users is open to everybody, like a server started with
 * {@code --insecure}.
 *
 * <pre>{@code
 * var users = Users.defaults().add("alice", "secret", "clerks");
 * try (var node = EmbeddedEventStore.builder().users(users).start()) {
 *     users.changePassword("alice", "changed");
 * }
 * }</pre>
 *
 * <p>Credentials are checked when a call begins: changes made while the node runs hold for new calls at once, and leave
 * open calls and subscriptions alone. What a user may do is decided by the access control lists in the streams' metadata,
 * where a login and a group are both a role. Unlike those of a real server, users leave no events in the log. Safe for use by several threads.
 */
public final class Users {
    private record User(String password, Set<String> groups, boolean enabled) {}

    private final Map<String, User> byLogin = new ConcurrentHashMap<>();
    private volatile boolean anonymousAllowed;

    private Users() {}

    /** The two users of every new server: {@code admin} and {@code ops}, both with the password {@code changeit}. */
    public static Users defaults() {
        return new Users().add("admin", "changeit", "$admins").add("ops", "changeit", "$ops");
    }

    /** Adds a user, or replaces the one with that login. Members of {@code $admins} may do everything. */
    public Users add(String login, String password, String... groups) {
        if (login.isEmpty() || login.contains(":")) {
            throw new IllegalArgumentException("a login is not empty and has no colon: '" + login + "'");
        }
        byLogin.put(login, new User(password, Set.of(groups), true));
        return this;
    }

    /** Refuses new calls of a user until {@link #enable}. */
    public Users disable(String login) {
        return change(login, user -> new User(user.password(), user.groups(), false));
    }

    /** Takes calls of a disabled user again. */
    public Users enable(String login) {
        return change(login, user -> new User(user.password(), user.groups(), true));
    }

    /** Gives a user another password, which counts from the next call on. */
    public Users changePassword(String login, String password) {
        return change(login, user -> new User(password, user.groups(), user.enabled()));
    }

    /**
     * Lets callers without credentials do what {@code $all}, everybody, may, as servers before 23.10 did and later ones
     * do when started with {@code --allow-anonymous-stream-access}. Not allowed at first.
     */
    public Users allowAnonymous() {
        anonymousAllowed = true;
        return this;
    }

    /** Whether callers without credentials may use streams. */
    public boolean anonymousAllowed() {
        return anonymousAllowed;
    }

    /** The user with these credentials; empty if there is none, it is disabled, or the password is wrong. */
    public Optional<Principal> authenticate(String login, String password) {
        User user = byLogin.get(login);
        return user != null && user.password().equals(password) ? find(login) : Optional.empty();
    }

    /** The user with that login; empty if there is none or it is disabled. */
    public Optional<Principal> find(String login) {
        User user = byLogin.get(login);
        return user != null && user.enabled() ? Optional.of(new Principal(login, user.groups())) : Optional.empty();
    }

    private interface Change {
        User of(User user);
    }

    private Users change(String login, Change change) {
        if (byLogin.computeIfPresent(login, (name, user) -> change.of(user)) == null) {
            throw new IllegalArgumentException("there is no user '" + login + "'");
        }
        return this;
    }
}
