package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Content;
import io.linker.Content.StreamMetadata;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import org.junit.jupiter.api.Test;

class StreamMetadataTest extends LinkTest {
    @Test
    void documentsFollowTheirStream() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.setMetadata(stream, "{ \"$maxCount\" : 5, \"owner\":\"me\" }");

        pair.copy(Settings.defaults());

        assertThat(destination.metadata(stream)).contains("\"$maxCount\"", "\"owner\":\"me\"");
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void anExactCopyHasTheDocumentsByteForByte() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.setMetadata(stream, "{ \"$maxCount\" : 5, \"owner\":\"me\" }");
        origin.setMetadata(stream, "{ \"$maxCount\" : 7 }");

        pair.copy(Settings.exactCopy());

        assertThat(destination.metadata(stream)).isEqualTo("{ \"$maxCount\" : 7 }");
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void accessRightsStayBehindUnlessAskedFor() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.setMetadata(stream, "{\"$acl\":{\"$r\":[\"somebody\"]},\"kept\":1}");

        pair.copy(Settings.defaults());

        assertThat(destination.metadata(stream)).contains("kept").doesNotContain("$acl", "somebody");
    }

    @Test
    void accessRightsFollowWhereAskedFor() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.setMetadata(stream, "{\"$acl\":{\"$r\":[\"somebody\"]},\"kept\":1}");

        pair.copy(Settings.defaults().with(new Content(true, true, StreamMetadata.ALL, true)));

        assertThat(destination.metadata(stream)).contains("kept", "$acl", "somebody");
    }

    @Test
    void noDocumentsFollowWhereSwitchedOff() throws InterruptedException {
        String stream = pair.stream("1");
        origin.setMetadata(stream, "{\"owner\":\"me\"}");
        origin.append(stream, event("a"));

        pair.copy(Settings.defaults().with(new Content(true, true, StreamMetadata.NONE, true)));

        assertThat(destination.ids(stream)).hasSize(1);
        assertThat(destination.read("$$" + stream)).isEmpty();
    }

    @Test
    void truncationHidesTheSameEventsThoughTheCopyNumbersThemOtherwise() throws InterruptedException {
        String stream = pair.stream("1");
        for (int i = 0; i < 10; i++) {
            origin.append(stream, event("kept " + i), event("dropped " + i).withType("dropped"));
        }
        origin.append(stream, event("last"));
        origin.setMetadata(stream, "{\"$tb\":15}");

        Pair.copy(withoutDropped());

        assertThat(destination.ids(stream))
                .containsExactly(
                        event("kept 8").id(),
                        event("kept 9").id(),
                        event("last").id());
        assertThat(destination.metadata(stream)).contains("\"$tb\":8");
    }

    @Test
    void aStreamWhoseBeginningIsGoneArrivesWithWhatIsLeftVisible() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, events(110));
        origin.setMetadata(stream, "{\"$tb\":100}");

        pair.copy(Settings.defaults());

        assertThat(destination.ids(stream)).hasSize(10).isEqualTo(origin.ids(stream));
    }

    @Test
    void aSoftDeletedStreamIsDeletedAndARecreatedOneIsBack() throws InterruptedException {
        String deleted = pair.stream("deleted");
        String recreated = pair.stream("recreated");
        origin.append(deleted, event("a"), event("b"));
        origin.append(recreated, event("c"), event("d"));
        origin.delete(deleted);
        origin.delete(recreated);
        origin.append(recreated, event("e"));

        pair.copy(Settings.defaults());

        assertThat(destination.read(deleted)).isEmpty();
        assertThat(destination.ids(recreated)).containsExactly(event("e").id());
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void whatTheServerWroteIntoTheDocumentAtRecreationIsLeftToTheDestinationsServer() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"), event("dropped").withType("dropped"), event("b"));
        origin.delete(stream);
        origin.append(stream, event("c"));
        origin.append(stream, event("d"));

        Pair.copy(withoutDropped());

        assertThat(origin.metadata(stream)).contains("\"$tb\":3");
        assertThat(destination.metadata(stream)).contains("\"$tb\":2");
        assertThat(destination.ids(stream)).isEqualTo(origin.ids(stream));
    }

    @Test
    void aTombstonedStreamIsClosedForEver() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        pair.copy(Settings.defaults());
        origin.tombstone(stream);

        pair.copy(Settings.defaults());

        assertThat(destination.isTombstoned(stream)).isTrue();
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void deletesAndTombstonesStayBehindWhereSwitchedOff() throws InterruptedException {
        String deleted = pair.stream("deleted");
        String tombstoned = pair.stream("tombstoned");
        origin.append(deleted, event("a"));
        origin.append(tombstoned, event("b"));
        pair.copy(Settings.fanIn());
        origin.delete(deleted);
        origin.tombstone(tombstoned);

        pair.copy(Settings.fanIn());

        assertThat(destination.ids(deleted)).containsExactly(event("a").id());
        assertThat(destination.ids(tombstoned)).containsExactly(event("b").id());
    }

    private LinkerServiceBuilder withoutDropped() {
        return pair.link(Settings.defaults())
                .filter(pair.mine()
                        .and(EventFilter.types(NamePattern.exact("dropped")).not()));
    }
}
