import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Values are kept in the store: records, collections, dates, sealed types. A missing one arrives as an empty Optional. */
class Values {
    record Entry(LocalDate day, String who, int hours) {}

    @Task
    List<Entry> entries() {
        return List.of(
                new Entry(LocalDate.of(2026, 3, 2), "Ada", 6),
                new Entry(LocalDate.of(2026, 3, 2), "Grace", 8),
                new Entry(LocalDate.of(2026, 3, 3), "Ada", 7));
    }

    @Task
    Map<String, Integer> hours(@From("entries") List<Entry> entries) {
        return entries.stream().collect(Collectors.groupingBy(Entry::who, Collectors.summingInt(Entry::hours)));
    }

    /** A value that comes later is waited for. */
    @Task
    CompletableFuture<Integer> holidays() {
        return CompletableFuture.supplyAsync(() -> 3);
    }

    /** Skipped without ever having had a value. */
    @Task
    String remark() {
        throw TaskContext.skip("nobody has written one");
    }

    @Task
    String sheet(
            @From("hours") Map<String, Integer> hours,
            @From("holidays") int holidays,
            @From("remark") Optional<String> remark) {
        return hours.get("Ada") + " hours, " + holidays + " holidays, " + remark.orElse("no remark");
    }

    @Task
    void print(@From("sheet") String sheet) {
        System.out.println(sheet);
    }
}
