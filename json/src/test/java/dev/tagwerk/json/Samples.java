package dev.tagwerk.json;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Result types as users write them. */
final class Samples {
    private Samples() {}

    record Row(String id, int count) {}

    record Nested(Row row, List<Row> rows, Map<String, List<Row>> groups) {}

    record Maybe(Optional<String> text, @Nullable Integer number) {}

    record Point(int x, int y) {}

    record Grid(Map<Point, Set<Point>> neighbours) {}

    record Pair<A, B>(A first, B second) {}

    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] content, int[][] cells) {}

    record Times(Instant start, SortedMap<Instant, String> log) {}

    /** Looks like a getter is a property; only the components are. */
    record Circle(double radius) implements Shape {
        public double getArea() {
            return Math.PI * radius * radius;
        }
    }

    record Square(double side) implements Shape {}

    record Group(List<Shape> members) implements Shape {}

    enum Nothing implements Shape {
        NOTHING
    }

    sealed interface Shape permits Circle, Square, Group, Nothing {}

    interface Open {}

    record OpenOne(String text) implements Open {}

    record OpenTwo(int number) implements Open {}

    record HasOpen(Open open) {}

    record HasObject(@Nullable Object any) {}

    enum Plain {
        A,
        B
    }

    enum WithBody {
        PLUS {
            @Override
            int apply(int a, int b) {
                return a + b;
            }
        },
        MINUS {
            @Override
            int apply(int a, int b) {
                return a - b;
            }
        };

        abstract int apply(int a, int b);

        @Override
        public String toString() {
            return "same for both";
        }
    }

    /** A class in the style of beans, without equals. */
    static final class Bean {
        private String name = "";
        private transient int cache;

        Bean() {}

        Bean(String name, int cache) {
            this.name = name;
            this.cache = cache;
        }

        String getName() {
            return name;
        }

        int getCache() {
            return cache;
        }
    }

    /** A class without fields that is nevertheless somebody. */
    static final class Empty {}

    /** No way to make one again. */
    static final class Closed {
        final String text;

        Closed(String text, int ignored) {
            this.text = text + ignored;
        }
    }

    /** A list of its own, without type parameters. */
    static final class Rows extends java.util.ArrayList<Row> {
        private static final long serialVersionUID = 1L;
    }
}
