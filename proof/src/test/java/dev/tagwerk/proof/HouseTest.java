package dev.tagwerk.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ground the other tests stand on. */
class HouseTest {
    @Test
    void assertions_inTests_on() {
        assertThat(HouseTest.class.desiredAssertionStatus()).isTrue();
    }

    @Test
    void longMode_property_set() {
        assertThat(System.getProperty("tagwerk.long")).isIn("true", "false");
    }
}
