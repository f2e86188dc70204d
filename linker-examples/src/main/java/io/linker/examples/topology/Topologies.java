package io.linker.examples.topology;

import java.util.LinkedHashMap;
import java.util.Map;

/** All topologies that can be shown, by the name they are asked for by. */
public final class Topologies {
    private Topologies() {}

    /** In the order in which a reader best meets them. */
    public static Map<String, Topology> all() {
        var all = new LinkedHashMap<String, Topology>();
        all.put("active-active", new ActiveActive());
        all.put("chain", new Chain());
        all.put("fan-out", new FanOut());
        all.put("fan-in", new FanIn());
        all.put("mesh", new Mesh());
        all.put("ring", new Ring());
        return all;
    }
}
