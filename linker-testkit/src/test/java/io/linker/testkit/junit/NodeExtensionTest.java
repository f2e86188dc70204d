package io.linker.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.eventstore.dbclient.AppendToStreamOptions;
import com.eventstore.dbclient.EventDataBuilder;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.ExpectedRevision;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import io.linker.testkit.Users;
import io.linker.testkit.faults.Faults;
import io.linker.testkit.wire.Wire;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(30)
class NodeExtensionTest {

    @Nested
    @ExtendWith(NodeExtension.class)
    class WithDefaults {
        private EmbeddedEventStore prepared;

        @BeforeEach
        void prepare(@Node EmbeddedEventStore node) {
            prepared = node;
        }

        @Test
        void theConnectionStringLeadsThroughTheNetwork(@Node String uri, @Node FaultProxy network) throws Exception {
            EventStoreDBClient client = EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(uri));
            try {
                var event = EventDataBuilder.binary(UUID.randomUUID(), "t", new byte[0], false)
                        .build();
                var options = AppendToStreamOptions.get().expectedRevision(ExpectedRevision.noStream());
                client.appendToStream("s", options, event).get(10, TimeUnit.SECONDS);
            } finally {
                client.shutdown().get(10, TimeUnit.SECONDS);
            }
            assertThat(network.connections()).isPositive();
        }

        @Test
        void allThatIsAskedForIsOfOneNode(@Node EmbeddedEventStore node, @Node Faults faults) {
            assertThat(node).isSameAs(prepared);
            faults.appends().next(1).timeOut();
            try (Wire wire = Wire.to(node)) {
                assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> wire.append("s")))
                        .isNotNull();
            }
        }

        @Test
        void namesTellNodesApart(
                @Node("origin") EmbeddedEventStore origin,
                @Node("destination") EmbeddedEventStore destination,
                @Node("origin") FaultProxy network)
                throws Exception {
            assertThat(origin).isNotSameAs(destination).isNotSameAs(prepared);
            try (Wire wire = Wire.to(network.port())) {
                wire.append("s");
                assertThat(wire.gossip().getMembers(0).getHttpEndPoint().getPort())
                        .isEqualTo(network.port());
            }
            try (Wire wire = Wire.to(origin)) {
                assertThat(wire.count("s")).isEqualTo(1);
            }
        }
    }

    @Nested
    class WithSettings {
        @RegisterExtension
        final NodeExtension nodes = NodeExtension.with(node -> node.users(Users.defaults()));

        @Test
        void theNodeIsAsTheFieldSays(@Node EmbeddedEventStore node) throws Exception {
            try (Wire wire = Wire.to(node)) {
                assertThat(catchThrowableOfType(StatusRuntimeException.class, () -> wire.append("s")))
                        .isNotNull();
                assertThat(wire.as("admin", "changeit").append("s")).isZero();
            }
        }
    }
}
