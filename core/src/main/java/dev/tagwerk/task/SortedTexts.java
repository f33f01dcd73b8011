package dev.tagwerk.task;

import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A set of texts in their natural order, as small as an array: there is one in every task that needs others. Immutable. */
final class SortedTexts extends AbstractSet<String> {
    private final String[] texts;

    private SortedTexts(String[] texts) {
        this.texts = texts;
    }

    /** These texts, each once; the given set itself if it is one of this kind. */
    static Set<String> of(Collection<String> texts) {
        if (texts.isEmpty()) {
            return Set.of();
        }
        if (texts instanceof SortedTexts sorted) {
            return sorted;
        }
        return new SortedTexts(texts.stream().sorted().distinct().toArray(String[]::new));
    }

    @Override
    public int size() {
        return texts.length;
    }

    @Override
    public boolean contains(@Nullable Object text) {
        return text instanceof String wanted && Arrays.binarySearch(texts, wanted) >= 0;
    }

    @Override
    public Iterator<String> iterator() {
        return Arrays.asList(texts).iterator();
    }
}
