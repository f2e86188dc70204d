package io.linker.esdb;

import io.linker.error.InvalidConnectionException;
import io.linker.esdb.EsdbConnection.Endpoint;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * {@code scheme://[user[:password]@]host[:port][,host[:port]]...[/][?key=value[&key=value]...]}.
 *
 * <p>Not the official client's parser, which takes every port but the first for a signed 16-bit number, cuts a value at its
 * first {@code =}, decodes no escapes in values, and puts passwords into its messages. Strings that it understands mean the
 * same here, but for one: a plus sign in a password is a plus sign, not a space.
 */
public final class ConnectionString {
    private static final int DEFAULT_PORT = 2113;
    private static final Set<String> SCHEMES = Set.of("esdb", "kurrentdb", "kurrent", "kdb");
    private static final String DISCOVER = "+discover";

    private ConnectionString() {}

    /**
     * Reads a connection string.
     *
     * @throws InvalidConnectionException if it cannot be understood; the message holds nothing of the user's secrets
     */
    public static EsdbConnection parse(String text, String name) {
        String trimmed = text.strip();
        int schemeEnd = trimmed.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : trimmed.substring(0, schemeEnd).toLowerCase(java.util.Locale.ROOT);
        boolean discover = scheme.endsWith(DISCOVER);
        String family = discover ? scheme.substring(0, scheme.length() - DISCOVER.length()) : scheme;
        if (!SCHEMES.contains(family)) {
            throw new InvalidConnectionException("The connection string of '" + name
                    + "' must begin with esdb://, esdb+discover://, kurrentdb:// or kurrentdb+discover://");
        }
        String rest = trimmed.substring(schemeEnd + 3);
        int authorityEnd = firstOf(rest, "/?");
        String authority = rest.substring(0, authorityEnd);
        String afterHosts = rest.substring(authorityEnd);
        int at = authority.lastIndexOf('@');
        if (at < 0 && holdsUser(afterHosts)) {
            throw new InvalidConnectionException("The user or password in the connection string of '" + name
                    + "' holds a '/' or '?'; write them as %2F and %3F");
        }
        Optional<Credentials> credentials = at < 0 ? Optional.empty() : credentials(authority.substring(0, at), name);
        List<Endpoint> seeds = seeds(authority.substring(at + 1), name);
        ConnectionOptions options = ConnectionOptions.parse(query(afterHosts, name), name);
        return new EsdbConnection(
                name,
                seeds,
                discover || options.dnsDiscover() || seeds.size() > 1,
                options.tls(),
                options.preference(),
                options.timing(),
                () -> credentials,
                List.of());
    }

    /** An at sign behind the hosts belongs to a user, unless an option has it that names a file or is the user's own word. */
    private static boolean holdsUser(String afterHosts) {
        int at = afterHosts.indexOf('@');
        if (at < 0) {
            return false;
        }
        String pair = afterHosts.substring(
                Math.max(afterHosts.lastIndexOf('&', at), afterHosts.lastIndexOf('?', at)) + 1, at);
        int equals = pair.indexOf('=');
        return equals < 1 || !ConnectionOptions.mayHoldAt(pair.substring(0, equals));
    }

    private static String query(String afterHosts, String name) {
        int question = afterHosts.indexOf('?');
        String path = question < 0 ? afterHosts : afterHosts.substring(0, question);
        if (!path.isEmpty() && !path.equals("/")) {
            throw new InvalidConnectionException("The connection string of '" + name
                    + "' has a path after its hosts; only ?key=value may follow them."
                    + " A '/' in a password is written as %2F");
        }
        return question < 0 ? "" : afterHosts.substring(question + 1);
    }

    private static Optional<Credentials> credentials(String userInfo, String name) {
        if (userInfo.isEmpty()) {
            return Optional.empty();
        }
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return Optional.of(
                new Credentials(decode(user, "the user name", name), decode(password, "the password", name)));
    }

    private static List<Endpoint> seeds(String hosts, String name) {
        List<Endpoint> seeds = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            seeds.add(seed(host.strip(), name));
        }
        return seeds;
    }

    private static Endpoint seed(String text, String name) {
        int hostEnd = text.startsWith("[") ? text.indexOf(']') + 1 : firstOf(text, ":");
        String host = text.startsWith("[") && hostEnd > 0 ? text.substring(1, hostEnd - 1) : text.substring(0, hostEnd);
        if (host.isEmpty()) {
            throw new InvalidConnectionException("The connection string of '" + name
                    + "' has an empty host; write host, host:port or [IPv6 address]:port, several separated by commas");
        }
        String port = text.substring(hostEnd);
        return new Endpoint(host, port.isEmpty() ? DEFAULT_PORT : port(port, host, name));
    }

    private static int port(String text, String host, String name) {
        int port = parsePort(text);
        if (port < 1 || port > 65535) {
            throw new InvalidConnectionException("The port of host '" + host + "' in the connection string of '" + name
                    + "' must be a number from 1 to 65535 after a colon");
        }
        return port;
    }

    private static int parsePort(String text) {
        try {
            return text.startsWith(":") ? Integer.parseInt(text.substring(1)) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Percent-decoding; a plus stays a plus. */
    static String decode(String text, String what, String name) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidConnectionException("In the connection string of '" + name + "' " + what
                    + " holds a '%' that begins no escape; write it as %25");
        }
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }
}
