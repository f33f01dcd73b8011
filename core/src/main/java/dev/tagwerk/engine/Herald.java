package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.store.Ended;
import dev.tagwerk.task.Declaration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Passes on what an exchange answered to whom it concerns; never with the desk's lock held. Safe for use by several threads. */
final class Herald {
    private final DeskObserver observer;
    private final Outlooks outlooks;

    Herald(DeskObserver observer, Outlooks outlooks) {
        this.observer = observer;
        this.outlooks = outlooks;
    }

    /** Tells of an exchange in which these ends and declarations were handed in. */
    void tell(Answer answer, List<Ended> ended, List<Declaration> declarations) {
        tell(ended, answer.notices().refusals());
        answer.notices().conflicts().forEach(observer::conflict);
        if (!answer.notices().lost()) {
            observer.claimed(answer.claims());
            observer.outlook(answer.outlook());
            outlooks.settled(declarations, answer.declared());
        }
    }

    /** Tells of these ends, some of which were not accepted. */
    void tell(List<Ended> ended, List<Answer.Refusal> refusals) {
        refusals.forEach(observer::refused);
        Set<Long> refused = new HashSet<>();
        refusals.forEach(refusal -> refused.add(refusal.ended().token()));
        observer.handedIn(
                ended.stream().filter(end -> !refused.contains(end.token())).toList());
    }
}
