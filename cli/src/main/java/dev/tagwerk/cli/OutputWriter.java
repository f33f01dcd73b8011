package dev.tagwerk.cli;

import java.io.Writer;

/** Our standard output, for those who want a writer. Safe for use by several threads. */
final class OutputWriter extends Writer {
    private final Output output;

    OutputWriter(Output output) {
        this.output = output;
    }

    @Override
    public void write(char[] text, int from, int count) {
        output.print(new String(text, from, count));
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public void close() {
        output.flush();
    }
}
