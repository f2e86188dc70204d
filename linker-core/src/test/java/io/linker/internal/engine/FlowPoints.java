package io.linker.internal.engine;

import static io.linker.internal.engine.FlowPoint.BACKLOG;

import java.util.List;

/** The situations that the window has to be good in. */
final class FlowPoints {
    static final List<FlowPoint> ALL = List.of(
            // low load
            FlowPoint.of("trickle-near", 0, 10, 256, 100),
            FlowPoint.of("trickle-5ms", 5, 10, 256, 10_000),
            FlowPoint.of("trickle-far", 150, 10, 256, 1),
            FlowPoint.of("trickle-far-large", 50, 5, 4_096, 100).shared(),
            FlowPoint.of("1k-near", 0, 1_000, 256, 100),
            FlowPoint.of("1k-near-shared", 0, 1_000, 100, 10_000).shared(),
            FlowPoint.of("1k-50ms", 50, 1_000, 256, 10_000),
            FlowPoint.of("1k-far", 150, 1_000, 256, 10_000),
            FlowPoint.of("1k-far-100-streams", 150, 1_000, 100, 100),
            FlowPoint.of("1k-after-backlog", 5, BACKLOG, 256, 100).asLatency().then(link -> link.origin.load(1_000)),
            // 20,000 events a second
            FlowPoint.of("20k-near", 0, 20_000, 256, 100),
            FlowPoint.of("20k-near-many", 0, 20_000, 256, 10_000),
            FlowPoint.of("20k-5ms-one", 5, 20_000, 100, 1),
            FlowPoint.of("20k-50ms", 50, 20_000, 256, 100),
            FlowPoint.of("20k-far", 150, 20_000, 256, 100),
            FlowPoint.of("20k-far-many", 150, 20_000, 100, 10_000),
            // backlog
            FlowPoint.of("backlog-near-one", 0, BACKLOG, 256, 1),
            FlowPoint.of("backlog-near", 0, BACKLOG, 256, 100),
            FlowPoint.of("backlog-near-many", 0, BACKLOG, 256, 10_000),
            FlowPoint.of("backlog-near-shared", 0, BACKLOG, 256, 100).shared(),
            FlowPoint.of("backlog-5ms-many", 5, BACKLOG, 100, 10_000),
            FlowPoint.of("backlog-50ms", 50, BACKLOG, 256, 100),
            FlowPoint.of("backlog-50ms-many", 50, BACKLOG, 256, 10_000),
            FlowPoint.of("backlog-far-one", 150, BACKLOG, 256, 1),
            FlowPoint.of("backlog-far-one-shared", 150, BACKLOG, 256, 1).shared(),
            FlowPoint.of("backlog-far", 150, BACKLOG, 256, 100),
            FlowPoint.of("backlog-far-shared", 150, BACKLOG, 100, 100).shared(),
            FlowPoint.of("backlog-far-many", 150, BACKLOG, 256, 10_000),
            FlowPoint.of("4KB-near", 0, BACKLOG, 4_096, 100),
            FlowPoint.of("4KB-far", 150, BACKLOG, 4_096, 10_000),
            FlowPoint.of("64KB-near", 0, BACKLOG, 65_536, 100),
            FlowPoint.of("64KB-far", 150, BACKLOG, 65_536, 10_000),
            FlowPoint.of("1MB-near-one", 0, BACKLOG, 1_000_000, 1),
            FlowPoint.of("1MB-5ms", 5, BACKLOG, 1_000_000, 100),
            FlowPoint.of("1MB-far", 150, BACKLOG, 1_000_000, 100),
            // both ends on one machine; others who take a changing part of it
            FlowPoint.of("together-near", 0, BACKLOG, 256, 100).shared().together(),
            FlowPoint.of("together-5ms", 5, BACKLOG, 256, 100).shared().together(),
            FlowPoint.of("together-5ms-many", 5, BACKLOG, 256, 10_000).together(),
            FlowPoint.of("disturbed-near", 0, BACKLOG, 256, 100).disturbed(),
            FlowPoint.of("disturbed-5ms", 5, BACKLOG, 256, 100).shared().disturbed(),
            FlowPoint.of("disturbed-50ms", 50, BACKLOG, 256, 100).shared().disturbed(),
            FlowPoint.of("disturbed-far-many", 150, BACKLOG, 256, 10_000).disturbed(),
            // changes
            FlowPoint.of("becomes-far", 5, BACKLOG, 256, 100).then(link -> link.server.roundTrip(150)),
            FlowPoint.of("becomes-near", 150, BACKLOG, 256, 10_000).then(link -> link.server.roundTrip(0)),
            FlowPoint.of("server-slows-down", 5, BACKLOG, 256, 1_000).then(link -> link.processor.slowness(4)),
            FlowPoint.of("server-speeds-up", 50, BACKLOG, 256, 1_000)
                    .then(link -> link.processor.slowness(8))
                    .then(link -> link.processor.slowness(1)),
            FlowPoint.of("not-ready-for-long", 5, BACKLOG, 256, 100)
                    .then(link -> link.server.ready(false))
                    .then(link -> link.server.ready(true)),
            FlowPoint.of("load-rises", 50, 10, 256, 10_000).asRate().then(link -> link.origin.load(BACKLOG)),
            FlowPoint.of("events-grow", 50, BACKLOG, 100, 100).then(link -> link.origin.size(4_096)));

    private FlowPoints() {}
}
