package io.linker.testkit.internal.log;

import static io.linker.testkit.internal.log.ExpectedRevision.ANY;
import static io.linker.testkit.internal.log.ExpectedRevision.NO_STREAM;
import static io.linker.testkit.internal.log.ExpectedRevision.exactly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log in a directory: closed, killed, torn, opened again. */
class FileLogTest {
    @TempDir
    Path directory;

    private LogFixture open() {
        return LogFixture.in(directory);
    }

    private Path file() {
        return directory.resolve("events.log");
    }

    @Test
    void everythingIsThereAgainAfterARestart() {
        List<LogRecord> before;
        try (LogFixture f = open()) {
            f.append("s", NO_STREAM, "a", "b", "c");
            f.append("empty", ANY);
            f.metadata("s", "{\"$tb\":1}");
            f.append("gone", NO_STREAM, "d");
            f.log.tombstone("gone", ANY);
            before = f.records().toList();
        }
        try (LogFixture f = open()) {
            assertThat(f.records()).containsExactlyElementsOf(before);
            assertThat(f.visible("s")).containsExactly("1:b", "2:c");
            assertThat(f.log.stream("gone").state()).isEqualTo(StreamView.State.TOMBSTONED);
            assertThat(f.append("s", exactly(2), "e")).isInstanceOf(AppendResult.Success.class);
        }
    }

    @Test
    void whatWasAnsweredSurvivesWithoutAClose() throws IOException {
        try (LogFixture f = open()) {
            f.append("s", NO_STREAM, "a");
            f.append("s", exactly(0), "b");
            copyTo("killed");
        }
        try (LogFixture killed = LogFixture.in(directory.resolve("killed"))) {
            assertThat(killed.visible("s")).containsExactly("0:a", "1:b");
        }
    }

    /** What another process would find if this one died now. */
    private void copyTo(String name) throws IOException {
        Path copy = Files.createDirectory(directory.resolve(name));
        Files.copy(file(), copy.resolve("events.log"));
    }

    @Test
    void aTornWriteIsCutOffAsAWhole() throws IOException {
        long whole;
        try (LogFixture f = open()) {
            f.append("s", NO_STREAM, "a");
        }
        whole = Files.size(file());
        try (LogFixture f = open()) {
            f.append("s", exactly(0), "b", "c", "d");
        }
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(Files.size(file()) - 5);
        }

        try (LogFixture f = open()) {
            assertThat(f.visible("s")).containsExactly("0:a");
            assertThat(f.append("s", exactly(0), "e")).isInstanceOf(AppendResult.Success.class);
            assertThat(f.log.position(1)).isEqualTo(whole);
        }
        try (LogFixture f = open()) {
            assertThat(f.visible("s")).containsExactly("0:a", "1:e");
        }
    }

    @Test
    void aDamagedRecordEndsTheLog() throws IOException {
        try (LogFixture f = open()) {
            f.append("s", NO_STREAM, "a");
            f.append("s", exactly(0), "b");
        }
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'x'}), Files.size(file()) - 1);
        }
        try (LogFixture f = open()) {
            assertThat(f.visible("s")).containsExactly("0:a");
        }
    }

    @Test
    void idsAreForgottenByARestartButThePlaceIsNot() {
        try (LogFixture f = open()) {
            f.append("s", NO_STREAM, "a");
        }
        try (LogFixture f = open()) {
            assertThat(f.append("s", NO_STREAM, "a"))
                    .isInstanceOfSatisfying(
                            AppendResult.Success.class,
                            again -> assertThat(again.replayed()).isTrue());
            assertThat(f.append("s", ANY, "a"))
                    .isInstanceOfSatisfying(
                            AppendResult.Success.class,
                            again -> assertThat(again.replayed()).isFalse());
        }
    }

    @Test
    void scavengedEventsStayAwayAndPositionsStay() {
        long positionOfC;
        try (LogFixture f = open()) {
            f.append("s", NO_STREAM, "a", "b", "c");
            f.metadata("s", "{\"$tb\":2}");
            f.log.scavenge();
            positionOfC = f.event("s", 2).position();
            assertThat(f.all()).containsExactly("s:c", "$$s:{\"$tb\":2}");
        }
        try (LogFixture f = open()) {
            assertThat(f.all()).containsExactly("s:c", "$$s:{\"$tb\":2}");
            assertThat(f.event("s", 2).position()).isEqualTo(positionOfC);
            assertThat(f.append("s", NO_STREAM, "a")).isInstanceOf(AppendResult.WrongExpectedRevision.class);
            assertThat(f.append("s", exactly(2), "d")).isInstanceOf(AppendResult.Success.class);
        }
    }

    @Test
    void manyEventsCrossTheBordersOfMappings() {
        String large = "x".repeat(1_000_000);
        try (LogFixture f = open()) {
            for (int i = 0; i < 150; i++) {
                f.append("s", exactly(i - 1L), i + large);
            }
            assertThat(f.log.position(149)).isGreaterThan(128 << 20);
            assertThat(f.event("s", 67).data().toStringUtf8()).isEqualTo("67" + large);
        }
        try (LogFixture f = open()) {
            assertThat(f.event("s", 149).data().toStringUtf8()).isEqualTo("149" + large);
        }
    }

    @Test
    void aDirectoryServesOneLogAtATime() {
        try (LogFixture f = open()) {
            assertThat(f.log.size()).isZero();
            assertThatThrownBy(this::open)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("another node");
        }
    }

    @Test
    void anotherFileOfThatNameIsLeftAlone() throws IOException {
        Files.writeString(file(), "somebody else's, and long enough");
        assertThatThrownBy(this::open)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not an event log");
        assertThat(Files.readString(file())).startsWith("somebody else's");
    }

    @Test
    void positionsGrowIntoBillions() {
        Positions positions = new Positions();
        long step = (17L << 20) - 3;
        for (int i = 0; i < 20_000; i++) {
            positions.add(256 + i * step);
        }
        assertThat(positions.get(0)).isEqualTo(256);
        assertThat(positions.get(8_191)).isEqualTo(256 + 8_191 * step);
        assertThat(positions.get(19_999)).isEqualTo(256 + 19_999 * step);
    }
}
