package io.linker.benchmarks.copy;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq.ProposedMessage;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent.RecordedEvent;
import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import io.linker.benchmarks.ends.Scene;
import io.linker.benchmarks.ends.Subscription;
import io.linker.benchmarks.ends.Wire;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Copies as {@link Ceiling} says. Everything happens on the two transports' threads, under one lock. A lane has one request
 * unanswered; lanes send in the order in which they got something to send.
 */
public final class Pipeline implements AutoCloseable {
    private static final int MOST_EVENTS = 1024;
    private static final int MOST_BYTES = 900_000;
    private static final int AHEAD = 4096;
    private static final int HELD_EVENTS = 32_768;
    private static final long HELD_BYTES = 64 << 20;

    private final int requests;
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final List<StreamObserver<BatchAppendReq>> calls = new ArrayList<>();
    private final Subscription subscription;
    private final Map<ByteString, Lane> lanes = new HashMap<>();
    private final Map<Long, Lane> unanswered = new HashMap<>();
    private final Queue<Lane> ready = new ArrayDeque<>();
    private final Intake intake = new Intake();
    private long sent;
    private long delivered;
    private @Nullable String failure;

    private static final class Lane {
        final ByteString stream;
        final ArrayDeque<RecordedEvent> waiting = new ArrayDeque<>();
        long tail = -1;
        int underWay;
        long bytesUnderWay;
        boolean queued;

        Lane(ByteString stream) {
            this.stream = stream;
        }
    }

    /** How much is held, and how much more may come. */
    private static final class Intake {
        int events;
        long bytes;
        int asked;

        int more(int averageSize) {
            long room = Math.min(HELD_EVENTS - events, (HELD_BYTES - bytes) / Math.max(1, averageSize));
            int more = (int) Math.min(AHEAD, Math.max(0, room)) - asked;
            if (more < AHEAD / 8 && asked > 0) {
                return 0;
            }
            asked += Math.max(0, more);
            return Math.max(0, more);
        }
    }

    /** Connects; nothing is copied before {@link #start}. */
    public Pipeline(Scene scene, int requests, int connections) {
        this.requests = requests;
        for (int i = 0; i < connections; i++) {
            ManagedChannel channel = scene.destination().channel();
            channels.add(channel);
            calls.add(StreamsGrpc.newStub(channel).batchAppend(new Answers()));
        }
        this.subscription = Subscription.open(scene.origin(), scene.after(), this::arrived);
    }

    /** Begins to copy. */
    public synchronized void start() {
        ask(1024);
    }

    private void ask(int size) {
        int more = intake.more(size);
        if (more > 0) {
            subscription.ask(more);
        }
    }

    /** Events that are confirmed. */
    public synchronized long delivered() {
        return delivered;
    }

    /** Waits until so many events are confirmed, or until the bound; tells how many are. */
    public synchronized long await(long events, Duration bound) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (delivered < events && System.nanoTime() < end) {
            if (failure != null) {
                throw new IllegalStateException(failure);
            }
            wait(100);
        }
        return delivered;
    }

    private synchronized void arrived(RecordedEvent event) {
        intake.asked--;
        ByteString stream = event.getStreamIdentifier().getStreamName();
        if (!stream.isEmpty() && stream.byteAt(0) != '$') {
            Lane lane = lanes.computeIfAbsent(stream, Lane::new);
            lane.waiting.add(event);
            intake.events++;
            intake.bytes += event.getData().size();
            enqueue(lane);
            send();
        }
        ask(event.getData().size());
    }

    private void enqueue(Lane lane) {
        if (!lane.queued && lane.underWay == 0 && !lane.waiting.isEmpty()) {
            lane.queued = true;
            ready.add(lane);
        }
    }

    private void send() {
        while (unanswered.size() < requests && !ready.isEmpty()) {
            Lane lane = ready.remove();
            lane.queued = false;
            List<ProposedMessage> events = new ArrayList<>();
            while (events.size() < MOST_EVENTS && lane.bytesUnderWay < MOST_BYTES && !lane.waiting.isEmpty()) {
                RecordedEvent next = lane.waiting.remove();
                lane.bytesUnderWay += next.getData().size();
                events.add(message(next));
            }
            lane.underWay = events.size();
            long number = sent++;
            unanswered.put(number, lane);
            int call = Math.floorMod(lane.stream.hashCode(), calls.size());
            calls.get(call).onNext(Wire.append(number, lane.stream, lane.tail, events));
        }
    }

    private static ProposedMessage message(RecordedEvent event) {
        return Wire.proposed(
                event.getId(),
                event.getMetadataOrDefault("type", ""),
                event.getMetadataOrDefault("content-type", ""),
                event.getData(),
                event.getCustomMetadata());
    }

    private synchronized void answered(BatchAppendResp answer) {
        Lane lane = unanswered.remove(answer.getCorrelationId().getStructured().getLeastSignificantBits());
        if (lane == null || !answer.hasSuccess()) {
            fail("refused: " + answer.getError().getMessage());
            return;
        }
        lane.tail = answer.getSuccess().getCurrentRevision();
        delivered += lane.underWay;
        intake.events -= lane.underWay;
        intake.bytes -= lane.bytesUnderWay;
        int size = (int) (lane.bytesUnderWay / Math.max(1, lane.underWay));
        lane.underWay = 0;
        lane.bytesUnderWay = 0;
        enqueue(lane);
        send();
        ask(size);
        notifyAll();
    }

    private synchronized void fail(String why) {
        failure = why;
        notifyAll();
    }

    @Override
    public void close() {
        subscription.close();
        channels.forEach(ManagedChannel::shutdownNow);
    }

    private final class Answers implements StreamObserver<BatchAppendResp> {
        @Override
        public void onNext(BatchAppendResp answer) {
            answered(answer);
        }

        @Override
        public void onError(Throwable error) {
            fail("the connection was lost: " + error);
        }

        @Override
        public void onCompleted() {
            fail("the call was ended");
        }
    }
}
