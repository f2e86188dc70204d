package io.linker.examples.shop;

import java.util.SplittableRandom;

/** A customer registers, moves, collects points. */
final class CustomerStory extends Story {
    CustomerStory(int number, SplittableRandom random) {
        super("customer-" + number, random);
        String first = oneOf("Ada", "Björn", "Chiara", "Dmitri", "Élodie", "Fatima", "Zoë", "李", "Żaneta");
        tell(name, "CustomerRegistered", "customer", number, "name", first + " " + number, "newsletter", happens(0.3));
        tell(name, "EmailConfirmed", "email", "customer" + number + "@shop.example");
        for (int visits = random.nextInt(2, 8); visits > 0; visits--) {
            tell(name, "LoyaltyPointsEarned", "points", random.nextInt(1, 500));
            if (happens(0.2)) {
                tell(name, "AddressChanged", "city", city(), "street", "Main street " + random.nextInt(1, 200));
            }
        }
        if (happens(0.05)) {
            describe(name, "$maxCount", 1000, "owner", "customer-care");
        }
    }

    private String city() {
        return oneOf("Lisboa", "København", "München", "Łódź", "Reykjavík", "Utrecht", "東京");
    }
}
