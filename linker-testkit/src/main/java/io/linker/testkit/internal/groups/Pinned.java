package io.linker.testkit.internal.groups;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps events with the same key at one consumer as long as it is there. The keys are hashed into buckets; a bucket
 * is given to the consumer with the fewest when it is first needed, and a newcomer takes over its fair share.
 */
final class Pinned implements ConsumerStrategy {
    private static final int BUCKETS = 1024;

    private final Function<GroupEvent, String> key;
    private final @Nullable Consumer[] owners = new Consumer[BUCKETS];
    private final List<Consumer> consumers = new ArrayList<>();

    Pinned(Function<GroupEvent, String> key) {
        this.key = key;
    }

    @Override
    public void added(Consumer newcomer) {
        consumers.add(newcomer);
        long assigned =
                IntStream.range(0, BUCKETS).filter(i -> owners[i] != null).count();
        long fairShare = (assigned + consumers.size() - 1) / consumers.size();
        consumers.forEach(other -> surplus(other, fairShare).forEach(bucket -> owners[bucket] = newcomer));
    }

    /** What a consumer gives away, buckets without unanswered events first. */
    private List<Integer> surplus(Consumer consumer, long fairShare) {
        Map<Integer, Long> unanswered =
                consumer.inFlight().stream().collect(Collectors.groupingBy(this::bucketOf, Collectors.counting()));
        return bucketsOf(consumer)
                .boxed()
                .sorted(Comparator.comparingLong(bucket -> unanswered.getOrDefault(bucket, 0L)))
                .limit(Math.max(0, bucketsOf(consumer).count() - fairShare))
                .toList();
    }

    @Override
    public void removed(Consumer consumer) {
        consumers.remove(consumer);
        bucketsOf(consumer).forEach(bucket -> owners[bucket] = null);
    }

    @Override
    public @Nullable Consumer choose(GroupEvent event) {
        int bucket = bucketOf(event);
        Consumer owner = owners[bucket];
        if (owner == null) {
            owner = consumers.stream()
                    .min(Comparator.comparingLong(
                            consumer -> bucketsOf(consumer).count()))
                    .orElse(null);
            owners[bucket] = owner;
        }
        return owner != null && owner.hasRoom() ? owner : null;
    }

    private IntStream bucketsOf(Consumer consumer) {
        return IntStream.range(0, BUCKETS).filter(i -> owners[i] == consumer);
    }

    private int bucketOf(GroupEvent event) {
        int hash = Hashing.murmur3_32_fixed()
                .hashString(key.apply(event), StandardCharsets.UTF_8)
                .asInt();
        return Math.floorMod(hash, BUCKETS);
    }
}
