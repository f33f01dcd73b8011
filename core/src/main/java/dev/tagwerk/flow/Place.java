package dev.tagwerk.flow;

import org.jspecify.annotations.Nullable;

/** A place within a result; chained, so that a walk over millions of values makes no text unless something is wrong. */
record Place(@Nullable Place within, Object step, int depth) {
    static final Place ROOT = new Place(null, "", 0);

    /** Deeper than any sensible result, and shallow enough for the stack: what is deeper contains itself. */
    private static final int DEEPEST = 500;

    private static final int LONGEST_KEY = 40;

    Place element(int index) {
        return new Place(this, index, depth + 1);
    }

    Place part(String name) {
        return new Place(this, "." + name, depth + 1);
    }

    Place key(@Nullable Object key) {
        return new Place(this, new Key("key ", key), depth + 1);
    }

    Place value(@Nullable Object key) {
        return new Place(this, new Key("", key), depth + 1);
    }

    boolean tooDeep() {
        return depth > DEEPEST;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Place place = this; place != null && place.depth > 0; place = place.within) {
            text.insert(0, place.step instanceof Integer ? "[" + place.step + "]" : place.step.toString());
        }
        return text.toString();
    }

    /** What stands here, for an error: {@code at [3].when}, or {@code the result itself}. */
    String spoken() {
        return depth == 0 ? "it" : "at " + this + " it";
    }

    private record Key(String role, @Nullable Object key) {
        @Override
        public String toString() {
            String text = String.valueOf(key);
            return "[" + role + (text.length() > LONGEST_KEY ? text.substring(0, LONGEST_KEY) + "…" : text) + "]";
        }
    }
}
