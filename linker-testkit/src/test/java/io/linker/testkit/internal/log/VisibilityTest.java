package io.linker.testkit.internal.log;

import static io.linker.testkit.internal.log.ExpectedRevision.ANY;
import static io.linker.testkit.internal.log.ExpectedRevision.NO_STREAM;
import static io.linker.testkit.internal.log.ExpectedRevision.exactly;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What metadata hides, and what a scavenge then removes. */
class VisibilityTest {
    private final LogFixture f = new LogFixture();

    @Test
    void onlyTheNewestEventsAreVisibleWithMaxCount() {
        f.append("s", NO_STREAM, "a", "b", "c");
        f.metadata("s", "{\"$maxCount\":2}");
        assertThat(f.visible("s")).containsExactly("1:b", "2:c");
        f.append("s", ANY, "d");
        assertThat(f.visible("s")).containsExactly("2:c", "3:d");
    }

    @Test
    void truncationHidesWhatIsBelow() {
        f.append("s", NO_STREAM, "a", "b", "c");
        f.metadata("s", "{\"$tb\":1}");
        assertThat(f.visible("s")).containsExactly("1:b", "2:c");
        f.metadata("s", "{\"$tb\":100}");
        assertThat(f.visible("s")).isEmpty();
        assertThat(f.log.stream("s").state()).isEqualTo(StreamView.State.FOUND);
    }

    @Test
    void eventsExpireByTheClock() {
        f.metadata("s", "{\"$maxAge\":60}");
        f.append("s", NO_STREAM, "a");
        f.later(Duration.ofSeconds(40));
        f.append("s", ANY, "b");
        assertThat(f.visible("s")).containsExactly("0:a", "1:b");
        f.later(Duration.ofSeconds(40));
        assertThat(f.visible("s")).containsExactly("1:b");
    }

    @Test
    void eachDocumentReplacesTheOneBefore() {
        f.append("s", NO_STREAM, "a", "b");
        f.metadata("s", "{\"$maxCount\":1}");
        f.metadata("s", "{\"mine\":1}");
        assertThat(f.visible("s")).containsExactly("0:a", "1:b");
        assertThat(f.visible("$$s")).containsExactly("1:{\"mine\":1}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "[]",
                "",
                "{\"$maxCount\":1",
                "{\"$maxCount\":\"1\"}",
                "{\"$maxCount\":1.5}",
                "{\"$maxCount\":99999999999999999999}",
                "{\"$maxCount\":1,\"$acl\":{\"$x\":\"a\"}}",
                "{\"$maxCount\":1,\"$acl\":5}",
                "{\"$maxCount\":1,\"$tmp\":1}",
                "{\"$maxCount\":1,\"$maxAge\":9223372036854775807}",
                "{\"$maxCount\":0}",
                "{\"$maxCount\":-1}"
            })
    void aDocumentThatIsNoGoodHidesNothing(String document) {
        f.append("s", NO_STREAM, "a", "b");
        f.metadata("s", document);
        assertThat(f.visible("s")).containsExactly("0:a", "1:b");
    }

    @Test
    void rightsAreReadAsOneRoleOrSeveral() {
        f.metadata("s", "{\"$acl\":{\"$r\":\"ops\",\"$w\":[\"a\",\"b\"],\"$d\":[]}}");
        assertThat(f.log.stream("s").metadata().acl())
                .containsEntry("$r", List.of("ops"))
                .containsEntry("$w", List.of("a", "b"))
                .containsEntry("$d", List.of())
                .doesNotContainKey("$mr");
    }

    @Test
    void aScavengeRemovesWhatIsHiddenAndLeavesPositionsAlone() {
        f.append("s", NO_STREAM, "a", "b", "c");
        f.append("t", NO_STREAM, "other");
        f.metadata("s", "{\"$tb\":2}");
        long positionOfC = f.event("s", 2).position();

        f.log.scavenge();

        assertThat(f.all()).containsExactly("s:c", "t:other", "$$s:{\"$tb\":2}");
        assertThat(f.log.position(2)).isEqualTo(positionOfC);
        assertThat(f.log.stream("s").head()).isEqualTo(2);
        assertThat(f.append("s", exactly(2), "d")).isInstanceOf(AppendResult.Success.class);
    }

    @Test
    void aRepeatOfScavengedEventsIsNotRecognisedAnyMore() {
        f.append("s", NO_STREAM, "a", "b", "c");
        f.metadata("s", "{\"$tb\":2}");
        assertThat(f.append("s", NO_STREAM, "a")).isInstanceOf(AppendResult.Success.class);
        f.log.scavenge();
        assertThat(f.append("s", NO_STREAM, "a")).isInstanceOf(AppendResult.WrongExpectedRevision.class);
    }

    @Test
    void aScavengeKeepsTheLastEventOfADeletedStreamAndEveryTombstone() {
        f.append("soft", NO_STREAM, "a", "b");
        f.log.delete("soft", ANY);
        f.append("hard", NO_STREAM, "c");
        f.metadata("hard", "{}");
        f.log.tombstone("hard", ANY);

        f.log.scavenge();

        assertThat(f.all()).containsExactly("soft:b", "$$soft:{\"$tb\":9223372036854775807}", "hard:");
    }

    @Test
    void positionsRiseWithGapsAndAreFoundAgain() {
        f.append("s", NO_STREAM, "a", "b");
        f.append("t", NO_STREAM, "c");
        assertThat(f.log.position(0)).isPositive();
        for (int ordinal = 1; ordinal < f.log.size(); ordinal++) {
            assertThat(f.log.position(ordinal)).isGreaterThan(f.log.position(ordinal - 1) + 1);
        }
        assertThat(f.log.ordinalAt(f.log.position(1))).isEqualTo(1);
        assertThat(f.log.ordinalAt(f.log.position(1) + 1)).isEqualTo(2);
        assertThat(f.log.ordinalAt(Long.MAX_VALUE)).isEqualTo(3);
    }
}
