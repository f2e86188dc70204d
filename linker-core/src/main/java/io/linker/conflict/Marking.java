package io.linker.conflict;

/** Every event that lost its place says so. */
enum Marking implements ConflictPolicy {
    INSTANCE;

    @Override
    public ConflictDecision decide(Conflict conflict) {
        return new ConflictDecision.AppendMarked(conflict.facts());
    }
}
