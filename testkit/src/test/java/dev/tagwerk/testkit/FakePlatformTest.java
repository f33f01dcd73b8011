package dev.tagwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tagwerk.engine.Platform.Liveness;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FakePlatformTest {
    private final FakePlatform here = FakePlatform.create();

    @Test
    void advance_anyView_movesBothClocks() {
        FakePlatform other = here.process("host", 2);
        Instant before = here.now();
        long nanos = other.nanoTime();
        here.advance(Duration.ofSeconds(15));
        assertThat(other.now()).isEqualTo(before.plusSeconds(15));
        assertThat(other.nanoTime() - nanos).isEqualTo(15_000_000_000L);
        assertThatThrownBy(() -> here.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setClock_jump_leavesForwardClock() {
        long nanos = here.nanoTime();
        here.setClock(Instant.EPOCH);
        assertThat(here.now()).isEqualTo(Instant.EPOCH);
        assertThat(here.nanoTime()).isEqualTo(nanos);
    }

    @Test
    void kill_sameHost_goneElsewhereUnknown() {
        FakePlatform sibling = here.process("host", 2);
        FakePlatform remote = here.process("far", 3);
        assertThat(here.liveness(sibling.self())).isEqualTo(Liveness.ALIVE);
        here.kill(sibling.self());
        assertThat(here.liveness(sibling.self())).isEqualTo(Liveness.GONE);
        assertThat(remote.liveness(sibling.self())).isEqualTo(Liveness.UNKNOWN);
        assertThat(here.liveness(remote.self())).isEqualTo(Liveness.UNKNOWN);
    }

    @Test
    void random_sameSeed_same() {
        assertThat(FakePlatform.seeded(5).randomText())
                .matches("[0-9a-v]{12}")
                .isEqualTo(FakePlatform.seeded(5).randomText())
                .isNotEqualTo(FakePlatform.seeded(6).randomText());
    }
}
