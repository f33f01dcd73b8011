package dev.tagwerk.cli;

import java.nio.file.Path;

/** Decides when what an item printed is shown. Safe for use by several threads. */
interface ItemOutput {
    /** Takes note of an item, in the order of the items. */
    void drawn(String item);

    /** A command has ended for this item; what it printed is in {@code log}. */
    void ended(String item, Path log);

    /** Shows what is left; nothing comes any more. */
    void finish();

    /** Shows each item's output as soon as it ends. */
    static ItemOutput asTheyEnd(LogPrinter printer) {
        return new ItemOutput() {
            @Override
            public void drawn(String item) {}

            @Override
            public void ended(String item, Path log) {
                printer.print(log);
            }

            @Override
            public void finish() {}
        };
    }

    /** Shows nothing: what items printed is in their files. */
    static ItemOutput none() {
        return new ItemOutput() {
            @Override
            public void drawn(String item) {}

            @Override
            public void ended(String item, Path log) {}

            @Override
            public void finish() {}
        };
    }
}
