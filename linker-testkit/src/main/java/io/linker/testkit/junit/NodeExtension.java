package io.linker.testkit.junit;

import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.EmbeddedEventStoreBuilder;
import io.linker.testkit.FaultProxy;
import io.linker.testkit.faults.Faults;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its nodes, each with a network of its own in front.
 *
 * <pre>{@code
 * @ExtendWith(NodeExtension.class)
 * class CopyTest {
 *     @Test
 *     void survivesABrokenConnection(
 *             @Node("origin") String origin, @Node("destination") String destination, @Node("origin") FaultProxy network) {
 *         // ... connect to both, then
 *         network.resetAll();
 *     }
 * }
 * }</pre>
 *
 * <p>A node starts when a parameter first asks for it and stops after the test, or after all tests of the class if a
 * {@code @BeforeAll} method asked for it. Settings go in with a field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final NodeExtension NODES = NodeExtension.with(node -> node.users(Users.defaults()));
 * }</pre>
 */
public final class NodeExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NODES = ExtensionContext.Namespace.create(NodeExtension.class);
    private static final Set<Class<?>> TYPES =
            Set.of(EmbeddedEventStore.class, FaultProxy.class, Faults.class, String.class);

    private final UnaryOperator<EmbeddedEventStoreBuilder> settings;

    /** Nodes with default settings: in memory, plaintext, open to everybody. */
    public NodeExtension() {
        this(UnaryOperator.identity());
    }

    private NodeExtension(UnaryOperator<EmbeddedEventStoreBuilder> settings) {
        this.settings = settings;
    }

    /** Nodes with these settings, all alike. */
    public static NodeExtension with(UnaryOperator<EmbeddedEventStoreBuilder> settings) {
        return new NodeExtension(settings);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.isAnnotated(Node.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (!TYPES.contains(type)) {
            throw new ParameterResolutionException("@Node cannot give a " + type.getName() + ", only " + TYPES);
        }
        String name = parameter.findAnnotation(Node.class).orElseThrow().value();
        RunningNode node =
                context.getStore(NODES).computeIfAbsent(name, unused -> RunningNode.start(settings), RunningNode.class);
        return node.as(type);
    }

    /** Closed by JUnit with the context that it was started for. */
    private record RunningNode(EmbeddedEventStore node, FaultProxy network) implements AutoCloseable {
        static RunningNode start(UnaryOperator<EmbeddedEventStoreBuilder> settings) {
            FaultProxy network = FaultProxy.to("127.0.0.1", 0);
            // gossip must name the network's port, or clients that ask it would go around the network
            EmbeddedEventStore node = settings.apply(
                            EmbeddedEventStore.builder().advertise("127.0.0.1", network.port()))
                    .start();
            return new RunningNode(node, network.retarget("127.0.0.1", node.port()));
        }

        Object as(Class<?> type) {
            return type == String.class
                    ? node.connectionString()
                    : type == FaultProxy.class ? network : type == Faults.class ? node.faults() : node;
        }

        @Override
        public void close() {
            network.close();
            node.close();
        }
    }
}
