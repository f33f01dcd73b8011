package dev.tagwerk.engine;

import dev.tagwerk.store.Request;
import dev.tagwerk.task.Budget;
import dev.tagwerk.task.Declaration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was drawn and is to be offered. Immutable.
 *
 * @param declarations what must be declared, none twice
 * @param pages the pages of which nothing else must be declared
 */
record Drawn(List<Declaration> declarations, List<Page> pages) {
    /** Nothing. */
    static final Drawn NOTHING = new Drawn(List.of(), List.of());

    /**
     * A page of the input. Immutable.
     *
     * @param session the worker's session when the page was looked up: what others had declared then counts for that run only
     * @param digest what is declared of its tasks, in short
     */
    record Page(long session, String digest) {}

    /** Only these declarations. */
    static Drawn of(List<Declaration> declarations) {
        return new Drawn(declarations, List.of());
    }

    boolean isEmpty() {
        return declarations.isEmpty() && pages.isEmpty();
    }

    /** This and then that; of two declarations of one task the first. */
    Drawn and(Drawn then) {
        if (isEmpty() || then.isEmpty()) {
            return isEmpty() ? then : this;
        }
        Map<String, Declaration> all = new LinkedHashMap<>();
        declarations.forEach(declaration -> all.put(declaration.id(), declaration));
        then.declarations.forEach(declaration -> all.putIfAbsent(declaration.id(), declaration));
        List<Page> allPages = new ArrayList<>(pages);
        allPages.addAll(then.pages);
        return new Drawn(new ArrayList<>(all.values()), allPages);
    }

    /** All of it as an offer of this session: without pages that were looked up in another. */
    Request.Offer offer(Budget budget, boolean sourceEnded, Request.Renewal renewal, long session) {
        List<String> digests = pages.stream()
                .filter(page -> page.session() == session)
                .map(Page::digest)
                .toList();
        return new Request.Offer(declarations, budget, sourceEnded, renewal, digests);
    }
}
