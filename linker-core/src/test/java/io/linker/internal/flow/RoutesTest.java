package io.linker.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Routes routes = new Routes(4);

    private int take(String lane, long bytes) {
        return routes.take(lane, bytes, 2, any -> true);
    }

    @Test
    void aLaneStaysWhereItIsWhileAnythingIsUnanswered() {
        int first = take("a", 100);
        take("b", 1);
        assertThat(take("a", 100)).isEqualTo(first);
        routes.answered("a", 100);
        assertThat(take("a", 100)).isEqualTo(first);
    }

    @Test
    void otherLanesTakeTheConnectionWithTheFewestUnansweredBytes() {
        int first = take("a", 100);
        int second = take("b", 10);
        assertThat(second).isNotEqualTo(first);
        assertThat(take("c", 10)).isEqualTo(second);
        routes.answered("a", 100);
        assertThat(take("d", 10)).isEqualTo(first);
    }

    @Test
    void aLaneWaitsForItsOwnConnectionAndNewOnesForAny() {
        int first = take("a", 100);
        assertThat(routes.isOpen("a", 2, call -> call != first)).isFalse();
        assertThat(routes.isOpen("b", 2, call -> call != first)).isTrue();
        assertThat(routes.isOpen("b", 2, call -> false)).isFalse();
        routes.answered("a", 100);
        assertThat(routes.isOpen("a", 2, call -> call != first)).isTrue();
    }

    @Test
    void aConnectionOutsideTheSpreadIsOnlyUsedByWhoIsStillThere() {
        take("a", 100);
        int second = take("b", 10);
        assertThat(routes.take("b", 10, 1, any -> true)).isEqualTo(second);
        assertThat(routes.take("c", 10, 1, any -> true)).isZero();
    }
}
