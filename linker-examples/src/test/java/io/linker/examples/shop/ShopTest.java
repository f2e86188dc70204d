package io.linker.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShopTest {
    private static List<ShopEvent> day(long seed, int events) {
        var shop = new Shop(seed);
        return IntStream.range(0, events).mapToObj(i -> shop.next()).toList();
    }

    @Test
    void theSameSeedTellsTheSameDay() {
        assertThat(day(7, 5_000)).usingRecursiveFieldByFieldElementComparator().isEqualTo(day(7, 5_000));
        assertThat(day(7, 50)).usingRecursiveFieldByFieldElementComparator().isNotEqualTo(day(8, 50));
    }

    @Test
    void everyStreamCountsItsRevisionsFromZero() {
        Map<String, Long> heads = new HashMap<>();
        for (ShopEvent event : day(1, 50_000)) {
            assertThat(event.revision())
                    .as(event.stream())
                    .isEqualTo(heads.merge(event.stream(), 0L, (n, zero) -> n + 1));
        }
        assertThat(heads).hasSizeGreaterThan(5_000);
    }

    @Test
    void noEventIdRepeats() {
        Set<UUID> ids = new HashSet<>();
        assertThat(day(1, 50_000))
                .allSatisfy(event -> assertThat(ids.add(event.event().id())).isTrue());
    }

    @Test
    void aDayHasSeveralCategoriesBinaryEventsAndStreamMetadata() {
        List<ShopEvent> day = day(3, 20_000);
        assertThat(day)
                .extracting(event -> event.stream().split("-", 2)[0])
                .contains("customer", "order", "payment", "shipment", "warehouse", "$$payment", "$$customer");
        assertThat(day.stream().filter(event -> !event.event().json()).count()).isBetween(200L, 4_000L);
    }

    @Test
    void jsonIsJson() throws IOException {
        for (ShopEvent event : day(5, 5_000)) {
            if (event.event().json()) {
                parse(event.event().data());
            }
            parse(event.event().metadata());
        }
    }

    private static void parse(byte[] json) throws IOException {
        try (var parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
    }
}
