package dev.tagwerk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessIdentityTest {
    private static final String TAIL = " 1 1 1 0 -1 4194304 98 0 0 0 0 0 0 0 20 0 %d 0 105752 3133440 350 1";

    @Test
    void self_twice_same() {
        ProcessIdentity self = ProcessIdentity.self();
        assertThat(self).isEqualTo(ProcessIdentity.self());
        assertThat(self.pid()).isEqualTo(ProcessHandle.current().pid());
        assertThat(self.start()).isPositive();
        assertThat(self.host()).isNotEmpty();
        assertThat(ProcessIdentity.ofLiving(self.pid())).contains(self);
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "", "a|b%c d", "Zürich\n\u2028", "pid:[4026531836]time:[1]"})
    void parse_encoded_same(String text) {
        ProcessIdentity identity = new ProcessIdentity(text, "boot", text, 17, Long.MAX_VALUE);
        assertThat(identity.encode()).doesNotContainAnyWhitespaces().isASCII();
        assertThat(ProcessIdentity.parse(identity.encode())).isEqualTo(identity);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a|b|c|d", "h|b|n|x|1", "h%00|b|n|1|1", "h%zzzz|b|n|1|1", "h|b|n|1|1|1"})
    void parse_other_refused(String text) {
        assertThatThrownBy(() -> ProcessIdentity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host|boot id|pid namespace|pid|start");
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "a) S 1 2 (b", "tmux: server", ")))", "new\nline"})
    void startTicks_oddCommandName_read(String command) {
        assertThat(ProcessIdentity.startTicks("17 (" + command + ") S" + TAIL.formatted(3)))
                .contains(105752L);
    }

    @Test
    void startTicks_zombie_empty() {
        assertThat(ProcessIdentity.startTicks("17 (java) Z" + TAIL.formatted(0)))
                .isEmpty();
        assertThat(ProcessIdentity.startTicks("17 (java) Z" + TAIL.formatted(1)))
                .isEmpty();
        assertThat(ProcessIdentity.startTicks("17 (java) X" + TAIL.formatted(1)))
                .isEmpty();
    }

    @Test
    void startTicks_leaderEndedThreadsRun_alive() {
        assertThat(ProcessIdentity.startTicks("17 (java) Z" + TAIL.formatted(5)))
                .contains(105752L);
        assertThat(ProcessIdentity.startTicks("17 (java) T" + TAIL.formatted(1)))
                .contains(105752L);
    }
}
