package io.linker.filter;

import static io.linker.filter.EventFilter.streams;
import static io.linker.filter.EventFilter.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.error.InvalidPatternException;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFilterTest {
    private static final EventFilter ORDERS = streams(NamePattern.prefix("order-"));
    private static final EventFilter PLACED = types(NamePattern.exact("OrderPlaced"));

    @ParameterizedTest
    @CsvSource({
        "order-1, order-1, true",
        "order-1, order-10, false",
        "order-*, order-1, true",
        "order-*, order-, true",
        "order-*, Order-1, false",
        "*-draft, order-draft, true",
        "*-draft, order-drafts, false",
        "a*b*c, abc, true",
        "a*b*c, axxbxxc, true",
        "a*b*c, acb, false",
        "a*a, a, false",
        "a*a, aa, true",
        "*, anything, true",
        "a.c, abc, false",
        "(*, (x, true"
    })
    void aWildcardStandsForAnyCharacters(String pattern, String name, boolean matches) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(matches);
    }

    @Test
    void aStarInAnExactNameIsAStar() {
        assertThat(NamePattern.exact("a*").matches("ab")).isFalse();
        assertThat(NamePattern.exact("a*", "b").matches("b")).isTrue();
    }

    @Test
    void aHostileWildcardAndNameTakeNoTime() {
        String pattern = "*a".repeat(200) + "b*";
        assertThat(NamePattern.of(pattern).matches("a".repeat(100_000))).isFalse();
    }

    @Test
    void aRegexFindsUnlessItIsAnchored() {
        assertThat(NamePattern.regex("ord").matches("my-order")).isTrue();
        assertThat(NamePattern.regex("^ord").matches("my-order")).isFalse();
    }

    @Test
    void aBadRegexIsNamedWhenTheFilterIsMade() {
        assertThatThrownBy(() -> NamePattern.regex("order-(\\d+"))
                .isInstanceOfSatisfying(
                        InvalidPatternException.class,
                        e -> assertThat(e.pattern()).isEqualTo("order-(\\d+"))
                .hasMessageContaining("order-(\\d+")
                .hasMessageContaining("Unclosed group");
    }

    @Test
    void theMetadataStreamFollowsItsStream() {
        assertThat(ORDERS.accepts(event("$$order-1", "$metadata", 0))).isTrue();
        assertThat(ORDERS.accepts(event("$$payment-1", "$metadata", 0))).isFalse();
    }

    @Test
    void aTypeRuleNeverDropsDeletesTombstonesAndMetadata() {
        for (EventFilter filter :
                List.of(PLACED, PLACED.not(), PLACED.and(ORDERS), PLACED.not().and(ORDERS))) {
            assertThat(filter.accepts(event("$$order-1", "$metadata", 0))).isTrue();
            assertThat(filter.accepts(event("order-1", "$streamDeleted", RecordedEvent.TOMBSTONE_REVISION)))
                    .isTrue();
        }
    }

    @Test
    void butAStreamRuleBesideItDoes() {
        EventFilter filter = PLACED.and(ORDERS);
        assertThat(filter.accepts(event("$$payment-1", "$metadata", 0))).isFalse();
        assertThat(filter.or(types(NamePattern.of("Paid"))).accepts(event("$$payment-1", "$metadata", 0)))
                .as("payment-1 may hold an event of type Paid")
                .isTrue();
    }

    @Test
    void rulesCombine() {
        EventFilter filter = ORDERS.and(types(NamePattern.of("*Draft*")).not());
        assertThat(filter.accepts(event("order-1", "OrderPlaced", 0))).isTrue();
        assertThat(filter.accepts(event("order-1", "OrderDraftSaved", 0))).isFalse();
        assertThat(filter.accepts(event("payment-1", "OrderPlaced", 0))).isFalse();
        assertThat(ORDERS.or(PLACED).accepts(event("x", "OrderPlaced", 0))).isTrue();
        assertThat(ORDERS.not().accepts(event("order-1", "OrderPlaced", 0))).isFalse();
        assertThat(streams(NamePattern.custom("short", name -> name.length() < 4))
                        .accepts(event("abc", "T", 0)))
                .isTrue();
    }

    @Test
    void aFingerprintIsReadableStableAndTellsFiltersApart() {
        assertThat(ORDERS.and(PLACED.not()).fingerprint())
                .isEqualTo("(streams prefix \"order-\") and (not (types exact \"OrderPlaced\"))");
        assertThat(EventFilter.everything().fingerprint()).isEqualTo("everything");
        String[] names = new String[100];
        java.util.Arrays.setAll(names, i -> "name-" + i);
        assertThat(streams(NamePattern.exact(names)).fingerprint())
                .startsWith("sha256:")
                .hasSizeLessThan(100);
        assertThat(streams(NamePattern.exact("a\", \"b")).fingerprint())
                .isNotEqualTo(streams(NamePattern.exact("a", "b")).fingerprint());
    }

    private static RecordedEvent event(String stream, String type, long revision) {
        byte[] none = {};
        return new RecordedEvent(
                stream, revision, new UUID(0, 1), type, true, none, none, Instant.EPOCH, Position.START);
    }
}
