package io.linker.esdb;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The channels of one session. Reads the certificates when made, so each session sees the newest; closes all at once. */
final class Channels implements AutoCloseable {
    /** Servers send messages of up to 16 MiB and their frame. */
    private static final int LARGEST_MESSAGE = 17 * 1024 * 1024;

    /** Names of streams travel in trailers, and grpc-java's 8 KiB ends the call on a long one. */
    private static final int LARGEST_METADATA = 256 * 1024;

    private final EsdbConnection connection;
    private final EndThreads threads;
    private final int window;
    private final @Nullable SslContext tls;
    private final List<ManagedChannel> open = new ArrayList<>();
    private boolean closed;

    /**
     * @param window bytes a server may send ahead on one call
     * @throws FailedException if a certificate or key cannot be read
     */
    Channels(EsdbConnection connection, EndThreads threads, int window) throws FailedException {
        this.connection = connection;
        this.threads = threads;
        this.window = window;
        this.tls = connection.tls() == null ? null : tls(connection.tls(), connection.name());
    }

    /** A channel to one address, which it keeps for life: where a node moves to is found out by the next session. */
    ManagedChannel open(InetSocketAddress address) throws FailedException {
        var builder = NettyChannelBuilder.forAddress(address)
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .eventLoopGroup(threads.network())
                .executor(threads.callbacks())
                .offloadExecutor(threads.callbacks())
                .flowControlWindow(window)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .maxInboundMetadataSize(LARGEST_METADATA)
                .disableRetry() // it would keep a copy of what is sent until the first answer
                .intercept(connection.interceptors());
        var timing = connection.timing();
        if (!timing.keepAliveInterval().isZero() && !timing.keepAliveTimeout().isZero()) {
            builder.keepAliveTime(timing.keepAliveInterval().toMillis(), TimeUnit.MILLISECONDS)
                    .keepAliveTimeout(timing.keepAliveTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
        ManagedChannel channel = (tls == null ? builder.usePlaintext() : builder.sslContext(tls)).build();
        synchronized (open) {
            open.add(channel);
            if (closed) {
                channel.shutdownNow();
                throw new FailedException(new Failure(Kind.ENDED, "The attempt to connect was given up"));
            }
        }
        return channel;
    }

    /** Closes one that turned out to lead nowhere. */
    void discard(ManagedChannel channel) {
        channel.shutdownNow();
        synchronized (open) {
            open.remove(channel);
        }
    }

    /** Cuts everything, calls under way included; returns at once. */
    @Override
    public void close() {
        synchronized (open) {
            closed = true;
            open.forEach(ManagedChannel::shutdownNow);
            open.clear();
        }
    }

    private static SslContext tls(EsdbConnection.Tls tls, String name) throws FailedException {
        try {
            var builder = GrpcSslContexts.forClient();
            if (!tls.verify()) {
                builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
            } else if (tls.caFile() != null) {
                builder.trustManager(readable(tls.caFile(), "tlsCaFile"));
            }
            if (tls.certFile() != null && tls.keyFile() != null) {
                File certificate = readable(tls.certFile(), "userCertFile");
                checkValid(certificate);
                builder.keyManager(certificate, readable(tls.keyFile(), "userKeyFile"));
            }
            return builder.build();
        } catch (IOException | CertificateException | RuntimeException e) {
            throw new FailedException(
                    new Failure(Kind.TLS, "The connection '" + name + "' cannot be secured: " + e.getMessage(), e));
        }
    }

    /** A server only says that it does not like the certificate; the date is known here. */
    private static void checkValid(File certificate) throws IOException, CertificateException {
        try (InputStream in = Files.newInputStream(certificate.toPath())) {
            var read = CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (read instanceof X509Certificate user
                    && user.getNotAfter().toInstant().isBefore(Instant.now())) {
                throw new CertificateException("the user certificate " + certificate + " expired at "
                        + user.getNotAfter().toInstant());
            }
        }
    }

    private static File readable(Path file, String key) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("the file " + file + ", given as " + key + ", is missing or cannot be read");
        }
        return file.toFile();
    }
}
