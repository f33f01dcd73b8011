package dev.tagwerk.cli;

import dev.tagwerk.LoopView;
import dev.tagwerk.WorkerView;
import dev.tagwerk.cli.text.TextWidth;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The picture of {@code tagwerk top}: what is chosen by keys, and the lines that follow from it. For one thread at a time.
 */
final class TopFrame {
    /** By what workers are sorted. */
    @SuppressWarnings("ImmutableEnumChecker") // the comparators hold nothing
    enum Order {
        NEWEST,
        NAME,
        DONE,
        FAILED,
        TIME;

        Comparator<WorkerView> comparator() {
            return switch (this) {
                case NEWEST -> Comparator.comparing(worker -> -worker.row().session());
                case NAME -> Comparator.comparing(WorkerView::identity);
                case DONE -> Comparator.comparing(worker -> -worker.completed());
                case FAILED -> Comparator.comparing(worker -> -worker.failed());
                case TIME -> Comparator.comparing(worker -> worker.runTime().negated());
            };
        }
    }

    private static final String KEYS = "q quit  s sort  r reverse  a all workers  n/p page  tab next loop";

    private final String address;
    private final boolean colours;
    private final Clock clock;
    private Order order = Order.NEWEST;
    private boolean reversed;
    private boolean all;
    private int page;
    private int chosen;

    TopFrame(String address, boolean colours, Clock clock) {
        this.address = address;
        this.colours = colours;
        this.clock = clock;
    }

    /** Takes a key; says whether it is the one that quits. */
    boolean key(int key) {
        switch (key) {
            case 's' -> {
                Order[] orders = Order.values();
                order = orders[(List.of(orders).indexOf(order) + 1) % orders.length];
                page = 0;
            }
            case 'r' -> reversed = !reversed;
            case 'a' -> {
                all = !all;
                page = 0;
            }
            case 'n', ' ' -> page++;
            case 'p' -> page = Math.max(0, page - 1);
            case '\t' -> {
                chosen++;
                page = 0;
            }
            case 'q', 'Q', 3, 4 -> {
                return true;
            }
            default -> {
                // Not a key of ours.
            }
        }
        return false;
    }

    /** The lines to show on a screen of this size, at most as many as it has. */
    List<String> lines(StoreWindow.Sight sight, int columns, int rows) {
        List<String> lines = new ArrayList<>();
        lines.add(Tables.Style.FAINT.on(TextWidth.cut("tagwerk top  " + address + "  " + now(), columns), colours));
        lines.add("");
        if (sight.loops().isEmpty()) {
            waiting(lines, sight, columns);
        } else {
            loop(lines, sight.loops(), columns, rows);
        }
        while (lines.size() < rows - 1) {
            lines.add("");
        }
        List<String> shown = new ArrayList<>(lines.subList(0, Math.max(0, Math.min(lines.size(), rows - 1))));
        shown.add(Tables.Style.FAINT.on(TextWidth.cut(KEYS, columns), colours));
        return shown;
    }

    private String now() {
        return clock.instant().atZone(zone()).toLocalTime().withNano(0).toString();
    }

    private ZoneId zone() {
        return clock.getZone();
    }

    private void waiting(List<String> lines, StoreWindow.Sight sight, int columns) {
        String text = sight.trouble().isEmpty() ? "Waiting for a loop in the store " + address + " …" : sight.trouble();
        lines.add(Tables.Style.ACTIVE.on(TextWidth.cut(text, columns), colours));
        lines.add(Tables.Style.FAINT.on(
                TextWidth.cut("It will appear as soon as a worker starts, here or in another terminal.", columns),
                colours));
    }

    private void loop(List<String> lines, List<LoopView> loops, int columns, int rows) {
        chosen = chosen % loops.size();
        LoopView loop = loops.get(chosen);
        StatusText text = new StatusText(OptionalInt.of(columns), colours, zone());
        if (loops.size() > 1) {
            lines.add("loop " + (chosen + 1) + " of " + loops.size());
        }
        lines.addAll(text.head(loop));
        lines.add("");
        lines.addAll(text.states(loop));
        lines.add("");
        List<WorkerView> workers = loop.crew().workers().stream()
                .filter(worker -> all || worker.row().isLive())
                .sorted(reversed ? order.comparator().reversed() : order.comparator())
                .toList();
        // The head of the table, the line beneath it, and the keys.
        int room = Math.max(1, rows - lines.size() - 3);
        int pages = Math.max(1, (workers.size() + room - 1) / room);
        page = Math.min(page, pages - 1);
        List<WorkerView> shown = workers.subList(page * room, Math.min(workers.size(), (page + 1) * room));
        if (workers.isEmpty()) {
            lines.add("no live worker" + (loop.crew().workers().isEmpty() ? "" : "; a shows those that have left"));
        } else {
            lines.addAll(text.workers(shown));
            lines.add(Tables.Style.FAINT.on(
                    TextWidth.cut(
                            Words.count(workers.size(), "worker") + ", page " + (page + 1) + " of " + pages
                                    + ", sorted by " + order.name().toLowerCase(Locale.ROOT)
                                    + (reversed ? ", reversed" : ""),
                            columns),
                    colours));
        }
    }
}
