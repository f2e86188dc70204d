package io.linker.esdb;

import io.linker.error.InvalidConnectionException;
import io.linker.esdb.EsdbConnection.Preference;
import io.linker.esdb.EsdbConnection.Timing;
import io.linker.esdb.EsdbConnection.Tls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stands behind the question mark of a connection string. Keys are case-insensitive; the last of equal keys counts. */
record ConnectionOptions(
        boolean dnsDiscover, @Nullable Tls tls, @Nullable Preference preference, Timing timing) {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionOptions.class);

    /**
     * Understood by the official clients and without a meaning here: a link decides itself when to try again and never gives
     * up by count, names are always looked up, and it reports every failed append.
     */
    private static final Set<String> WITHOUT_EFFECT =
            Set.of("maxdiscoverattempts", "discoveryinterval", "feature", "connectionname", "throwonappendfailure");

    private static final Set<String> KNOWN = Set.of(
            "tls",
            "tlsverifycert",
            "tlscafile",
            "usercertfile",
            "userkeyfile",
            "nodepreference",
            "keepaliveinterval",
            "keepalivetimeout",
            "gossiptimeout",
            "defaultdeadline",
            "dnsdiscover");

    private static final Set<String> FREE_TEXT = Set.of("tlscafile", "usercertfile", "userkeyfile", "connectionname");

    /** Whether an at sign in the value of that key is nothing unusual. */
    static boolean mayHoldAt(String key) {
        return FREE_TEXT.contains(key.toLowerCase(Locale.ROOT));
    }

    static ConnectionOptions parse(String query, String name) {
        var values = new Values(name, split(query, name));
        Timing defaults = Timing.DEFAULTS;
        var timing = new Timing(
                values.millis("keepaliveinterval", defaults.keepAliveInterval(), true),
                values.millis("keepalivetimeout", defaults.keepAliveTimeout(), true),
                values.millis("gossiptimeout", defaults.gossipTimeout(), false),
                values.millis("defaultdeadline", defaults.deadline(), false));
        return new ConnectionOptions(
                values.flag("dnsdiscover", false),
                values.flag("tls", true) ? tls(values) : null,
                values.preference(),
                timing);
    }

    private static Map<String, String> split(String query, String name) {
        Map<String, String> values = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new InvalidConnectionException(
                        "The options in the connection string of '" + name + "' must be key=value, separated by '&'");
            }
            String key = pair.substring(0, equals).toLowerCase(Locale.ROOT);
            if (KNOWN.contains(key)) {
                values.put(key, ConnectionString.decode(pair.substring(equals + 1), "the value of " + key, name));
            } else if (!WITHOUT_EFFECT.contains(key)) {
                LOG.warn(
                        "The connection string of '{}' has an option '{}' that is not known and has no effect",
                        name,
                        key);
            }
        }
        return values;
    }

    private static Tls tls(Values values) {
        @Nullable Path certificate = values.path("usercertfile");
        @Nullable Path key = values.path("userkeyfile");
        if ((certificate == null) != (key == null)) {
            throw new InvalidConnectionException("The connection string of '" + values.name
                    + "' must give userCertFile and userKeyFile together, or neither");
        }
        return new Tls(values.flag("tlsverifycert", true), values.path("tlscafile"), certificate, key);
    }

    /** The values by lower-case key, each checked where it is asked for. */
    private record Values(String name, Map<String, String> byKey) {
        boolean flag(String key, boolean otherwise) {
            String value = byKey.get(key);
            if (value == null) {
                return otherwise;
            }
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw invalid(key, value, "true or false");
            };
        }

        /** Milliseconds; -1 turns a keep-alive off, which is told by zero. */
        Duration millis(String key, Duration otherwise, boolean canBeOff) {
            String value = byKey.get(key);
            if (value == null) {
                return otherwise;
            }
            try {
                long millis = Long.parseLong(value);
                if (millis > 0 && millis <= Integer.MAX_VALUE) {
                    return Duration.ofMillis(millis);
                }
                if (canBeOff && millis == -1) {
                    return Duration.ZERO;
                }
            } catch (NumberFormatException notOne) {
                // the same sentence as for a number out of range
            }
            throw invalid(key, value, "a number of milliseconds above 0" + (canBeOff ? ", or -1 for never" : ""));
        }

        @Nullable
        Path path(String key) {
            String value = byKey.get(key);
            try {
                return value == null || value.isEmpty() ? null : Path.of(value);
            } catch (java.nio.file.InvalidPathException e) {
                throw invalid(key, value, "a path of this file system");
            }
        }

        @Nullable
        Preference preference() {
            String value = byKey.get("nodepreference");
            if (value == null) {
                return null;
            }
            return switch (value.toLowerCase(Locale.ROOT)) {
                case "leader" -> Preference.LEADER;
                case "follower" -> Preference.FOLLOWER;
                case "readonlyreplica" -> Preference.READ_ONLY_REPLICA;
                case "random" -> Preference.RANDOM;
                default -> throw invalid("nodepreference", value, "leader, follower, readOnlyReplica or random");
            };
        }

        private InvalidConnectionException invalid(String key, @Nullable String value, String remedy) {
            return new InvalidConnectionException("The option " + key + "=" + value + " in the connection string of '"
                    + name + "' must be " + remedy);
        }
    }
}
