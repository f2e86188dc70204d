package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.LinkerService;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.InstanceOfAssertFactories;

/** How links end that stop by themselves. */
final class Verdicts {
    private static final Duration SOON = Duration.ofSeconds(20);

    private Verdicts() {}

    /** The link, which is started, stops by itself within seconds. */
    static AbstractThrowableAssert<?, LinkStoppedException> assertStops(LinkerService link) {
        return assertThatThrownBy(() -> link.awaitStopped(SOON))
                .as(() -> link.status().toString())
                .asInstanceOf(InstanceOfAssertFactories.throwable(LinkStoppedException.class));
    }

    /** The link, which is started, stops by itself within seconds, for this reason. */
    static AbstractThrowableAssert<?, LinkStoppedException> assertStops(LinkerService link, StopReason reason) {
        return assertStops(link)
                .satisfies(why -> assertThat(why.reason())
                        .as(() -> String.valueOf(why.getMessage()))
                        .isEqualTo(reason));
    }

    /** The link does not start, for this reason; it is closed afterwards. */
    static AbstractThrowableAssert<?, LinkStoppedException> assertDoesNotStart(LinkerService link, StopReason reason) {
        try (link) {
            return assertThatThrownBy(() -> link.start()
                            .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                            .join())
                    .as(() -> link.status().toString())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .asInstanceOf(InstanceOfAssertFactories.throwable(LinkStoppedException.class))
                    .satisfies(why -> assertThat(why.reason())
                            .as(() -> String.valueOf(why.getMessage()))
                            .isEqualTo(reason));
        }
    }
}
