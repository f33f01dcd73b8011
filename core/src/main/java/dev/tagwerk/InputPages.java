package dev.tagwerk;

import dev.tagwerk.engine.Feed;
import dev.tagwerk.task.Task;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * What of a finite input has not been drawn in this pass: pages of tasks that follow each other, which may be put behind others
 * as a whole. A page is let go when the next one begins. For one thread at a time.
 */
final class InputPages implements Iterator<Task<?>> {
    private final Deque<List<Task<?>>> ahead = new ArrayDeque<>();
    private Iterator<Task<?>> page = Collections.emptyIterator();
    private int leftOfPage;

    /** Adds a task at the end; before anything is drawn. */
    void add(Task<?> task) {
        List<Task<?>> last = ahead.peekLast();
        if (last == null || last.size() == Feed.PAGE) {
            last = new ArrayList<>();
            ahead.add(last);
        }
        last.add(task);
    }

    /** How many tasks are left of the page that is being drawn; all of the next one when that has ended. */
    int leftOfPage() {
        if (leftOfPage == 0 && !ahead.isEmpty()) {
            List<Task<?>> next = ahead.remove();
            page = next.iterator();
            leftOfPage = next.size();
        }
        return leftOfPage;
    }

    /** Puts so many pages behind all others, or as many as leave as many before them; not the one that is being drawn. */
    void putBehind(int pages) {
        for (int i = Math.min(pages, ahead.size() - pages); i > 0; i--) {
            ahead.addLast(ahead.removeFirst());
        }
    }

    @Override
    public boolean hasNext() {
        return leftOfPage() > 0;
    }

    @Override
    public Task<?> next() {
        leftOfPage();
        Task<?> task = page.next();
        leftOfPage--;
        return task;
    }
}
