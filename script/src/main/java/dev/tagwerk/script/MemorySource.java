package dev.tagwerk.script;

import javax.tools.SimpleJavaFileObject;

/** A source file as it was read. Immutable. */
final class MemorySource extends SimpleJavaFileObject {
    private final SourceFile file;

    MemorySource(SourceFile file) {
        super(file.path().toUri(), Kind.SOURCE);
        this.file = file;
    }

    /** The path as the user wrote it, because errors show it. */
    @Override
    public String getName() {
        return file.path().toString();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return file.text();
    }

    /** A public class may have another name than its file: nobody else looks for it by that name. */
    @Override
    public boolean isNameCompatible(String simpleName, Kind kind) {
        return kind == Kind.SOURCE;
    }
}
