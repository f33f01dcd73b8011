package dev.tagwerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.StoreOptions.Durability;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class LoopFeedTest {
    private static final LoopSettings SETTINGS = new LoopSettings(
            new LoopSettings.Place("test", "memory", Durability.NORMAL),
            new LoopSettings.Who(
                    "me",
                    Collections.unmodifiableSortedSet(new TreeSet<>()),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(5)),
            new LoopSettings.Patience(Budget.DEFAULT, 0, false, Request.Renewal.NONE),
            new LoopSettings.Rhythm(1, false, true, false, false));

    private final LoopFeed<Integer> feed = new LoopFeed<>(
            Source.keyed(Source.Items.of(IntStream.range(0, 10).boxed().toList()), item -> "t" + item),
            Platform.system(),
            SETTINGS);

    private List<String> draw(int atMost) {
        return feed.draw(atMost).stream().map(Declaration::id).toList();
    }

    private List<String> drawAll() {
        List<String> all = new ArrayList<>();
        while (!feed.hasEnded()) {
            all.addAll(draw(3));
        }
        return all;
    }

    @Test
    @DisplayName("What is left to others is drawn after all the rest, not lost")
    void leaveToOthers_some_comeLast() {
        assertThat(draw(2)).containsExactly("t0", "t1");
        feed.leaveToOthers(3);
        assertThat(drawAll()).containsExactly("t5", "t6", "t7", "t8", "t9", "t2", "t3", "t4");
        assertThat(feed.holds("t3")).isTrue();
    }

    @Test
    @DisplayName("Where little is left, nothing is left to others: no task is put off again and again")
    void leaveToOthers_moreThanThereAre_changesNothing() {
        assertThat(draw(4)).containsExactly("t0", "t1", "t2", "t3");
        feed.leaveToOthers(6);
        feed.leaveToOthers(100);
        assertThat(drawAll()).containsExactly("t4", "t5", "t6", "t7", "t8", "t9");
        feed.leaveToOthers(1);
    }
}
