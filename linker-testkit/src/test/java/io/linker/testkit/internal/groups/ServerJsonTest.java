package io.linker.testkit.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerJsonTest {
    @Test
    void theMetadataOfAParkedEventLooksAsTheServerWritesIt() {
        assertThat(ServerJson.parked(Instant.parse("2026-01-02T03:04:05.6789Z"), "why", 7))
                .isEqualTo("""
                        {
                          "added": "2026-01-02T03:04:05.6789000Z",
                          "reason": "why",
                          "subscriptionEventNumber": 7
                        }""");
    }

    @Test
    void valuesThatAreTheDefaultOfTheirTypeAreLeftOut() {
        assertThat(ServerJson.parked(Instant.EPOCH, "why", 0)).doesNotContain("subscriptionEventNumber");
    }

    @Test
    void definitionsReadBackAsTheyWereWritten() throws Exception {
        GroupSettings odd =
                new GroupSettings(true, false, -1, -2, 0, 7, 5, -3, 0, 5, 60, StrategyName.PINNED_BY_CORRELATION);
        List<GroupDefinition> groups = List.of(
                new GroupDefinition("s \"quoted\"", "g", odd, new StartFrom(-1, "-1"), Optional.empty()),
                new GroupDefinition(
                        "$all",
                        "",
                        odd,
                        new StartFrom(12, "C:12/P:12"),
                        Optional.of(new GroupFilter(true, "^a,b$", List.of()))));
        String written = GroupConfigJson.write(Instant.EPOCH, "admin", groups);
        assertThat(GroupConfigJson.read(ByteString.copyFromUtf8(written))).isEqualTo(groups);
    }
}
