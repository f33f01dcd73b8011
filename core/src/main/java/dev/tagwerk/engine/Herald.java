package dev.tagwerk.engine;

import dev.tagwerk.store.Answer;
import dev.tagwerk.task.Declaration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Passes on what an exchange answered to whom it concerns; never with the desk's lock held. Safe for use by several threads. */
final class Herald {
    private final DeskObserver observer;
    private final Outlooks outlooks;

    Herald(DeskObserver observer, Outlooks outlooks) {
        this.observer = observer;
        this.outlooks = outlooks;
    }

    /** Tells of an exchange in which these ends and declarations were handed in. */
    void tell(Answer answer, List<Laid> laid, List<Declaration> declarations) {
        tell(laid, answer.notices().refusals());
        answer.notices().conflicts().forEach(observer::conflict);
        if (!answer.notices().lost()) {
            observer.claimed(answer.claims());
            observer.outlook(answer.outlook());
            outlooks.settled(declarations, answer.declared());
        }
    }

    /** Tells of these ends, some of which were not accepted. */
    void tell(List<Laid> laid, List<Answer.Refusal> refusals) {
        Map<Long, Answer.Refusal> refused = refusals.isEmpty() ? Map.of() : new HashMap<>();
        refusals.forEach(refusal -> refused.put(refusal.ended().token(), refusal));
        List<Laid> accepted = new ArrayList<>(laid.size());
        for (Laid one : laid) {
            Answer.Refusal refusal =
                    refused.isEmpty() ? null : refused.get(one.ended().token());
            if (!one.wasStarted()) {
                continue;
            }
            if (refusal == null) {
                accepted.add(one);
            } else {
                observer.refused(one.id(), refusal);
            }
        }
        observer.handedIn(accepted);
    }
}
