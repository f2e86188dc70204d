package io.linker.esdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventstore.dbclient.EventStoreDBConnectionString;
import io.linker.error.InvalidConnectionException;
import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.esdb.EsdbConnection.Preference;
import io.linker.esdb.EsdbConnection.Timing;
import io.linker.esdb.EsdbConnection.Tls;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionStringTest {
    @Test
    void theShortestStringHasTheDefaultsOfTheClients() {
        EsdbConnection connection = parse("esdb://localhost");
        assertThat(connection.seeds()).containsExactly(new Endpoint("localhost", 2113));
        assertThat(connection.discover()).isFalse();
        assertThat(connection.tls()).isEqualTo(new Tls(true, null, null, null));
        assertThat(connection.preference()).isNull();
        assertThat(connection.timing()).isEqualTo(Timing.DEFAULTS);
        assertThat(connection.credentials().get()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"esdb", "kurrentdb", "kurrent", "kdb", "ESDB"})
    void everySchemeMayDiscover(String scheme) {
        assertThat(parse(scheme + "://a:1").discover()).isFalse();
        assertThat(parse(scheme + "+discover://a:1").discover()).isTrue();
    }

    @Test
    void severalHostsAreSeedsAndTheirPortsMayBeAny() {
        EsdbConnection connection = parse("esdb://a:40000,b:65535,[::1]:50000,c/?tls=false");
        assertThat(connection.seeds())
                .containsExactly(
                        new Endpoint("a", 40000),
                        new Endpoint("b", 65535),
                        new Endpoint("::1", 50000),
                        new Endpoint("c", 2113));
        assertThat(connection.discover()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "admin:changeit, admin, changeit",
        "ad%40min:ch%3Aan%2Fge, ad@min, ch:an/ge",
        "admin:a+b, admin, a+b",
        "admin:a@b#c=d, admin, a@b#c=d",
        "admin:pässwörd, admin, pässwörd",
        "admin:, admin, ''",
        "admin, admin, ''"
    })
    void userAndPasswordAreDecoded(String userInfo, String user, String password) {
        assertThat(parse("esdb://" + userInfo + "@localhost:2113?tls=false")
                        .credentials()
                        .get())
                .contains(new Credentials(user, password));
    }

    @Test
    void everyKeyIsUnderstoodInAnyCase() {
        EsdbConnection connection = parse("esdb://a?TLS=TRUE&tlsVerifyCert=false&tlsCaFile=%2Ftmp%2Fc=a%26b.crt"
                + "&userCertFile=/u.crt&userKeyFile=/u.key&nodePreference=readOnlyReplica&keepAliveInterval=20000"
                + "&KEEPALIVETIMEOUT=-1&gossipTimeout=7&defaultDeadline=9&dnsDiscover=true&maxDiscoverAttempts=3"
                + "&discoveryInterval=1&feature=dns-lookup&somethingNew=1&");
        assertThat(connection.tls())
                .isEqualTo(new Tls(false, Path.of("/tmp/c=a&b.crt"), Path.of("/u.crt"), Path.of("/u.key")));
        assertThat(connection.preference()).isEqualTo(Preference.READ_ONLY_REPLICA);
        assertThat(connection.discover()).isTrue();
        assertThat(connection.timing())
                .isEqualTo(
                        new Timing(Duration.ofSeconds(20), Duration.ZERO, Duration.ofMillis(7), Duration.ofMillis(9)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:2113|must begin with esdb://",
                "admin:secret@localhost|must begin with esdb://",
                "http://admin:secret@localhost|must begin with esdb://",
                "esdb://|empty host",
                "esdb://a,,b|empty host",
                "esdb://admin:secret@|empty host",
                "esdb://a:0|port of host 'a'",
                "esdb://a:65536|port of host 'a'",
                "esdb://a:x|port of host 'a'",
                "esdb://[::1|[IPv6 address]:port",
                "esdb://a/b|path after its hosts",
                "esdb://admin:sec/ret@localhost|write them as %2F",
                "esdb://admin:secret%@localhost|write it as %25",
                "esdb://a?tls|key=value",
                "esdb://a?tls=maybe|tls=maybe",
                "esdb://a?keepAliveTimeout=-2|or -1 for never",
                "esdb://a?gossipTimeout=0|a number of milliseconds above 0",
                "esdb://a?defaultDeadline=soon|a number of milliseconds above 0",
                "esdb://a?nodePreference=any|leader, follower, readOnlyReplica or random",
                "esdb://a?userCertFile=x|userCertFile and userKeyFile together",
            })
    void whatCannotBeRightIsRefusedWithTheRemedyAndWithoutSecrets(String text, String remedy) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(InvalidConnectionException.class)
                .hasMessageContaining("'db-1'")
                .hasMessageContaining(remedy)
                .message()
                .doesNotContain("secret", "sec/ret", "ret@");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a,b", "ü", "a/b"})
    void aNameThatCannotStandInATrailIsRefused(String name) {
        assertThatThrownBy(() -> ConnectionString.parse("esdb://a", name))
                .isInstanceOf(InvalidConnectionException.class)
                .hasMessageContaining("letters, digits");
    }

    @Test
    void nothingPrintsTheSecrets() {
        EsdbConnection connection = parse("esdb://admin:secret@a:1,b:2?tls=false");
        assertThat(connection.toString()).isEqualTo("db-1 (esdb+discover://a:1,b:2)");
        assertThat(connection.credentials().get().toString()).doesNotContain("admin", "secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "esdb://localhost",
                "esdb://admin:changeit@localhost:2113?tls=false",
                "esdb://a:1,b:2,c:3?nodePreference=follower&keepAliveInterval=-1",
                "esdb+discover://user@cluster.example?tlsVerifyCert=false&tlsCaFile=/ca.crt&defaultDeadline=500",
                "esdb://a/?userCertFile=/u.crt&userKeyFile=/u.key&gossipTimeout=10"
            })
    void aPlainStringMeansWhatItMeansToTheClient(String text) {
        EsdbConnection ours = parse(text);
        EsdbConnection theirs = ClientSettings.read(EventStoreDBConnectionString.parseOrThrow(text), "db-1");
        assertThat(ours.seeds()).containsExactlyInAnyOrderElementsOf(theirs.seeds());
        assertThat(ours.discover()).isEqualTo(theirs.discover());
        assertThat(ours.tls()).isEqualTo(theirs.tls());
        assertThat(ours.preference()).isEqualTo(theirs.preference());
        assertThat(ours.credentials().get()).isEqualTo(theirs.credentials().get());
        assertThat(ours.timing().keepAliveInterval()).isEqualTo(theirs.timing().keepAliveInterval());
        assertThat(ours.timing().gossipTimeout()).isEqualTo(theirs.timing().gossipTimeout());
        assertThat(ours.timing().deadline()).isEqualTo(theirs.timing().deadline());
    }

    private static EsdbConnection parse(String text) {
        return ConnectionString.parse(text, "db-1");
    }
}
