package dev.tagwerk.script;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What javac printed about a file, and what we know better. Immutable. */
record Complaints(SourceFile file, String printed) {
    String text() {
        return printed
                + pointedAt().stream()
                        .map(name -> file.path().resolveSibling(name + ".java"))
                        .filter(sibling -> !sibling.equals(file.path()) && Files.isRegularFile(sibling))
                        .map(this::hint)
                        .collect(Collectors.joining());
    }

    /**
     * The words above javac's carets: a symbol that is not found is one of them. Read from the text, because only the text is as
     * javac prints it (a listener gets other words), and so it does not matter in which language it speaks.
     */
    private Set<String> pointedAt() {
        Set<String> words = new LinkedHashSet<>();
        List<String> lines = printed.lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            String source = lines.get(i - 1);
            int begin = lines.get(i).length() - 1;
            if (lines.get(i).isBlank() || !lines.get(i).strip().equals("^") || begin >= source.length()) {
                continue;
            }
            int end = begin;
            while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
                end++;
            }
            words.add(source.substring(begin, end));
        }
        words.remove("");
        return words;
    }

    private String hint(Path sibling) {
        return sibling + " is not compiled along: one file is compiled alone. Move what it declares into " + file.name()
                + ", or compile it and give its folder as the class path.\n";
    }
}
