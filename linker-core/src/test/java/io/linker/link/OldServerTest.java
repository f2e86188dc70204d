package io.linker.link;

import com.eventstore.dbclient.proto.serverfeatures.ServerFeaturesGrpc.ServerFeaturesImplBase;
import com.eventstore.dbclient.proto.serverfeatures.Serverfeatures.SupportedMethods;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.linker.LinkerConnectionBuilder;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.testkit.EmbeddedEventStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OldServerTest {
    /** A server of a version that does not know batches, as far as a client asks it before it writes. */
    private static final class OldServer extends ServerFeaturesImplBase {
        @Override
        public void getSupportedMethods(Shared.Empty request, StreamObserver<SupportedMethods> answer) {
            answer.onNext(SupportedMethods.newBuilder()
                    .setEventStoreServerVersion("21.6.0")
                    .build());
            answer.onCompleted();
        }
    }

    @Test
    void aServerThatTakesNoBatchesIsRefusedWithItsVersionAndTheOldestThatWorks() throws IOException {
        Server old = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new OldServer())
                .build()
                .start();
        String uri = "esdb://127.0.0.1:" + old.getPort() + "?tls=false";
        try (EmbeddedEventStore origin = EmbeddedEventStore.start();
                Pair pair = new Pair(origin.connectionString(), uri)) {
            Verdicts.assertDoesNotStart(
                            pair.link(Settings.defaults())
                                    .destination(LinkerConnectionBuilder.parse(uri, "old-one"))
                                    .build(),
                            StopReason.UNSUPPORTED)
                    .hasMessageContainingAll("old-one", "21.6.0", "21.10");
        } finally {
            old.shutdownNow();
        }
    }
}
