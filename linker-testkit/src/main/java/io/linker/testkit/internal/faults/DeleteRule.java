package io.linker.testkit.internal.faults;

import io.linker.testkit.faults.CountedFault;
import java.util.function.Predicate;

/** One ordered fault of deletes. */
public final class DeleteRule implements CountedFault {
    /** How a call ends instead of its answer. */
    public enum End {
        TIME_OUT,
        CUT
    }

    private final DeleteGate gate;
    private final Predicate<String> selected;
    private final boolean commits;
    private final End end;
    private final Claims claims;

    public DeleteRule(DeleteGate gate, Predicate<String> selected, int limit, boolean commits, End end) {
        this.gate = gate;
        this.selected = selected;
        this.commits = commits;
        this.end = end;
        this.claims = new Claims(limit);
    }

    boolean claims(String stream) {
        return selected.test(stream) && claims.claim();
    }

    /** Whether the stream is deleted all the same. */
    boolean commits() {
        return commits;
    }

    End end() {
        return end;
    }

    @Override
    public int times() {
        return claims.times();
    }

    @Override
    public void close() {
        gate.remove(this);
    }
}
