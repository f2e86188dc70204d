package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import io.linker.event.RecordedEvent;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import io.linker.transform.StreamDocument;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * The metadata that applications give streams in databases that are linked both ways. At the end all must have the same.
 * Clocks differ only in the runs without: which of two documents is the later one is a matter of clocks. Some hide all but the
 * newest events of a stream.
 */
final class TopologyDocuments {
    private final SplittableRandom random;
    private final int oneIn;
    private final boolean hides;
    private final Set<String> hiding = new HashSet<>();
    private int written;

    TopologyDocuments(long seed, boolean hides) {
        this.hides = hides;
        random = new SplittableRandom(seed);
        oneIn = random.nextInt(2) == 0 ? 2 + random.nextInt(40) : 0;
    }

    /** How far the clock of the next database is ahead, in milliseconds. */
    long clock() {
        return oneIn > 0 ? 0 : random.nextInt(60_000);
    }

    /**
     * Perhaps writes a document, sometimes with the metadata of the one before, provenance included.
     *
     * @param keeps whether what the one before truncated stays so
     */
    boolean writes(SimDatabase database, String stream, boolean keeps) {
        if (oneIn == 0 || random.nextInt(oneIn) > 0) {
            return false;
        }
        List<RecordedEvent> before = newest(database, stream);
        boolean copies = !before.isEmpty() && random.nextInt(4) == 0;
        var document = new NewEvent(
                new UUID(random.nextLong(), random.nextLong()),
                RecordedEvent.METADATA_TYPE,
                true,
                ByteString.copyFromUtf8(
                        "{\"note\":" + written++ + (keeps ? truncation(before) : retention(stream)) + "}"),
                copies ? ByteString.copyFrom(before.get(0).metadata()) : ByteString.EMPTY);
        database.log.append("$$" + stream, ExpectedRevision.ANY, List.of(document));
        return true;
    }

    private static String truncation(List<RecordedEvent> before) {
        StreamDocument document =
                before.isEmpty() ? null : StreamDocument.read(before.get(0).data());
        return document == null || document.truncateBefore().isEmpty() || document.isSoftDelete()
                ? ""
                : ",\"$tb\":" + document.truncateBefore().getAsLong();
    }

    private String retention(String stream) {
        if (!hides || random.nextInt(3) > 0) {
            return "";
        }
        hiding.add(stream);
        return ",\"$maxCount\":" + (1 + random.nextInt(20));
    }

    /** Whether a document hides events of the stream, so that nobody can tell any more what its writers knew. */
    boolean hides(String stream) {
        return hiding.contains(stream);
    }

    void check(int streams, List<SimDatabase> databases) {
        for (int number = 0; number < streams; number++) {
            String stream = "s-" + number;
            List<String> found = databases.stream()
                    .map(database -> newest(database, stream).stream()
                            .map(event -> new String(event.data(), StandardCharsets.UTF_8))
                            .findFirst()
                            .orElse("none"))
                    .toList();
            if (!found.stream().allMatch(found.get(0)::equals)) {
                throw new AssertionError("the documents of " + stream + " differ: " + found);
            }
        }
    }

    private static List<RecordedEvent> newest(SimDatabase database, String stream) {
        StreamView view = database.log.stream("$$" + stream);
        return view.state() == StreamView.State.FOUND ? database.page(view, view.head(), true, 1) : List.of();
    }
}
