package io.linker.examples.shop;

import java.util.SplittableRandom;

/** Goods come and go; never ends, so its stream grows long and is written often. */
final class WarehouseStory extends Story {
    WarehouseStory(int number, SplittableRandom random) {
        super("warehouse-" + number, random);
        describe(name, "$maxCount", 10_000_000, "department", "logistics");
        tell(name, "WarehouseOpened", "shelves", random.nextInt(100, 900));
    }

    @Override
    Step next() {
        tell(
                name,
                oneOf("StockReceived", "StockPicked", "StockCounted"),
                "product",
                "P" + random.nextInt(500),
                "units",
                units());
        return super.next();
    }

    private int units() {
        return random.nextInt(1, 1000);
    }
}
