package dev.tagwerk.proof.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The comparison with documents can fail, as that of {@code .ci/readme-commands} can. */
class PlaceholdersTest {
    @Test
    void fits_placeholders_standForAnything() {
        assertThat(Placeholders.fits("1 took … s\nend\n", "1 took 0.3 s\nend\n"))
                .isTrue();
        assertThat(Placeholders.fits("1\n…\n9\n", "1\n2\n3\n9\n")).isTrue();
        assertThat(Placeholders.fits("1\n…\n9\n", "1\n9  \n")).isTrue();
    }

    @Test
    void fits_anythingElse_mustBeTheSame() {
        assertThat(Placeholders.fits("1 took … s\n", "1 took 0.3 h\n")).isFalse();
        assertThat(Placeholders.fits("a\n", "a\nb\n")).isFalse();
        assertThat(Placeholders.fits("a\nb\n", "a\n")).isFalse();
        assertThat(Placeholders.fits("a.c\n", "abc\n")).isFalse();
        assertThat(Placeholders.fits("1\n…\n8\n", "1\n9\n")).isFalse();
    }
}
