package io.linker.testkit.internal.log;

import static io.linker.testkit.internal.log.ExpectedRevision.ANY;
import static io.linker.testkit.internal.log.ExpectedRevision.NO_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Links by category and by event type. */
class StandardProjectionsTest {
    private final LogFixture f = new LogFixture(true);

    @Test
    void everyEventIsLinkedByWhatStandsBeforeTheFirstHyphen() {
        f.append("order-1-x", NO_STREAM, "a", "b");
        f.append("order-2", NO_STREAM, "c");
        assertThat(f.visible("$ce-order")).containsExactly("0:0@order-1-x", "1:1@order-1-x", "2:0@order-2");
    }

    @Test
    void namesWithoutACategoryGetNone() {
        f.append("order", NO_STREAM, "a");
        f.append("-order", NO_STREAM, "b");
        f.append("$sys-1", NO_STREAM, "c");
        assertThat(f.records().map(LogRecord::stream)).noneMatch(stream -> stream.startsWith("$ce-"));
    }

    @Test
    void everyEventIsLinkedByItsType() {
        f.append("a", NO_STREAM, "x");
        f.append("b", NO_STREAM, "y");
        assertThat(f.visible("$et-type")).containsExactly("0:0@a", "1:0@b");
    }

    @Test
    void deletesAreLinkedWithAMark() {
        f.append("order-1", NO_STREAM, "a");
        f.log.delete("order-1", ANY);
        f.append("order-2", NO_STREAM, "b");
        f.log.tombstone("order-2", ANY);
        assertThat(f.visible("$ce-order"))
                .containsExactly("0:0@order-1", "1:0@$$order-1", "2:0@order-2", "3:9223372036854775807@order-2");
        assertThat(f.event("$ce-order", 1).metadata().toStringUtf8()).contains("\"$deleted\":-1");
        assertThat(f.visible("$et-$deleted")).hasSize(2);
    }

    @Test
    void withoutTheSwitchThereAreNone() {
        LogFixture plain = new LogFixture();
        plain.append("order-1", NO_STREAM, "a");
        assertThat(plain.all()).containsExactly("order-1:a");
    }
}
