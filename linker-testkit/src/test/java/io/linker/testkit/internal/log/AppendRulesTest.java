package io.linker.testkit.internal.log;

import static io.linker.testkit.internal.log.ExpectedRevision.ANY;
import static io.linker.testkit.internal.log.ExpectedRevision.NO_STREAM;
import static io.linker.testkit.internal.log.ExpectedRevision.STREAM_EXISTS;
import static io.linker.testkit.internal.log.ExpectedRevision.exactly;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.testkit.internal.log.AppendResult.StreamDeleted;
import io.linker.testkit.internal.log.AppendResult.Success;
import io.linker.testkit.internal.log.AppendResult.WrongExpectedRevision;
import org.junit.jupiter.api.Test;

/** The server's table of what becomes of a write. */
class AppendRulesTest {
    private final LogFixture f = new LogFixture();

    private static Success success(AppendResult result) {
        assertThat(result).isInstanceOf(Success.class);
        return (Success) result;
    }

    private static void wrong(AppendResult result, long current) {
        assertThat(result)
                .isInstanceOfSatisfying(
                        WrongExpectedRevision.class,
                        wrong -> assertThat(wrong.current()).isEqualTo(current));
    }

    @Test
    void aMissingStreamTakesAnyAndNoStreamOnly() {
        wrong(f.append("s", STREAM_EXISTS, "a"), -1);
        wrong(f.append("s", exactly(0), "a"), -1);
        assertThat(success(f.append("s", NO_STREAM, "a")).revision()).isZero();
        assertThat(success(f.append("t", ANY, "b")).revision()).isZero();
    }

    @Test
    void metadataAloneMakesAStreamExist() {
        f.metadata("s", "{}");
        assertThat(success(f.append("s", STREAM_EXISTS, "a")).revision()).isZero();
    }

    @Test
    void anExactRevisionIsTakenAtTheHeadOnly() {
        f.append("s", NO_STREAM, "a", "b");
        wrong(f.append("s", exactly(2), "c"), 1);
        wrong(f.append("s", exactly(0), "c"), 1);
        assertThat(success(f.append("s", exactly(1), "c")).revision()).isEqualTo(2);
    }

    @Test
    void aRepeatAtAnExactRevisionIsRecognisedForEver() {
        f.append("s", NO_STREAM, "a", "b");
        f.append("s", exactly(1), "c");
        f.log.forgetIds();

        Success again = success(f.append("s", NO_STREAM, "a", "b"));

        assertThat(again.revision()).isEqualTo(1);
        assertThat(again.replayed()).isTrue();
        assertThat(f.visible("s")).containsExactly("0:a", "1:b", "2:c");
    }

    @Test
    void aRepeatMayBeCutDifferentlyAsLongAsItLiesInWrittenHistory() {
        f.append("s", NO_STREAM, "a", "b", "c");
        assertThat(success(f.append("s", exactly(0), "b", "c")).replayed()).isTrue();
        assertThat(success(f.append("s", exactly(0), "b")).revision()).isEqualTo(1);
    }

    @Test
    void aRepeatThatRunsPastTheHeadIsRefused() {
        f.append("s", NO_STREAM, "a", "b");
        wrong(f.append("s", exactly(0), "b", "c"), 1);
    }

    @Test
    void atTheHeadKnownIdsAreWrittenAgain() {
        f.append("s", NO_STREAM, "a");
        assertThat(success(f.append("s", exactly(0), "a")).revision()).isEqualTo(1);
    }

    @Test
    void aRepeatThatExpectsAnyIsRecognisedUntilTheIdsAreForgotten() {
        f.append("s", ANY, "a", "b");
        assertThat(success(f.append("s", ANY, "b")).revision()).isEqualTo(1);
        assertThat(success(f.append("s", ANY, "b", "a")).revision()).isZero();

        f.log.forgetIds();

        assertThat(success(f.append("s", ANY, "b")).revision()).isEqualTo(2);
    }

    @Test
    void aRepeatThatExpectsAnyWithAnUnknownTailIsRefused() {
        f.append("s", ANY, "a");
        wrong(f.append("s", ANY, "a", "b"), 0);
    }

    @Test
    void theSameIdIsRememberedForItsFirstStreamOnly() {
        f.append("s", ANY, "a");
        f.append("t", ANY, "a");
        assertThat(success(f.append("t", ANY, "a")).revision()).isEqualTo(1);
    }

    @Test
    void theIdCacheIsBoundedByTheServersWeight() {
        String name = "x".repeat(36);
        f.append(name, ANY, "first");
        for (int i = 0; i < 68_000; i++) {
            f.append(name, ANY, "e" + i);
        }
        assertThat(success(f.append(name, ANY, "e67999")).replayed()).isTrue();
        assertThat(success(f.append(name, ANY, "first")).replayed()).isFalse();
    }

    @Test
    void anEmptyWriteChangesNothingAndMovesThePosition() {
        Success empty = success(f.append("s", ANY));
        assertThat(empty.revision()).isEqualTo(-1);
        Success next = success(f.append("s", NO_STREAM, "a"));
        assertThat(next.position()).isGreaterThan(empty.position());
        assertThat(f.all()).containsExactly("s:a");
    }

    @Test
    void aTombstonedStreamTakesNothing() {
        f.append("s", NO_STREAM, "a");
        f.log.tombstone("s", ANY);
        for (ExpectedRevision expected : new ExpectedRevision[] {ANY, NO_STREAM, STREAM_EXISTS, exactly(0)}) {
            assertThat(f.append("s", expected, "b")).isEqualTo(new StreamDeleted("s"));
            assertThat(f.log.delete("s", expected)).isEqualTo(new StreamDeleted("s"));
            assertThat(f.log.tombstone("s", expected)).isEqualTo(new StreamDeleted("s"));
        }
    }

    @Test
    void aNameThatWasNeverWrittenCanBeBurned() {
        assertThat(f.log.tombstone("s", ANY)).isInstanceOf(Success.class);
        assertThat(f.log.tombstone("t", NO_STREAM)).isInstanceOf(Success.class);
        wrong(f.log.tombstone("u", STREAM_EXISTS), -1);
        wrong(f.log.delete("v", ANY), -1);
        wrong(f.log.delete("v", NO_STREAM), -1);
    }

    @Test
    void aSoftDeleteChecksTheRevision() {
        f.append("s", NO_STREAM, "a", "b");
        wrong(f.log.delete("s", exactly(0)), 1);
        wrong(f.log.delete("s", NO_STREAM), 1);
        assertThat(f.log.delete("s", exactly(1))).isInstanceOf(Success.class);
        assertThat(f.log.delete("s", STREAM_EXISTS)).isEqualTo(new StreamDeleted("s"));
        assertThat(f.log.delete("s", NO_STREAM)).isInstanceOf(Success.class);
    }
}
