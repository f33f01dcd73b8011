import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Params;
import dev.tagwerk.flow.Task;
import java.util.List;
import java.util.stream.IntStream;

class Report {
    record Row(int number, int value) {}

    record Stats(int rows, int sum) {}

    @Task(description = "reads the rows")
    List<Row> load(Params params) {
        int rows = params.integer("rows", 10);
        System.out.println("loading " + rows + " rows");
        return IntStream.range(0, rows).mapToObj(i -> new Row(i, i * i % 7)).toList();
    }

    @Task
    List<Row> clean(@From("load") List<Row> rows) {
        return rows.stream().filter(row -> row.value() > 0).toList();
    }

    @Task(tags = "fast", retries = 2)
    Stats stats(@From("clean") List<Row> rows) {
        return new Stats(rows.size(), rows.stream().mapToInt(Row::value).sum());
    }

    @Task
    void publish(@From("stats") Stats stats) {
        System.out.println("published " + stats);
    }
}
