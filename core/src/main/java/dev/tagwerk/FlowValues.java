package dev.tagwerk;

import dev.tagwerk.flow.Encoding;
import dev.tagwerk.flow.FlowPlan;
import dev.tagwerk.flow.Input;
import dev.tagwerk.flow.PlannedTask;
import dev.tagwerk.flow.ResultCoding;
import dev.tagwerk.flow.ResultException;
import dev.tagwerk.store.Ended;
import dev.tagwerk.store.GraphRow;
import dev.tagwerk.store.Payload;
import dev.tagwerk.store.Snapshot;
import dev.tagwerk.store.Store;
import dev.tagwerk.store.TaskRow;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of a flow's tasks, to and from its store. Safe for use by several threads. */
final class FlowValues {
    private final FlowPlan plan;
    private final Map<String, Input.Value> given;
    private final ResultCoding coding;
    private final ClassLoader loader;

    FlowValues(FlowPlan plan, Map<String, @Nullable Object> given, ResultCoding coding, ClassLoader loader) {
        this.plan = plan;
        this.coding = coding;
        this.loader = loader;
        Map<String, Input.Value> values = new HashMap<>();
        given.forEach((name, value) -> values.put(name, Input.Value.of(value)));
        this.given = Map.copyOf(values);
    }

    /** What is handed in for a task that returned this. */
    Ended.Result write(Store store, PlannedTask task, @Nullable Object value) {
        if (task.settings().handling().action()) {
            return Ended.Result.NOTHING;
        }
        if (store.keepsObjects()) {
            return Ended.Result.value("", new Payload.Live(value));
        }
        Encoding encoding = coding.encode(value, task.settings().handling().type());
        return Ended.Result.value(digest(encoding), new Payload.Encoded(encoding.format(), encoding.bytes()));
    }

    /** 128 bits of SHA-256 over format and bytes: equal values have equal digests. */
    private static String digest(Encoding encoding) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(encoding.format().getBytes(StandardCharsets.UTF_8));
            sha.update(encoding.bytes());
            return HexFormat.of().formatHex(sha.digest(), 0, 16);
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /** The values of these tasks, as far as they have one. */
    Function<String, Input.Value> read(Store store, Collection<String> names) {
        Set<String> wanted = new LinkedHashSet<>(names);
        wanted.removeAll(given.keySet());
        Map<String, Input.Value> found = wanted.isEmpty() ? Map.of() : stored(store, wanted);
        return name -> {
            Input.Value own = given.get(name);
            return own != null ? own : found.getOrDefault(name, Input.Value.NONE);
        };
    }

    private Map<String, Input.Value> stored(Store store, Set<String> names) {
        Map<String, Payload> payloads = new HashMap<>();
        Map<String, Input.Value> values = new HashMap<>();
        store.<@Nullable Object>read(snapshot -> {
            GraphRow graph = snapshot.graph(plan.name());
            if (graph != null) {
                Map<Long, String> satisfied = new HashMap<>();
                for (TaskRow row : snapshot.find(graph.id(), names)) {
                    if (row.state().isSatisfied()) {
                        satisfied.put(row.seq(), row.id());
                    }
                }
                for (Snapshot.Result result : snapshot.results(satisfied.keySet())) {
                    payloads.put(satisfied.getOrDefault(result.task(), ""), result.payload());
                }
                satisfied.values().stream()
                        .filter(this::isAction)
                        .forEach(name -> values.put(name, Input.Value.of(null)));
            }
            return null;
        });
        payloads.forEach((name, payload) -> values.put(name, decode(name, payload)));
        return values;
    }

    private boolean isAction(String name) {
        PlannedTask task = plan.tasks().get(name);
        return task != null && task.settings().handling().action();
    }

    private Input.Value decode(String name, Payload payload) {
        if (payload instanceof Payload.Live live) {
            return Input.Value.of(live.value());
        }
        Payload.Encoded encoded = (Payload.Encoded) payload;
        PlannedTask task = plan.tasks().get(name);
        Type type = task == null ? null : task.settings().handling().type();
        try {
            return Input.Value.of(coding.decode(new Encoding(encoded.format(), encoded.bytes()), type, loader));
        } catch (ResultException unreadable) {
            throw new IllegalStateException(
                    "The stored value of task " + name + " cannot be used: " + unreadable.getMessage()
                            + ". Run that task again, for instance in a full run",
                    unreadable);
        }
    }
}
