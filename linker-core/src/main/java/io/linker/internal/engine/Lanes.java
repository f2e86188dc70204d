package io.linker.internal.engine;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All lanes the link remembers, and the order in which they may send: the one whose oldest event waited longest goes next.
 * A lane with anything waiting, unanswered or undecided is never forgotten; of the others the least recently used are.
 */
final class Lanes {
    private final LinkedHashMap<String, Lane> byName = new LinkedHashMap<>(64, 0.75f, true);
    private final TreeMap<Long, Lane> ready = new TreeMap<>();
    private final Queue<Lane> closed = new ArrayDeque<>();

    private final int maxRemembered;
    private final int maxUnansweredPerLane;
    private int contended;

    /** Remembers about {@code maxRemembered} idle lanes; lanes pipeline up to {@code maxUnansweredPerLane} requests. */
    Lanes(int maxRemembered, int maxUnansweredPerLane) {
        this.maxRemembered = maxRemembered;
        this.maxUnansweredPerLane = maxUnansweredPerLane;
    }

    Lane get(String name) {
        Lane lane = byName.get(name);
        if (lane == null) {
            forgetIdle(); // before, or the new one, idle for another moment, could go at once
            lane = new Lane(name);
            byName.put(name, lane);
        }
        return lane;
    }

    /** The lane if it is remembered. */
    @Nullable
    Lane find(String name) {
        return byName.get(name);
    }

    Collection<Lane> all() {
        return byName.values();
    }

    /** How many lanes are remembered, busy ones included. */
    int remembered() {
        return byName.size();
    }

    /** To be called after every change of a lane: puts it into or takes it out of the order of sending. */
    void refresh(Lane lane) {
        if (lane.phase == Lane.Phase.CLOSED && !lane.waiting.isEmpty()) {
            closed.add(lane);
        }
        count(lane);
        long key = maySend(lane) ? lane.waiting.getFirst().sequence() : -1;
        if (key == lane.readyKey) {
            return;
        }
        if (lane.readyKey >= 0) {
            ready.remove(lane.readyKey);
        }
        if (key >= 0) {
            ready.put(key, lane);
        }
        lane.readyKey = key;
    }

    /** How many lanes others write faster than this link. */
    int contended() {
        return contended;
    }

    /** A lane that has something waiting and is not open; it may have been opened since. */
    @Nullable
    Lane nextToOpen() {
        return closed.poll();
    }

    /** The lane that may send and whose oldest event waited longest. */
    @Nullable
    Lane next() {
        return ready.isEmpty() ? null : ready.firstEntry().getValue();
    }

    private void count(Lane lane) {
        if (lane.counted != lane.isContended()) {
            lane.counted = !lane.counted;
            contended += lane.counted ? 1 : -1;
        }
    }

    private boolean maySend(Lane lane) {
        if (lane.phase != Lane.Phase.OPEN || lane.waiting.isEmpty()) {
            return false;
        }
        if (lane.unanswered == 0) {
            return true;
        }
        return lane.answered
                && lane.unanswered < maxUnansweredPerLane
                && lane.waiting.getFirst().isAppend();
    }

    private void forgetIdle() {
        // Looks at a few of the oldest only; one that is busy is not old, whenever it was last asked for.
        for (int looked = 0; byName.size() >= maxRemembered && looked < 8; looked++) {
            Lane eldest = byName.values().iterator().next();
            if (eldest.isIdle()) {
                byName.remove(eldest.name);
            } else {
                byName.get(eldest.name);
            }
        }
    }
}
