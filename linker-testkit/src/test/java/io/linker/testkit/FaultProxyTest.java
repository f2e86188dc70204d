package io.linker.testkit;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linker.testkit.FaultProxy.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultProxyTest {
    private static final int MEGA = 1 << 20;
    private EchoServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new EchoServer('a');
        proxy = FaultProxy.to("127.0.0.1", server.port());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void everyByteArrivesUnchangedAndIsCounted() throws Exception {
        try (Socket client = connect()) {
            byte[] sent = random(8 * MEGA);
            assertThat(echoOf(client, sent)).isEqualTo(sent);
        }
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.bytes(Direction.TO_SERVER)).isEqualTo(8 * MEGA);
        assertThat(proxy.bytes(Direction.TO_CLIENT)).isEqualTo(8 * MEGA + 1);
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void aDelayIsExactToAMillisecondOrSo() throws Exception {
        try (Socket client = connect()) {
            proxy.delay(ofMillis(10));
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 200 && best > 23e6; i++) { // the best of many: the machine may be busy
                long begin = System.nanoTime();
                ping(client, i);
                best = Math.min(best, System.nanoTime() - begin);
            }
            assertThat(best / 1e6).isBetween(20.0, 23.0);
        }
    }

    @Test
    void aDelayDoesNotSlowDownWhoeverDoesNotWaitForAnswers() throws Exception {
        try (Socket client = connect()) {
            proxy.delay(ofMillis(100));
            byte[] sent = random(4 * MEGA);
            long begin = System.nanoTime();
            assertThat(echoOf(client, sent)).isEqualTo(sent);
            assertThat((System.nanoTime() - begin) / 1e6).isBetween(200.0, 8000.0);
        }
    }

    @Test
    void aBandwidthIsNotExceeded() throws Exception {
        try (Socket client = connect()) {
            proxy.bandwidth(MEGA);
            long begin = System.nanoTime();
            echoOf(client, random(MEGA / 2));
            assertThat((System.nanoTime() - begin) / 1e6).isGreaterThan(490.0);
        }
    }

    @Test
    void aStalledConnectionMovesNothingAndLosesNothing() throws Exception {
        try (Socket client = connect()) {
            proxy.stall();
            client.getOutputStream().write('x');
            assertSilent(client);
            proxy.resume();
            assertThat(client.getInputStream().read()).isEqualTo('x');
        }
    }

    @Test
    void aResetBreaksOpenConnectionsAndTakesNewOnes() throws Exception {
        try (Socket client = connect()) {
            proxy.resetAll();
            assertThatThrownBy(() -> client.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        try (Socket next = connect()) {
            ping(next, 1);
        }
    }

    @Test
    void aRefusingProxyKeepsOpenConnectionsAndItsPort() throws Exception {
        try (Socket client = connect()) {
            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            ping(client, 1);
            proxy.accept();
            try (Socket next = connect()) {
                ping(next, 2);
            }
        }
    }

    @Test
    void aSwallowedDirectionIsSilentWhileTheOtherWorks() throws Exception {
        try (Socket client = connect()) {
            proxy.swallow(Direction.TO_CLIENT);
            client.getOutputStream().write(new byte[100]);
            await().until(() -> proxy.bytes(Direction.TO_SERVER) == 100);
            assertSilent(client);
        }
    }

    @Test
    void aConnectionThatLostBytesIsNeverHeardOfAgainAndTheNextOneIsGood() throws Exception {
        try (Socket client = connect()) {
            proxy.swallow(Direction.TO_CLIENT);
            client.getOutputStream().write(new byte[100]);
            await().until(() -> proxy.bytes(Direction.TO_SERVER) == 100);
            proxy.heal();
            client.getOutputStream().write(new byte[100]);
            await().until(() -> proxy.bytes(Direction.TO_SERVER) == 200);
            assertSilent(client);
            try (Socket next = connect()) {
                ping(next, 7);
            }
        }
    }

    @Test
    void newConnectionsGoToTheNewTarget() throws Exception {
        try (var other = new EchoServer('b');
                Socket old = connect()) {
            proxy.retarget("127.0.0.1", other.port());
            try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
                assertThat(next.getInputStream().read()).isEqualTo('b');
            }
            ping(old, 1);
        }
    }

    @Test
    void aTargetThatIsNotThereResetsTheClient() throws Exception {
        server.close();
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void theEndOfOneDirectionIsPassedOnWithoutEndingTheOther() throws Exception {
        try (Socket client = connect()) {
            proxy.delay(ofMillis(5));
            client.getOutputStream().write("last words".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            client.shutdownOutput();
            assertThat(client.getInputStream().readAllBytes()).hasSize(10);
        }
    }

    @Test
    void aClosedProxyBreaksItsConnectionsAndRefusesChanges() throws Exception {
        try (Socket client = connect()) {
            proxy.close();
            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            assertThatThrownBy(() -> proxy.stall()).isInstanceOf(IllegalStateException.class);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setTcpNoDelay(true);
        assertThat(socket.getInputStream().read()).isEqualTo('a');
        return socket;
    }

    private static void ping(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        assertThat(client.getInputStream().read()).isEqualTo(value);
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(150);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(0);
    }

    private static byte[] echoOf(Socket client, byte[] sent) throws Exception {
        var writing = CompletableFuture.runAsync(() -> {
            try {
                client.getOutputStream().write(sent);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        byte[] received = client.getInputStream().readNBytes(sent.length);
        writing.get();
        return received;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
