package dev.tagwerk.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Retry, State and Params. */
class ValuesTest {
    private static final State.Key<Integer> SEEN = State.key("seen", Integer.class);

    @ParameterizedTest
    @CsvSource({"1,0,100", "2,0,200", "3,0,400", "3,1,600", "6,0,3200", "20,0,5000", "20,1,5000", "2000000000,1,5000"})
    @DisplayName("W-20: pauses double, are lengthened by chance, and never exceed the cap")
    void pause_exponential_cappedWithJitter(int failures, double chance, long millis) {
        Retry retry = Retry.times(9).exponential(Duration.ofMillis(100), Duration.ofSeconds(5));
        assertThat(retry.pause().before(failures, chance)).isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void pause_random_withinItsBounds() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            Duration first = Duration.ofMillis(random.nextInt(1_000));
            double factor = 1 + 3 * random.nextDouble();
            double jitter = random.nextDouble();
            Duration cap = Duration.ofMillis(random.nextInt(100_000));
            Retry.Pause pause = new Retry.Pause(first, factor, cap, jitter);
            int failures = 1 + random.nextInt(50);
            Duration least = pause.before(failures, 0);
            Duration most = pause.before(failures, 1);
            assertThat(pause.before(failures, random.nextDouble())).isBetween(least, most);
            assertThat(most).isLessThanOrEqualTo(cap);
            assertThat(pause.before(failures + 1, 0)).isGreaterThanOrEqualTo(least);
        }
    }

    @Test
    void pause_fixedAndNone_constant() {
        assertThat(Retry.times(2).fixed(Duration.ofSeconds(3)).pause().before(7, 1))
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(Retry.times(2).pause().before(1, 1)).isZero();
    }

    @Test
    void filter_exceptions_bySubclass() {
        Retry retry = Retry.times(2).on(IOException.class).notOn(FileNotFoundException.class);
        assertThat(retry.filter().admits(new IOException())).isTrue();
        assertThat(retry.filter().admits(new FileNotFoundException())).isFalse();
        assertThat(retry.filter().admits(new IllegalStateException())).isFalse();
        assertThat(Retry.times(2).filter().admits(new StackOverflowError())).isTrue();
    }

    @Test
    void retry_badNumbers_refused() {
        assertThatThrownBy(() -> Retry.times(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new Retry.Pause(Duration.ZERO, 0.9, Duration.ZERO, 0))
                .hasMessageContaining("factor=0.9");
        assertThatThrownBy(() -> new Retry.Pause(Duration.ZERO, Double.NaN, Duration.ZERO, 0))
                .hasMessageContaining("factor=NaN");
        assertThatThrownBy(() -> new Retry.Pause(Duration.ZERO, 1, Duration.ZERO, 1.1))
                .hasMessageContaining("jitter=1.1");
        assertThatThrownBy(() -> new Retry.Pause(Duration.ofMillis(-1), 1, Duration.ZERO, 0))
                .hasMessageContaining("first=PT-0.001S");
    }

    @Test
    @DisplayName("TO-011, TO-050: values are found by typed keys")
    void state_putAndGet_typed() {
        State state = new State();
        assertThat(state.find(SEEN)).isEmpty();
        assertThatThrownBy(() -> state.get(SEEN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("seen", "Integer", "set-up");
        state.put(SEEN, 1);
        assertThat(state.get(SEEN)).isEqualTo(1);
        assertThat(state.update(SEEN, 5, seen -> seen + 1)).isEqualTo(2);
        assertThat(state.find(State.key("seen", Long.class))).isEmpty();
        assertThat(state.remove(SEEN)).contains(2);
        assertThat(state.remove(SEEN)).isEmpty();
        assertThat(state.update(SEEN, 5, seen -> seen + 1)).isEqualTo(6);
    }

    @Test
    @DisplayName("TO-012, TO-049, W-10, W-11: names of ours are reserved, and no lock is anybody's to replace")
    void state_reservedName_refused() {
        assertThatThrownBy(() -> State.key("tagwerk.results", String.class)).hasMessageContaining("reserved");
        assertThatThrownBy(() -> State.key(" ", String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("TO-050, W-10: an update is one step, whoever else updates")
    void state_updatesOfManyThreads_noneLost() throws Exception {
        State state = new State();
        int threads = 8;
        int times = 5_000;
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(threads);
        for (int i = 0; i < threads; i++) {
            new Thread(() -> {
                        try {
                            go.await();
                            for (int n = 0; n < times; n++) {
                                state.update(SEEN, 0, seen -> seen + 1);
                            }
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        done.countDown();
                    })
                    .start();
        }
        go.countDown();
        assertThat(done.await(60, SECONDS)).isTrue();
        assertThat(state.get(SEEN)).isEqualTo(threads * times);
    }

    @Test
    @DisplayName("TO-091: texts by name, with typed help")
    void params_textsAndNumbers_read() {
        List<String> order = new ArrayList<>();
        Params params = new Params(Map.of("rows", " 7 ", "bad", "x", "a", ""));
        params.values().keySet().forEach(order::add);
        assertThat(order).containsExactly("a", "bad", "rows");
        assertThat(params.integer("rows", 1)).isEqualTo(7);
        assertThat(params.integer("none", 1)).isEqualTo(1);
        assertThat(params.text("none", "other")).isEqualTo("other");
        assertThat(params.find("a")).contains("");
        assertThatThrownBy(() -> params.integer("bad", 1)).hasMessageContainingAll("bad", "\"x\"", "whole number");
        assertThatThrownBy(() -> params.text("none")).hasMessageContainingAll("none", "--none=");
        assertThatThrownBy(() -> params.values().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
