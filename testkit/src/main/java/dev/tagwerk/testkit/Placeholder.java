package dev.tagwerk.testkit;

/** Keeps the package non-empty until its first real type arrives; then delete this file. */
final class Placeholder {
    private Placeholder() {}
}
