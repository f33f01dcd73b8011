import dev.tagwerk.flow.Default;
import dev.tagwerk.flow.From;
import dev.tagwerk.flow.Parameters;
import dev.tagwerk.flow.Task;
import dev.tagwerk.flow.TaskContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

class Orders {
    record Order(int number, String customer, String product, int pieces) {}

    record Line(Order order, int cents) {}

    @Parameters
    record Options(@Default("1000") int minimum) {}

    @Task(description = "what has been ordered", tags = "read")
    List<Order> orders() {
        return List.of(
                new Order(1, "Ada", "pencil", 10),
                new Order(2, "Grace", "paper", 4),
                new Order(3, "Ada", "paper", 1),
                new Order(4, "Nobody", "ruler", 2));
    }

    @Task(description = "who may order", tags = "read")
    List<String> customers() {
        return List.of("Ada", "Grace", "Barbara");
    }

    @Task(description = "cents per piece", tags = "read", retries = 3, pause = "100ms", timeout = "30s")
    Map<String, Integer> prices(TaskContext context) throws IOException {
        if (context.attempt() == 1) {
            throw new IOException("the price server is busy"); // it often is, at first
        }
        return Map.of("pencil", 120, "paper", 499);
    }

    @Task
    List<Order> valid(@From("orders") List<Order> orders, @From("customers") List<String> customers) {
        return orders.stream()
                .filter(order -> customers.contains(order.customer()))
                .toList();
    }

    @Task
    List<Line> lines(@From("valid") List<Order> orders, @From("prices") Map<String, Integer> prices) {
        return orders.stream()
                .map(order -> new Line(order, order.pieces() * prices.get(order.product())))
                .toList();
    }

    @Task
    int revenue(@From("lines") List<Line> lines) {
        return lines.stream().mapToInt(Line::cents).sum();
    }

    @Task
    TreeMap<String, Integer> perCustomer(@From("lines") List<Line> lines) {
        return lines.stream()
                .collect(Collectors.groupingBy(
                        line -> line.order().customer(), TreeMap::new, Collectors.summingInt(Line::cents)));
    }

    @Task
    List<String> best(@From("perCustomer") TreeMap<String, Integer> totals, Options options) {
        return totals.keySet().stream()
                .filter(customer -> totals.get(customer) >= options.minimum())
                .toList();
    }

    @Task
    String gift(@From("best") List<String> best) {
        if (best.size() < 3) {
            throw TaskContext.skip("fewer than three good customers");
        }
        return "a calendar";
    }

    @Task(description = "prints all of it")
    void report(
            @From("revenue") int revenue, @From("best") List<String> best, @From("gift") Optional<String> gift) {
        System.out.println("revenue: " + revenue + " cents");
        System.out.println("best customers: " + String.join(", ", best));
        System.out.println("gift: " + gift.orElse("none this time"));
    }
}
