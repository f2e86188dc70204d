package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.link.Database.Event;
import io.linker.link.Database.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CopyTest extends LinkTest {
    @Test
    void copiesStreamsEventByEvent() throws InterruptedException {
        String one = pair.stream("1");
        String two = pair.stream("2");
        origin.append(one, event("a"), event("b"));
        origin.append(two, event("c"));
        origin.append(one, event("d"));

        pair.copy(Settings.exactCopy());

        assertThat(destination.read(one)).hasSize(3).isEqualTo(origin.read(one));
        assertThat(destination.read(two)).hasSize(1).isEqualTo(origin.read(two));
    }

    @Test
    void anExactCopyKeepsEveryByteOfDataAndMetadata() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(
                stream,
                event("a").withMetadata("{ \"b\" : 1.0 ,\t\"a\":12345678901234567890.10 , \"b\":2 }\n"),
                event("b").withMetadata("  {}  "),
                event("c").withMetadata(new byte[] {(byte) 0xff, 0, 1, (byte) 0xfe}));

        pair.copy(Settings.exactCopy());

        assertThat(destination.read(stream)).isEqualTo(origin.read(stream));
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void provenanceIsAddedAndTheRestOfTheMetadataStaysAsItWas() throws InterruptedException {
        String stream = pair.stream("1");
        String metadata = "{ \"price\" : 1.10,  \"price\":1.20 }";
        origin.append(stream, event("a").withMetadata(metadata), event("b"));

        pair.copy(Settings.defaults());

        List<Read> copied = destination.read(stream);
        assertThat(copied.get(0).metadata())
                .startsWith("{ \"price\" : 1.10,  \"price\":1.20")
                .contains("\"$origin\":\"" + Pair.ORIGIN + "\"", "\"$eventNumber\":0");
        assertThat(copied.get(1).metadata()).contains("\"$eventStreamId\":\"" + stream + "\"", "\"$eventNumber\":1");
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void manyStreamsArriveWholeAndInOrder() throws InterruptedException {
        for (int round = 0; round < 10; round++) {
            for (int stream = 0; stream < 20; stream++) {
                var events = new ArrayList<Event>();
                for (int i = 0; i < 1 + (stream + round) % 7; i++) {
                    events.add(event(stream + "/" + round + "/" + i));
                }
                origin.append(pair.stream("" + stream), events);
            }
        }

        pair.copy(Settings.defaults());

        assertThat(pair.compare(Pair.DEFAULTS).faithful()).isGreaterThan(700);
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void whatHappensAtTheOriginWhileTheLinkRunsIsCopiedAsItHappens() throws InterruptedException {
        String stream = pair.stream("1");
        try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
            for (int i = 0; i < 20; i++) {
                origin.append(stream, event("live " + i));
                Pair.awaitCaughtUp(link);
                assertThat(destination.ids(stream)).hasSize(i + 1);
            }
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void equalIdsInOneStreamAreEventsOfTheirOwn() throws InterruptedException {
        String stream = pair.stream("1");
        Event twice = event("twice");
        origin.append(stream, twice, event("between"));
        UUID id = twice.id();
        // as a real server's cache of ids forgets: the same id is accepted again with an exact revision at the head
        origin.appendExactly(stream, 1, twice);

        pair.copy(Settings.defaults());

        assertThat(destination.ids(stream)).hasSize(3).startsWith(id).endsWith(id);
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void goesOnWhereItEndedAndWritesNothingTwice() throws InterruptedException {
        String stream = pair.stream("1");
        for (int round = 0; round < 3; round++) {
            origin.append(stream, event("a" + round), event("b" + round));
            pair.copy(Settings.defaults());
        }
        assertThat(destination.ids(stream)).isEqualTo(origin.ids(stream));
        pair.assertFaithful(Pair.DEFAULTS);
    }
}
