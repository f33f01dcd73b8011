package dev.tagwerk.cli;

/** A program for tests: prints lines until nobody reads them. */
final class EndlessProgram {
    private EndlessProgram() {}

    public static void main(String[] args) {
        try (Output output = Output.standard()) {
            while (true) {
                output.println("line");
            }
        } catch (Output.ClosedException e) {
            Runtime.getRuntime().halt(Output.CLOSED_EXIT_CODE);
        }
    }
}
