package io.linker.conflict;

/** The policy of streams that are meant to be shared. */
enum Shared implements ConflictPolicy {
    INSTANCE;

    @Override
    public ConflictDecision decide(Conflict conflict) {
        return new ConflictDecision.Append();
    }
}
