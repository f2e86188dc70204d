package io.linker.testkit.internal.tls;

import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.linker.testkit.Certificates.Issued;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;

/**
 * How a server is secured.
 *
 * @param uriQuery what of it a connection string must say
 * @param settings puts it into a server
 */
public record ServerTls(String uriQuery, Consumer<NettyServerBuilder> settings) {
    /** Plaintext. */
    public static final ServerTls OFF = new ServerTls("tls=false", server -> {});

    /** TLS; a client is asked for a certificate of the same authority and need not have one. */
    public static ServerTls with(Path authority, Issued server) {
        return new ServerTls("tls=true&tlsCaFile=" + authority, builder -> secure(builder, authority, server));
    }

    private static void secure(NettyServerBuilder builder, Path authority, Issued server) {
        try {
            builder.sslContext(GrpcSslContexts.forServer(
                            server.certificate().toFile(), server.key().toFile())
                    .trustManager(authority.toFile())
                    .clientAuth(ClientAuth.OPTIONAL)
                    .build());
        } catch (SSLException e) {
            throw new IllegalArgumentException("cannot use the certificate " + server.certificate(), e);
        }
    }
}
