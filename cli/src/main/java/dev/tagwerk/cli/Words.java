package dev.tagwerk.cli;

import dev.tagwerk.store.NearMatches;
import java.util.Collection;
import java.util.List;

/** Sentences about names that are not there. */
final class Words {
    private Words() {}

    /** Returns {@code ; did you mean a, b or c?}, or nothing when no name is near. */
    static String didYouMean(String name, Collection<String> names) {
        List<String> near = NearMatches.of(name, names);
        if (near.isEmpty()) {
            return "";
        }
        int last = near.size() - 1;
        return "; did you mean "
                + (last == 0 ? near.get(0) : String.join(", ", near.subList(0, last)) + " or " + near.get(last)) + "?";
    }

    /** Returns {@code 1 item}, {@code 2 items}. */
    static String count(long count, String what) {
        return Human.count(count) + " " + what + (count == 1 ? "" : "s");
    }
}
