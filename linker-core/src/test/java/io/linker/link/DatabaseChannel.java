package io.linker.link;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Channels of tests, opened from a connection string without the code under test. */
final class DatabaseChannel {
    private DatabaseChannel() {}

    static ManagedChannel open(String connectionString) {
        URI uri = URI.create(connectionString);
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(uri.getHost(), uri.getPort())
                .maxInboundMessageSize(32 << 20)
                .intercept(MetadataUtils.newAttachHeadersInterceptor(headers(uri)));
        if (option(uri, "tls").orElse("true").equals("false")) {
            return builder.usePlaintext().build();
        }
        try {
            return builder.sslContext(trust(uri).build()).build();
        } catch (SSLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Metadata headers(URI uri) {
        String user = uri.getUserInfo() == null ? "admin:changeit" : uri.getUserInfo();
        var headers = new Metadata();
        headers.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private static SslContextBuilder trust(URI uri) {
        SslContextBuilder context = GrpcSslContexts.forClient();
        if (option(uri, "tlsVerifyCert").orElse("true").equals("false")) {
            return context.trustManager(InsecureTrustManagerFactory.INSTANCE);
        }
        return option(uri, "tlsCaFile")
                .map(file -> context.trustManager(new File(file)))
                .orElse(context);
    }

    private static Optional<String> option(URI uri, String name) {
        for (String pair :
                uri.getQuery() == null ? new String[0] : uri.getQuery().split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }
}
