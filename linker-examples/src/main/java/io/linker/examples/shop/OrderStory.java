package io.linker.examples.shop;

import java.math.BigDecimal;
import java.util.SplittableRandom;

/** An order on its way: filled, paid, shipped, sometimes cancelled or sent back. */
final class OrderStory extends Story {
    private final int number;
    private final String order;
    private final String payment;
    private final String shipment;

    OrderStory(int number, int customers, SplittableRandom random) {
        super("order-" + number, random);
        this.number = number;
        this.order = name;
        this.payment = "payment-" + number;
        this.shipment = "shipment-" + number;

        tell(
                order,
                "OrderOpened",
                "order",
                number,
                "customer",
                "customer-" + random.nextInt(customers),
                "currency",
                "EUR");
        BigDecimal total = fill();
        if (happens(0.08)) {
            tell(order, "OrderCancelled", "reason", oneOf("changed mind", "too slow", "found it cheaper"));
            return;
        }
        tell(order, "OrderPlaced", "total", total, "express", happens(0.15));
        pay(total);
        ship();
        tell(order, "OrderCompleted", "total", total);
        if (happens(0.06)) {
            tell(order, "ReturnRequested", "reason", oneOf("does not fit", "broken", "not as described"));
            tell(payment, "PaymentRefunded", "amount", total);
        }
    }

    private BigDecimal fill() {
        BigDecimal total = BigDecimal.ZERO;
        for (int items = random.nextInt(1, 7); items > 0; items--) {
            BigDecimal price = amount(199, 29_999);
            int quantity = random.nextInt(1, 4);
            total = total.add(price.multiply(BigDecimal.valueOf(quantity)));
            tell(order, "ItemAdded", "product", "P" + random.nextInt(500), "quantity", quantity, "price", price);
        }
        return total;
    }

    private void pay(BigDecimal total) {
        if (happens(0.1)) {
            describe(payment, "$maxAge", 315_360_000, "retention", "ten years");
        }
        tell(
                payment,
                "PaymentRequested",
                "order",
                number,
                "amount",
                total,
                "method",
                oneOf("card", "invoice", "transfer"));
        if (happens(0.1)) {
            tell(payment, "PaymentDeclined", "code", random.nextInt(40, 60));
        }
        tell(payment, "PaymentAuthorised", "reference", Long.toHexString(random.nextLong()));
        tell(payment, "PaymentCaptured", "amount", total);
    }

    private void ship() {
        tell(shipment, "ShipmentPrepared", "order", number, "carrier", oneOf("north", "swift", "bike"));
        tellBinary(shipment, "LabelPrinted", random.nextInt(100, 800));
        for (int stops = random.nextInt(2, 6); stops > 0; stops--) {
            tell(shipment, "ParcelScanned", "hub", "hub-" + random.nextInt(40), "grams", random.nextInt(100, 20_000));
        }
        tell(shipment, "ParcelDelivered", "to", oneOf("recipient", "neighbour", "locker"));
        if (happens(0.3)) {
            tellBinary(shipment, "SignatureCaptured", random.nextInt(50, 300));
        }
    }
}
