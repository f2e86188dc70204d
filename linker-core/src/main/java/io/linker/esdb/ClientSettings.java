package io.linker.esdb;

import com.eventstore.dbclient.ClientCertificate;
import com.eventstore.dbclient.EventStoreDBClientSettings;
import com.eventstore.dbclient.NodePreference;
import com.eventstore.dbclient.UserCredentials;
import io.linker.error.InvalidConnectionException;
import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.esdb.EsdbConnection.Preference;
import io.linker.esdb.EsdbConnection.Timing;
import io.linker.esdb.EsdbConnection.Tls;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings object of the official client, taken as it is. Two things it does not tell: whether {@code leader} is the
 * user's preference or the default (taken for the default), and addresses that are not resolved yet (its host names are
 * looked up again at each connect).
 */
public final class ClientSettings {
    private ClientSettings() {}

    /**
     * Reads a settings object.
     *
     * @throws InvalidConnectionException if it names no host
     */
    public static EsdbConnection read(EventStoreDBClientSettings settings, String name) {
        List<Endpoint> seeds = Arrays.stream(settings.getHosts())
                .map(host -> new Endpoint(host.getHostString(), host.getPort()))
                .toList();
        Optional<Credentials> credentials = credentials(settings.getDefaultCredentials(), name);
        return new EsdbConnection(
                name,
                seeds,
                settings.isDnsDiscover() || seeds.size() > 1,
                settings.isTls() ? tls(settings) : null,
                preference(settings.getNodePreference()),
                timing(settings),
                () -> credentials,
                settings.getInterceptors());
    }

    private static Timing timing(EventStoreDBClientSettings settings) {
        @Nullable Long deadline = settings.getDefaultDeadline();
        return new Timing(
                keepAlive(settings.getKeepAliveInterval()),
                keepAlive(settings.getKeepAliveTimeout()),
                Duration.ofMillis(Math.max(1, settings.getGossipTimeout())),
                deadline == null || deadline < 1 ? Timing.DEFAULTS.deadline() : Duration.ofMillis(deadline));
    }

    /** The client says -1 or the largest number for never. */
    private static Duration keepAlive(long millis) {
        return millis <= 0 || millis > Integer.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(millis);
    }

    private static Tls tls(EventStoreDBClientSettings settings) {
        @Nullable String ca = settings.getTlsCaFile();
        @Nullable ClientCertificate user = settings.getDefaultClientCertificate();
        return new Tls(
                settings.isTlsVerifyCert(),
                ca == null ? null : Path.of(ca),
                user == null ? null : Path.of(user.getCertFile()),
                user == null ? null : Path.of(user.getKeyFile()));
    }

    private static @Nullable Preference preference(NodePreference preference) {
        return switch (preference) {
            case LEADER -> null;
            case FOLLOWER -> Preference.FOLLOWER;
            case READ_ONLY_REPLICA -> Preference.READ_ONLY_REPLICA;
            case RANDOM -> Preference.RANDOM;
        };
    }

    /** The client keeps the header it would send to itself; reflection is the only way to take its credentials over. */
    private static Optional<Credentials> credentials(@Nullable UserCredentials given, String name) {
        if (given == null) {
            return Optional.empty();
        }
        try {
            Method header = UserCredentials.class.getDeclaredMethod("basicAuthHeader");
            header.setAccessible(true);
            String basic = String.valueOf(header.invoke(given));
            byte[] plain = Base64.getDecoder().decode(basic.substring("Basic ".length()));
            String pair = new String(plain, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new InvalidConnectionException("The credentials in the client settings of '" + name
                    + "' cannot be taken over; give them with LinkerConnectionBuilder.credentials(user, password)");
        }
    }
}
