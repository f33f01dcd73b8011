package dev.tagwerk.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.proof.Sources.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The repository keeps the rules that only its sources can show; and each rule is able to fail. */
class SourceRulesTest {
    private final Sources repository = Sources.ofRepository();

    @Test
    void repository_walked_findsItself() {
        assertThat(repository.files())
                .extracting(SourceFile::path)
                .contains("proof/src/test/java/dev/tagwerk/proof/SourceRulesTest.java")
                .anyMatch(path -> path.startsWith("core/src/main/"));
    }

    @Test
    void files_ofRepository_areShort() {
        assertThat(SourceRules.tooLong(repository)).isEmpty();
    }

    @Test
    void files_tooLong_areNamed() {
        assertThat(SourceRules.tooLong(one("core/src/main/java/A.java", "x\n".repeat(501))))
                .containsExactly("core/src/main/java/A.java has 501 lines");
        assertThat(SourceRules.tooLong(one("core/src/test/java/A.java", "x\n".repeat(800))))
                .isEmpty();
        assertThat(SourceRules.tooLong(one("core/src/test/java/A.java", "x\n".repeat(801))))
                .hasSize(1);
    }

    @Test
    void tests_ofRepository_doNotSleep() {
        assertThat(SourceRules.sleepingTests(repository)).isEmpty();
    }

    @Test
    void tests_sleeping_areNamed() {
        String call = "Thread." + "sleep(1);";
        assertThat(SourceRules.sleepingTests(one("core/src/test/java/A.java", call)))
                .hasSize(1);
        assertThat(SourceRules.sleepingTests(one("core/src/main/java/A.java", call)))
                .isEmpty();
    }

    @Test
    void tests_ofRepository_haveATimeLimit() {
        assertThat(SourceRules.testsWithoutTimeLimit(repository)).isEmpty();
    }

    @Test
    void tests_withoutATimeLimit_areNamed() {
        SourceFile test = new SourceFile("core/src/test/java/ATest.java", "class ATest {}");
        SourceFile settings = repository.files().stream()
                .filter(file -> file.path().equals("core/src/test/resources/" + Sources.TEST_SETTINGS))
                .findFirst()
                .orElseThrow();
        assertThat(SourceRules.testsWithoutTimeLimit(new Sources(List.of(test, settings))))
                .isEmpty();
        assertThat(SourceRules.testsWithoutTimeLimit(new Sources(List.of(test))))
                .containsExactly("core");
        SourceFile dynamic =
                new SourceFile("core/src/test/java/BTest.java", "DynamicTest.dynamic" + "Test(name, body)");
        assertThat(SourceRules.testsWithoutTimeLimit(new Sources(List.of(dynamic, settings))))
                .containsExactly("core/src/test/java/BTest.java");
    }

    @Test
    void packages_ofRepository_areNullMarked() {
        assertThat(SourceRules.notNullMarked(repository)).isEmpty();
    }

    @Test
    void packages_notNullMarked_areNamed() {
        assertThat(SourceRules.notNullMarked(one("core/src/main/java/a/A.java", "class A {}")))
                .containsExactly("core/src/main/java/a");
    }

    @Test
    void publicTypes_ofRepository_sayTheirThreads() {
        assertThat(SourceRules.silentAboutThreads(repository)).isEmpty();
    }

    @Test
    void publicTypes_silentAboutThreads_areNamed() {
        assertThat(SourceRules.silentAboutThreads(
                        one("core/src/main/java/A.java", "/** A thing. */\npublic final class A {}")))
                .hasSize(1);
        assertThat(SourceRules.silentAboutThreads(one("core/src/main/java/A.java", "public sealed interface A {}")))
                .hasSize(1);
        assertThat(SourceRules.silentAboutThreads(one(
                        "core/src/main/java/A.java",
                        "/** A thing. Safe for use by\n * several threads. */\npublic record A() {}")))
                .isEmpty();
        assertThat(SourceRules.silentAboutThreads(
                        one("core/src/main/java/A.java", "public class A extends RuntimeException {}")))
                .isEmpty();
        assertThat(SourceRules.silentAboutThreads(one("core/src/main/java/A.java", "final class A {}")))
                .isEmpty();
    }

    private static Sources one(String path, String text) {
        return new Sources(List.of(new SourceFile(path, text)));
    }
}
