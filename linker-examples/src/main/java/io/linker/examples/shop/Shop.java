package io.linker.examples.shop;

import io.linker.event.NewEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What happens in a shop, one event after another: many orders, payments, shipments and customers side by side, and a few
 * warehouses. The same seed gives the same events, ids and times included. For one thread.
 */
public final class Shop {
    private static final Instant OPENING = Instant.parse("2026-01-01T08:00:00Z");
    private static final int WAREHOUSES = 4;
    private static final int SIDE_BY_SIDE = 400;
    private static final byte[] NONE = new byte[0];

    private final SplittableRandom random;
    private final List<Story> open = new ArrayList<>();
    private long told;
    private int customers;
    private int orders;

    /** A shop on its first day. */
    public Shop(long seed) {
        this.random = new SplittableRandom(seed);
        for (int number = 0; number < WAREHOUSES; number++) {
            open.add(new WarehouseStory(number, random.split()));
        }
        while (open.size() < SIDE_BY_SIDE) {
            open.add(begin());
        }
    }

    /** The next event. There is always one more. */
    public ShopEvent next() {
        int place = random.nextInt(open.size());
        Story story = open.get(place);
        Story.Step step = story.next();
        if (story.over()) {
            open.set(place, begin());
        }
        return new ShopEvent(step.stream(), step.revision(), event(story, step));
    }

    private Story begin() {
        boolean newcomer = customers == 0 || random.nextInt(5) == 0;
        return newcomer
                ? new CustomerStory(customers++, random.split())
                : new OrderStory(orders++, customers, random.split());
    }

    private NewEvent event(Story story, Story.Step step) {
        UUID id = new UUID(version4(random.nextLong()), variant2(random.nextLong()));
        byte[] metadata = step.stream().startsWith("$$") ? NONE : metadata(story);
        return new NewEvent(id, step.type(), step.json(), step.data(), metadata);
    }

    private byte[] metadata(Story story) {
        String time = OPENING.plusMillis(told++ * 40).toString();
        return ("{\"$correlationId\":\"" + story.name + "\", \"time\":\"" + time + "\", \"node\":\"web-" + told % 3
                        + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static long version4(long bits) {
        return (bits & ~0xF000L) | 0x4000L;
    }

    private static long variant2(long bits) {
        return (bits & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    }
}
