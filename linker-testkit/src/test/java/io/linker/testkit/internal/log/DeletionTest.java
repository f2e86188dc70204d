package io.linker.testkit.internal.log;

import static io.linker.testkit.internal.log.ExpectedRevision.ANY;
import static io.linker.testkit.internal.log.ExpectedRevision.NO_STREAM;
import static io.linker.testkit.internal.log.ExpectedRevision.STREAM_EXISTS;
import static io.linker.testkit.internal.log.ExpectedRevision.exactly;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.testkit.internal.log.AppendResult.StreamDeleted;
import io.linker.testkit.internal.log.AppendResult.Success;
import org.junit.jupiter.api.Test;

/** Soft deletes, recreation, tombstones. */
class DeletionTest {
    private final LogFixture f = new LogFixture();

    @Test
    void aSoftDeletedStreamIsNotFoundAndItsMetadataIsLost() {
        f.append("s", NO_STREAM, "a", "b");
        f.metadata("s", "{\"$maxCount\":5,\"mine\":1}");

        f.log.delete("s", ANY);

        assertThat(f.log.stream("s").state()).isEqualTo(StreamView.State.NOT_FOUND);
        assertThat(f.visible("$$s")).containsExactly("1:{\"$tb\":9223372036854775807}");
    }

    @Test
    void recreationGoesOnNumberingAndTheServerTellsSoInTheMetadata() {
        f.append("s", NO_STREAM, "a", "b");
        f.log.delete("s", ANY);

        f.append("s", NO_STREAM, "c");

        assertThat(f.visible("s")).containsExactly("2:c");
        assertThat(f.all())
                .containsExactly("s:a", "s:b", "$$s:{\"$tb\":9223372036854775807}", "s:c", "$$s:{\"$tb\":2}");
    }

    @Test
    void recreationKeepsTheOtherKeysOfTheDocument() {
        f.append("s", NO_STREAM, "a");
        f.metadata("s", "{\"mine\":[1,{\"x\":null}],\"$tb\":9223372036854775807,\"z\":2}");

        f.append("s", exactly(0), "b");

        assertThat(f.visible("$$s")).containsExactly("1:{\"mine\":[1,{\"x\":null}],\"$tb\":1,\"z\":2}");
    }

    @Test
    void aSoftDeletedStreamDoesNotExist() {
        f.append("s", NO_STREAM, "a");
        f.log.delete("s", ANY);
        assertThat(f.append("s", STREAM_EXISTS, "b")).isEqualTo(new StreamDeleted("s"));
    }

    @Test
    void aRepeatOfTheFirstEventsLeavesADeletedStreamDeleted() {
        f.append("s", NO_STREAM, "a");
        f.log.delete("s", ANY);

        AppendResult again = f.append("s", NO_STREAM, "a");

        assertThat(again).isEqualTo(new Success(0, AppendResult.NO_POSITION, true));
        assertThat(f.log.stream("s").state()).isEqualTo(StreamView.State.NOT_FOUND);
    }

    @Test
    void anEmptyWriteRevivesWithoutEvents() {
        f.append("s", NO_STREAM, "a");
        f.log.delete("s", ANY);

        f.append("s", ANY);

        assertThat(f.log.stream("s").state()).isEqualTo(StreamView.State.FOUND);
        assertThat(f.visible("s")).isEmpty();
    }

    @Test
    void whateverIsWrittenToTheMetadataOfADeletedStreamRevivesIt() {
        f.append("s", NO_STREAM, "a", "b");
        f.log.delete("s", ANY);

        f.metadata("s", "{\"$tb\":9223372036854775807,\"mine\":1}");

        assertThat(f.visible("$$s")).containsExactly("2:{\"$tb\":2,\"mine\":1}");
        assertThat(f.log.stream("s").state()).isEqualTo(StreamView.State.FOUND);
    }

    @Test
    void aTombstoneIsAnEventAndHidesTheMetadataToo() {
        f.append("s", NO_STREAM, "a");
        f.metadata("s", "{}");

        f.log.tombstone("s", exactly(0));

        LogRecord last = f.records().reduce((first, second) -> second).orElseThrow();
        assertThat(last.type()).isEqualTo("$streamDeleted");
        assertThat(last.revision()).isEqualTo(Long.MAX_VALUE);
        assertThat(f.log.stream("s").state()).isEqualTo(StreamView.State.TOMBSTONED);
        assertThat(f.log.stream("$$s").state()).isEqualTo(StreamView.State.TOMBSTONED);
    }
}
