package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.checkpoint.Share;
import io.linker.error.CheckpointException;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginPosition;
import io.linker.internal.flow.Agenda;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Into how many shares the work of the link is split, and since where. That stands in the checkpoint of the link's own name:
 * the link's very checkpoint while there is one share, else the place where the present split began, so what there is to be
 * read of an earlier split is known by name. Share 0 alone changes it: a straggler of an earlier split that is started again
 * must not bring that back.
 */
final class Split {
    private static final long AGAIN_MILLIS = 1_000;
    private static final long LOOK_MILLIS = 5_000;

    private final LinkSpec spec;
    private final Function<String, Checkpoints> stores;
    private final Checkpoints record;
    private final Agenda agenda;
    private final Consumer<LinkStoppedException> stop;
    private Checkpoints asked;
    private @Nullable Checkpoint agreed;
    private @Nullable Obstacle waiting;

    /**
     * The split of one link.
     *
     * @param own where this share keeps its checkpoint
     * @param stores where the others do, by their names
     */
    Split(
            LinkSpec spec,
            Checkpoints own,
            Function<String, Checkpoints> stores,
            Agenda agenda,
            Consumer<LinkStoppedException> stop) {
        this.spec = spec;
        this.stores = stores;
        this.record = spec.share().isWhole() ? own : stores.apply(spec.name());
        this.asked = record;
        this.agenda = agenda;
        this.stop = stop;
    }

    /** Reads the record; {@code then} hears of it once it is this share's to go by, or to change. */
    void load(Consumer<Versioned> then) {
        record.load(
                found -> {
                    Checkpoint present = found.checkpoint();
                    if (spec.share().index() == 0 || (present != null && isOurs(present))) {
                        waiting = null;
                        agreed = present;
                        then.accept(found);
                    } else {
                        await(present, then);
                    }
                },
                this::unreadable);
    }

    /** Whether the record is of a split into as many shares. */
    boolean isOurs(Checkpoint present) {
        return present.share().count() == spec.share().count();
    }

    private void await(@Nullable Checkpoint present, Consumer<Versioned> then) {
        long since = waiting == null ? agenda.now() : waiting.since();
        String why = present == null
                ? "Link '" + spec.name() + "' has not begun yet: start its share "
                        + new Share(0, spec.share().count()) + ", which decides where"
                : verdict(spec, present);
        waiting = new Obstacle(since, why);
        // Half of what the start may take: the verdict is then this one, and not that time ran out.
        if (!spec.keepTrying() && agenda.now() - since >= spec.limits().connectMillis() / 2) {
            stop.accept(waited(why));
        } else {
            agenda.in(AGAIN_MILLIS, () -> load(then));
        }
    }

    /** What a start ends with that has no more time for this share to wait; null where it does not wait. */
    @Nullable
    LinkStoppedException waited() {
        return waiting == null ? null : waited(waiting.what());
    }

    private static LinkStoppedException waited(String why) {
        return new LinkStoppedException(StopReason.SETTINGS_CHANGED, why);
    }

    /**
     * How far an earlier split has come: up to there all of its shares are done. {@code fits} is asked about what each of
     * them stored; nothing more happens where one does not.
     */
    void lowest(Checkpoint present, Predicate<Checkpoint> fits, Consumer<Checkpoint> then) {
        if (present.share().isWhole()) {
            then.accept(present);
            return;
        }
        gather(present, 0, present, fits, lowest -> then.accept(at(lowest.position(), lowest, present.counters())));
    }

    private void gather(
            Checkpoint present, int index, Checkpoint lowest, Predicate<Checkpoint> fits, Consumer<Checkpoint> then) {
        int count = present.share().count();
        if (index == count) {
            then.accept(lowest);
            return;
        }
        asked = stores.apply(new Share(index, count).of(spec.name()));
        asked.load(
                found -> {
                    Checkpoint own = later(found.checkpoint(), present);
                    if (fits.test(own)) {
                        gather(present, index + 1, index == 0 ? own : lower(lowest, own), fits, then);
                    }
                },
                this::unreadable);
    }

    private static Checkpoint lower(Checkpoint one, Checkpoint other) {
        OriginPosition lower = one.position().lower(other.position());
        return at(lower, other.position().equals(lower) ? other : one, one.counters());
    }

    /** How far a share has come: as it stored itself, or as the record says where that is of a later split. */
    static Checkpoint later(@Nullable Checkpoint own, Checkpoint present) {
        if (own == null) {
            return at(present.position(), present, Map.of());
        }
        return own.position().reaches(present.position()) ? own : at(present.position(), present, own.counters());
    }

    /** Records that the work is split as this share has it, from {@code start} on; {@code then} runs once somebody has. */
    void change(Versioned before, Checkpoint start, Runnable then) {
        Checkpoint present = before.checkpoint();
        var next = new Checkpoint(
                spec.name(),
                start.position(),
                present == null ? 1 : present.epoch() + 1,
                spec.instance(),
                start.time(),
                present == null ? Map.of() : present.counters(),
                start.origin(),
                start.destination(),
                start.filter(),
                spec.share());
        asked = record;
        record.store(before.version(), next, (Stored answer) -> then.run());
    }

    /** Looks now and then whether the split is still this one. The whole need not: whoever splits it stores over it. */
    void watch() {
        if (!spec.share().isWhole()) {
            agenda.in(LOOK_MILLIS, this::look);
        }
    }

    private void look() {
        record.load(
                found -> {
                    Checkpoint present = found.checkpoint();
                    Checkpoint before = agreed;
                    if (present != null && !isOurs(present)) {
                        stop.accept(changed(spec, present));
                    } else if (present == null && before != null && spec.share().index() == 0) {
                        // Somebody deleted it, and the others could not start again: up to there all is still done.
                        change(found, before, this::watch);
                    } else {
                        watch();
                    }
                },
                unreadable -> watch());
    }

    static LinkStoppedException changed(LinkSpec spec, Checkpoint present) {
        return new LinkStoppedException(StopReason.FENCED, verdict(spec, present));
    }

    private static String verdict(LinkSpec spec, Checkpoint present) {
        return "The work of link '" + spec.name() + "' is split into "
                + present.share().count()
                + (present.share().isWhole() ? " share" : " shares") + " (instance " + present.instance() + ", epoch "
                + present.epoch() + "), and this is share " + spec.share() + ". Start share "
                + new Share(0, spec.share().count()) + " to split it into "
                + spec.share().count() + " from now on, or start this process with the present number.";
    }

    /** Why this share waits for another one to begin, or for what others stored; null where it does not. */
    @Nullable
    Obstacle obstacle() {
        return waiting != null || spec.share().isWhole() ? waiting : asked.obstacle();
    }

    private void unreadable(CheckpointException why) {
        stop.accept(new LinkStoppedException(StopReason.CHECKPOINT, String.valueOf(why.getMessage()), why));
    }

    private static Checkpoint at(OriginPosition position, Checkpoint of, Map<String, Long> counters) {
        return new Checkpoint(
                of.link(),
                position,
                of.epoch(),
                of.instance(),
                of.time(),
                counters,
                of.origin(),
                of.destination(),
                of.filter(),
                of.share());
    }
}
