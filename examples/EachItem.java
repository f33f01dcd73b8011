import dev.tagwerk.Flow;
import dev.tagwerk.flow.Retry;
import java.util.List;

/** One task for each item of a collection; another one takes all their values. */
class EachItem {
    static Flow flow() {
        List<String> words = List.of("apple", "pear", "plum", "");
        var flow = Flow.named("words");
        var lengths = flow.each("length", words, word -> word.isEmpty() ? "empty" : word, EachItem::length)
                .retry(Retry.times(1));
        flow.task("total", lengths.present(), all -> all.stream().mapToInt(Integer::intValue).sum())
                .evenIfDependenciesFail();
        return flow;
    }

    static int length(String word) {
        if (word.isEmpty()) {
            throw new IllegalArgumentException("a word without letters");
        }
        return word.length();
    }
}
