package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.link.Database.Read;
import io.linker.transform.Draft;
import io.linker.transform.Transform;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Filters and transforms. */
class SelectionTest extends LinkTest {
    private static PreparationSettings with(EventFilter filter, Transform transform) {
        PreparationSettings plain = Pair.DEFAULTS;
        return new PreparationSettings(
                Pair.ORIGIN,
                Pair.DESTINATION,
                filter,
                transform,
                plain.trails(),
                plain.control(),
                plain.copyLinkEvents(),
                null);
    }

    private void copy(EventFilter filter) throws InterruptedException {
        Pair.copy(pair.link(Settings.defaults()).filter(filter));
        pair.assertFaithful(with(filter, Transform.none()));
    }

    @Test
    void onlyStreamsThatAreIncludedArriveWithTheirDeletes() throws InterruptedException {
        origin.append(pair.stream("other-1"), event("x"));
        origin.append(pair.stream("order-1"), event("a"));
        origin.append(pair.stream("order-2"), event("b"), event("c"));
        EventFilter filter = EventFilter.streams(NamePattern.prefix(pair.stream("order-")));
        copy(filter);
        origin.delete(pair.stream("order-2"));
        origin.setMetadata(pair.stream("order-1"), "{\"owner\":\"me\"}");

        copy(filter);

        assertThat(destination.ids(pair.stream("order-1"))).hasSize(1);
        assertThat(destination.read("$$" + pair.stream("order-1"))).hasSize(1);
        assertThat(destination.read(pair.stream("order-2"))).isEmpty();
        assertThat(destination.read(pair.stream("other-1"))).isEmpty();
    }

    @Test
    void aLinkIsAtTheHeadThoughTheNewestEventsAreNotSelected() throws InterruptedException {
        origin.append(pair.stream("order-1"), event("a"));
        origin.append(pair.stream("other-1"), event("x"));
        var filter = EventFilter.streams(NamePattern.prefix(pair.stream("order-")));
        try (var link = Pair.started(pair.link(Settings.defaults()).filter(filter))) {
            Pair.awaitCaughtUp(link);
            origin.append(pair.stream("other-1"), event("y"));
            Pair.awaitCaughtUp(link);
            assertThat(link.status().reason()).isEmpty();
        }
    }

    @Test
    void streamsThatAreExcludedStayBehind() throws InterruptedException {
        origin.append(pair.stream("secret-1"), event("x"));
        origin.append(pair.stream("order-1"), event("a"));

        copy(pair.mine()
                .and(EventFilter.streams(NamePattern.of(pair.stream("secret-*")))
                        .not()));

        assertThat(destination.ids(pair.stream("order-1"))).hasSize(1);
        assertThat(destination.read(pair.stream("secret-1"))).isEmpty();
    }

    @Test
    void deletesAndDocumentsPassAFilterByType() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(
                stream, event("a").withType("wanted"), event("b"), event("c").withType("wanted"));
        origin.append(pair.stream("2"), event("d").withType("wanted"));
        EventFilter filter = pair.mine().and(EventFilter.types(NamePattern.exact("wanted")));
        copy(filter);
        assertThat(destination.ids(stream))
                .containsExactly(event("a").id(), event("c").id());
        origin.setMetadata(pair.stream("2"), "{\"owner\":\"me\"}");
        origin.delete(stream);

        copy(filter);

        assertThat(destination.read(stream)).isEmpty();
        assertThat(destination.read("$$" + pair.stream("2"))).hasSize(1);
    }

    @Test
    void aTombstonePassesAFilterByTypeThatIsEvaluatedByTheServer() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a").withType("wanted-" + pair.token));
        EventFilter filter = EventFilter.types(NamePattern.exact("wanted-" + pair.token));
        Pair.copy(pair.link(Settings.defaults()).filter(filter));
        origin.tombstone(stream);

        Pair.copy(pair.link(Settings.defaults()).filter(filter));

        assertThat(destination.isTombstoned(stream)).isTrue();
    }

    @Test
    void aRegularExpressionOfTheUsersIsEvaluatedHere() throws InterruptedException {
        origin.append(pair.stream("a1"), event("x"));
        origin.append(pair.stream("a22"), event("y"));
        origin.append(pair.stream("b22"), event("z"));
        origin.append(pair.stream("a333"), event("w"));

        copy(EventFilter.streams(NamePattern.regex("^" + pair.token + "-a\\d{2,}+$")));

        assertThat(destination.read(pair.stream("a1"))).isEmpty();
        assertThat(destination.read(pair.stream("b22"))).isEmpty();
        assertThat(destination.ids(pair.stream("a22"))).hasSize(1);
        assertThat(destination.ids(pair.stream("a333"))).hasSize(1);
    }

    @Test
    void renamedStreamsArriveUnderTheirNewNameWithDocumentsAndDeletes() throws InterruptedException {
        String kept = pair.stream("kept");
        String gone = pair.stream("gone");
        Transform renaming = Transform.renaming(name -> name.replace(pair.token + "-", pair.token + "-copy-of-"));
        origin.append(kept, event("a"), event("b"));
        origin.append(gone, event("c"));
        origin.setMetadata(kept, "{\"owner\":\"me\"}");
        origin.delete(gone);

        Pair.copy(pair.link(Settings.defaults()).transform(renaming));

        assertThat(destination.read(kept)).isEmpty();
        assertThat(destination.ids(pair.stream("copy-of-kept"))).isEqualTo(origin.ids(kept));
        assertThat(destination.read("$$" + pair.stream("copy-of-kept"))).hasSize(1);
        assertThat(destination.read(pair.stream("copy-of-gone"))).isEmpty();
        pair.assertFaithful(with(EventFilter.everything(), renaming));
    }

    @Test
    void aTransformRewritesEventsAndDropsOthers() throws InterruptedException {
        String stream = pair.stream("1");
        Transform transform = draft -> draft.type().equals("dropped")
                ? Optional.empty()
                : Optional.of(draft.withType("renamed").withData(true, "{}".getBytes(StandardCharsets.UTF_8)));
        origin.append(stream, event("a"), event("b").withType("dropped"), event("c"));

        Pair.copy(pair.link(Settings.defaults()).transform(transform));

        assertThat(destination.read(stream)).hasSize(2).extracting(Read::type).containsOnly("renamed");
        assertThat(destination.read(stream)).extracting(Read::data).containsOnly("{}");
        pair.assertFaithful(with(EventFilter.everything(), transform));
    }

    @Test
    void aTransformThatThrowsStopsTheLinkAndNamesTheEvent() {
        origin.append(pair.stream("1"), event("a"));
        Transform failing = draft -> fail(draft);
        try (var link = pair.link(Settings.defaults()).transform(failing).build()) {
            link.start().exceptionally(why -> null).join();
            Verdicts.assertStops(link).hasMessageContaining(pair.stream("1"));
        }
        assertThat(destination.read(pair.stream("1"))).isEmpty();
    }

    private static Optional<Draft> fail(Draft draft) {
        throw new IllegalStateException("cannot rewrite " + draft.type());
    }
}
