package dev.tagwerk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tagwerk.engine.Feed;
import dev.tagwerk.engine.Platform;
import dev.tagwerk.store.Request;
import dev.tagwerk.store.StoreOptions.Durability;
import dev.tagwerk.task.Budget;
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

    private final LoopFeed<Integer> feed = feed(3 * Feed.PAGE + 10);

    private static LoopFeed<Integer> feed(int items) {
        return new LoopFeed<>(
                Source.keyed(Source.Items.of(IntStream.range(0, items).boxed().toList()), item -> "t" + item),
                Platform.system(),
                SETTINGS);
    }

    /** Ids as numbers, drawn up to the end of a page. */
    private List<Integer> draw(int atMost) {
        return feed.draw(Math.min(atMost, feed.leftOfPage())).stream()
                .map(task -> Integer.valueOf(task.id().substring(1)))
                .toList();
    }

    private List<Integer> drawAll() {
        List<Integer> all = new ArrayList<>();
        while (!feed.hasEnded()) {
            all.addAll(draw(100));
        }
        return all;
    }

    private static List<Integer> numbers(int... fromTo) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < fromTo.length; i += 2) {
            IntStream.range(fromTo[i], fromTo[i + 1]).forEach(all::add);
        }
        return all;
    }

    @Test
    @DisplayName("Pages that are left to others are drawn after all the rest, not lost; the one begun goes first")
    void leaveToOthers_some_comeLast() {
        int page = Feed.PAGE;
        assertThat(draw(2)).containsExactly(0, 1);
        assertThat(feed.leftOfPage()).isEqualTo(page - 2);
        feed.leaveToOthers(1);
        assertThat(drawAll()).isEqualTo(numbers(2, page, 2 * page, 3 * page, 3 * page, 3 * page + 10, page, 2 * page));
        assertThat(feed.holds("t" + (page + 3))).isTrue();
    }

    @Test
    @DisplayName("Where little is left, nothing is left to others: no task is put off again and again")
    void leaveToOthers_moreThanThereAre_changesNothing() {
        assertThat(draw(2)).containsExactly(0, 1);
        feed.leaveToOthers(3);
        feed.leaveToOthers(100);
        assertThat(drawAll()).isEqualTo(numbers(2, 3 * Feed.PAGE + 10));
        feed.leaveToOthers(1);
    }

    @Test
    @DisplayName(
            "However little is left, more can be drawn, so that the end is seen; no pages where an id may come again")
    void leftOfPage_atTheEnd_notZero() {
        assertThat(feed.leftOfPage()).isEqualTo(Integer.MAX_VALUE);
        assertThat(draw(1)).containsExactly(0);
        while (!feed.hasEnded()) {
            assertThat(feed.leftOfPage()).isBetween(1, Feed.PAGE);
            feed.draw(feed.leftOfPage());
        }
        feed.drawAgain();
        assertThat(feed.leftOfPage()).isEqualTo(Integer.MAX_VALUE);
        assertThat(drawAll()).hasSize(3 * Feed.PAGE + 10);
    }
}
