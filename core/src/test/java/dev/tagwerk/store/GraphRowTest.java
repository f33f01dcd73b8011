package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraphRowTest {
    @Test
    void run_workersComeAndGo_everyoneIsCountedOnce() {
        GraphRow.Run two = GraphRow.Run.NONE.next().joined();
        assertThat(two).isEqualTo(new GraphRow.Run(1, 2, 2, false));
        assertThat(two.withSourceEnded().left(true)).isEqualTo(new GraphRow.Run(1, 1, 1, false));
        assertThat(two.withSourceEnded().left(false)).isEqualTo(new GraphRow.Run(1, 1, 0, false));
        assertThat(two.cascading(true).next()).isEqualTo(new GraphRow.Run(2, 1, 1, true));
    }
}
