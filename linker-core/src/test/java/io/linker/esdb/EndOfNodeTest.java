package io.linker.esdb;

import static io.linker.esdb.HeardAtDestination.next;
import static org.assertj.core.api.Assertions.assertThat;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.HeardAtOrigin.Answered;
import io.linker.esdb.HeardAtOrigin.Connected;
import io.linker.event.OriginPosition;
import io.linker.origin.Origin;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.write.Destination;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A node that goes just when a session opens the call it lives by: the end of the session is told, and once. */
class EndOfNodeTest {
    private final EmbeddedEventStore node = EmbeddedEventStore.start();
    private final String named = "db-1 (127.0.0.1:" + node.port() + ")";

    /** What happens, and when. A cut that is noticed before the call is no end: the channel connects again for it. */
    enum Going {
        CLOSED_BEFORE_THE_CALL,
        CLOSED_WITH_THE_CALL,
        CUT_WITH_THE_CALL
    }

    @AfterEach
    void close() {
        node.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDestinationSaysOnceThatItIsGone(Going going) {
        var heard = new HeardAtDestination();
        try (Destination destination =
                EsdbLink.destination(connection(StreamsGrpc.getBatchAppendMethod(), going), 2, "test")) {
            destination.connect(1, heard);
            var first = next(heard.ended);
            assertThat(first.session()).isEqualTo(1);
            assertThat(first.why().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(first.why().message()).contains(named);
            assertThat(destination.isWritable("any")).isFalse();
            destination.connect(2, heard);
            assertThat(next(heard.ended).session()).isEqualTo(2);
            destination.close(Duration.ofSeconds(2));
            assertThat(heard.ended).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOriginSaysOnceThatItIsGone(Going going) {
        var heard = new HeardAtOrigin();
        try (Origin origin = EsdbLink.origin(
                connection(StreamsGrpc.getReadMethod(), going), new OriginSource.All(null), Runnable::run, "test")) {
            origin.connect(1, heard);
            heard.next(Connected.class);
            origin.subscribe(OriginPosition.All.START);
            var first = heard.await(HeardAtOrigin.Ended.class);
            assertThat(first.session()).isEqualTo(1);
            assertThat(first.why().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(first.why().message()).contains(named);
            origin.close(Duration.ofSeconds(2));
            assertThat(heard.isSilent()).isTrue();
        }
    }

    @Test
    void anOriginIsNotSubscribedToOverAConnectionThatReplacedTheOneItAsked() {
        var heard = new HeardAtOrigin();
        EsdbConnection plain = ConnectionString.parse(node.connectionString(), "db-1");
        try (Origin origin = EsdbLink.origin(plain, new OriginSource.All(null), Runnable::run, "test")) {
            origin.connect(1, heard);
            heard.next(Connected.class);
            node.faults().cutConnections();
            origin.read(1, new OriginRead.Head());
            while (heard.next(Answered.class).answer() instanceof OriginRead.Answer.Failed) {
                origin.read(1, new OriginRead.Head());
            }
            origin.subscribe(OriginPosition.All.START);
            Failure why = heard.next(HeardAtOrigin.Ended.class).why();
            assertThat(why.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(why.message()).contains(named);
        }
    }

    private EsdbConnection connection(MethodDescriptor<?, ?> method, Going going) {
        EsdbConnection plain = ConnectionString.parse(node.connectionString(), "db-1");
        return new EsdbConnection(
                plain.name(),
                plain.seeds(),
                plain.discover(),
                plain.tls(),
                plain.preference(),
                plain.timing(),
                plain.credentials(),
                List.of(new Moment(
                        method.getFullMethodName(), going == Going.CLOSED_BEFORE_THE_CALL, () -> go(going))));
    }

    private void go(Going going) {
        if (going == Going.CUT_WITH_THE_CALL) {
            node.faults().cutConnections();
        } else {
            node.close();
        }
    }

    /** Does something just before a call is started, or just after. */
    private record Moment(String method, boolean before, Runnable action) implements ClientInterceptor {
        @Override
        public <Q, R> ClientCall<Q, R> interceptCall(
                MethodDescriptor<Q, R> called, CallOptions options, Channel channel) {
            ClientCall<Q, R> call = channel.newCall(called, options);
            if (!called.getFullMethodName().equals(method)) {
                return call;
            }
            return new SimpleForwardingClientCall<>(call) {
                @Override
                public void start(Listener<R> listener, Metadata headers) {
                    if (before) {
                        action.run();
                    }
                    super.start(listener, headers);
                    if (!before) {
                        action.run();
                    }
                }
            };
        }
    }
}
