package io.linker.link;

import io.linker.testkit.EmbeddedEventStore;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test its {@link Ends}: those that an enclosing class provides with {@link #provide}, those of the system properties
 * {@code linker.origin} and {@code linker.destination}, or two embedded nodes for the whole run.
 */
final class EndsExtension implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(EndsExtension.class);

    /** Gives all tests below {@code context} these ends. */
    static void provide(ExtensionContext context, Ends ends) {
        context.getStore(NAMESPACE).put(Ends.class, ends);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Ends.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Ends provided = context.getStore(NAMESPACE).get(Ends.class, Ends.class);
        if (provided != null) {
            return provided;
        }
        String origin = System.getProperty("linker.origin");
        String destination = System.getProperty("linker.destination");
        if (origin != null && destination != null) {
            return new Ends(origin, destination);
        }
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(EmbeddedEnds.class, unused -> EmbeddedEnds.start(), EmbeddedEnds.class)
                .ends();
    }

    /** Closed by JUnit at the end of the run. */
    private record EmbeddedEnds(EmbeddedEventStore origin, EmbeddedEventStore destination) implements AutoCloseable {
        static EmbeddedEnds start() {
            return new EmbeddedEnds(
                    EmbeddedEventStore.builder().standardProjections(true).start(), EmbeddedEventStore.start());
        }

        Ends ends() {
            return new Ends(origin.connectionString(), destination.connectionString());
        }

        @Override
        public void close() {
            origin.close();
            destination.close();
        }
    }
}
