package dev.tagwerk.task;

/** Keeps the package non-empty until its first real type arrives; then delete this file. */
final class Placeholder {
    private Placeholder() {}
}
