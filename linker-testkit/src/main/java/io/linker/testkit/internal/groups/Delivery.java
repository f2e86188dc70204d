package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.groups.Outstanding.Flight;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Hands the waiting messages of a group to its consumers and deals with their answers, or with the lack of them. */
final class Delivery {
    private final GroupSettings settings;
    private final GroupStore store;
    private final Waiting waiting;
    private final Progress progress;
    private final LongSupplier clock;
    private final Consumers consumers;
    private final Outstanding outstanding = new Outstanding();
    private final Counter delivered = new Counter();
    private long measuredAtMillis;

    Delivery(GroupSettings settings, GroupStore store, Waiting waiting, Progress progress, LongSupplier clock) {
        this.settings = settings;
        this.store = store;
        this.waiting = waiting;
        this.progress = progress;
        this.clock = clock;
        this.consumers = new Consumers(settings.strategy().create());
        this.measuredAtMillis = clock.getAsLong();
    }

    void connect(Consumer consumer) {
        consumers.add(consumer);
    }

    /**
     * What the consumer did not answer goes to the others, counted as a retry but never parked for it. Returns whether
     * it was connected.
     */
    boolean disconnect(Consumer consumer) {
        boolean wasConnected = consumers.remove(consumer);
        outstanding.landAllOf(consumer, clock.getAsLong()).stream()
                .map(Flight::message)
                .sorted(Comparator.comparingLong(message -> message.event().position()))
                .forEach(message -> waiting.addAgain(message.again()));
        return wasConnected;
    }

    void dropConsumers() {
        for (Consumer consumer : consumers.all()) {
            disconnect(consumer);
            consumer.drop();
        }
    }

    void push() {
        Iterator<Message> inOrder = waiting.inOrder().iterator();
        while (inOrder.hasNext() && consumers.anyHasRoom()) {
            Message message = inOrder.next();
            Consumer consumer = consumers.choose(message.event());
            if (consumer != null) {
                inOrder.remove();
                send(message, consumer);
            }
        }
    }

    private void send(Message message, Consumer consumer) {
        delivered.increment();
        if (outstanding.contains(message.event().id())) {
            // The server delivers a second event with an id under way, too, but does not follow what becomes of it.
            progress.finished(message.sequence());
            consumer.deliverUntracked(message);
        } else {
            outstanding.add(new Flight(message, consumer, clock.getAsLong()));
            consumer.deliver(message);
        }
    }

    void ack(List<UUID> ids) {
        ids.forEach(this::finish);
    }

    void nack(NackAction action, List<UUID> ids, String reason) {
        for (UUID id : ids) {
            switch (action) {
                case UNKNOWN, RETRY -> retry(outstanding.land(id, clock.getAsLong()));
                case PARK -> park(finish(id), "Client explicitly NAK'ed message.\n" + reason);
                // The server does not stop anything; the event is merely done with.
                case SKIP, STOP -> finish(id);
            }
        }
    }

    /** Deals with what was unanswered for too long. */
    void expire() {
        long now = clock.getAsLong();
        outstanding.landSentUpTo(now - settings.messageTimeoutMs(), now).forEach(this::retry);
    }

    private void retry(@Nullable Flight flight) {
        if (flight == null) {
            return;
        }
        Message message = flight.message();
        if (message.retries() < settings.maxRetryCount()) {
            waiting.addAgain(message.again());
        } else {
            progress.finished(message.sequence());
            store.park(message.event(), "Reached retry count of " + settings.maxRetryCount());
        }
    }

    private @Nullable Flight finish(UUID id) {
        Flight flight = outstanding.land(id, clock.getAsLong());
        if (flight != null) {
            progress.finished(flight.message().sequence());
        }
        return flight;
    }

    private void park(@Nullable Flight flight, String reason) {
        if (flight != null) {
            store.park(flight.message().event(), reason);
        }
    }

    int consumerCount() {
        return consumers.count();
    }

    /** Also starts a new measurement of the rates. */
    DeliveryStatistics measure() {
        long now = clock.getAsLong();
        long elapsed = now - measuredAtMillis;
        measuredAtMillis = now;
        return new DeliveryStatistics(
                delivered.read(elapsed),
                waiting.freshCount(),
                waiting.againCount(),
                outstanding.size(),
                consumers.all().stream()
                        .map(consumer -> consumer.statistics(elapsed))
                        .toList());
    }
}
