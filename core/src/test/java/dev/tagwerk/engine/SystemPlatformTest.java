package dev.tagwerk.engine;

import static dev.tagwerk.engine.Platform.Liveness.ALIVE;
import static dev.tagwerk.engine.Platform.Liveness.GONE;
import static dev.tagwerk.engine.Platform.Liveness.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.store.ProcessIdentity;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SystemPlatformTest {
    private final Platform platform = Platform.system();
    private final ProcessIdentity self = platform.self();

    @Test
    void liveness_self_alive() {
        assertThat(platform.liveness(self)).isEqualTo(ALIVE);
    }

    @Test
    void liveness_samePidOtherStart_gone() {
        assertThat(platform.liveness(of(self.bootId(), self.pidNamespace(), self.start() - 1)))
                .isEqualTo(GONE);
    }

    @Test
    void liveness_otherBoot_unknown() {
        assertThat(platform.liveness(of("another", self.pidNamespace(), self.start())))
                .isEqualTo(UNKNOWN);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void liveness_otherNamespace_unknown() {
        assertThat(platform.liveness(of(self.bootId(), "pid:[1]", self.start() - 1)))
                .isEqualTo(UNKNOWN);
        assertThat(platform.liveness(of(self.bootId(), "", self.start() - 1))).isEqualTo(UNKNOWN);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void liveness_stoppedThenKilled_aliveThenGone() throws Exception {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            ProcessIdentity identity = ProcessIdentity.ofLiving(child.pid()).orElseThrow();
            assertThat(identity.start()).isGreaterThanOrEqualTo(self.start());
            new ProcessBuilder("kill", "-STOP", Long.toString(child.pid()))
                    .start()
                    .waitFor();
            assertThat(platform.liveness(identity)).isEqualTo(ALIVE);
            child.destroyForcibly().waitFor();
            assertThat(platform.liveness(identity)).isEqualTo(GONE);
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void liveness_zombie_gone() throws Exception {
        // The inner shell ends while its parent, replaced by sleep, never waits for it: a zombie.
        Process parent = new ProcessBuilder("sh", "-c", "sh -c 'echo $$; read line' & exec sleep 60")
                .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                .start();
        try (BufferedReader out = parent.inputReader(StandardCharsets.US_ASCII)) {
            long pid = Long.parseLong(out.readLine());
            long end = System.nanoTime() + 5_000_000_000L;
            while (ProcessIdentity.ofLiving(pid).isPresent() && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(ProcessIdentity.ofLiving(pid)).isEmpty();
            assertThat(platform.liveness(new ProcessIdentity(self.host(), self.bootId(), self.pidNamespace(), pid, 1)))
                    .isEqualTo(GONE);
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void countsHere_withoutBootId_hostDecides() {
        ProcessIdentity here = new ProcessIdentity("mac.example", "", "", 1, 5);
        assertThat(SystemPlatform.countsHere(new ProcessIdentity("mac.example", "", "", 2, 6), here))
                .isTrue();
        assertThat(SystemPlatform.countsHere(new ProcessIdentity("other", "", "", 2, 6), here))
                .isFalse();
        ProcessIdentity generic = new ProcessIdentity("localhost", "", "", 1, 5);
        assertThat(SystemPlatform.countsHere(generic, generic)).isFalse();
    }

    @Test
    void hidesOthers_mountOptions_read() {
        assertThat(SystemPlatform.hidesOthers(Stream.of("proc /proc proc rw,nosuid,relatime 0 0")))
                .isFalse();
        assertThat(SystemPlatform.hidesOthers(Stream.of("proc /proc proc rw,hidepid=0 0 0")))
                .isFalse();
        assertThat(SystemPlatform.hidesOthers(Stream.of("proc /proc proc rw,hidepid=invisible 0 0")))
                .isTrue();
        assertThat(SystemPlatform.hidesOthers(Stream.of("proc /proc proc rw,gid=3,hidepid=2 0 0")))
                .isTrue();
    }

    @Test
    void random_manyTimes_allDiffer() {
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String word = platform.randomText();
            assertThat(word).matches("[0-9a-z]{12}");
            assertThat(seen.add(word)).isTrue();
            assertThat(seen.add(platform.randomLong())).isTrue();
        }
    }

    private ProcessIdentity of(String boot, String namespace, long start) {
        return new ProcessIdentity(self.host(), boot, namespace, self.pid(), start);
    }
}
