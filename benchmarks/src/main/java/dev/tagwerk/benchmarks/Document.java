package dev.tagwerk.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that was measured, as one JSON document. Times are in seconds, for all tasks of a run. */
final class Document {
    private Document() {}

    static String of(List<Result> results, Machine machine) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("date", machine.date());
        document.put("command", machine.command());
        document.put("commit", machine.commit());
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("system", Machine.system());
        where.put("processor", machine.processor());
        where.put("cores", Machine.cores());
        where.put("memoryBytes", machine.memory());
        document.put("machine", where);
        document.put("jdk", Machine.jdk());
        document.put("workloads", results.stream().map(Document::workload).toList());
        return Json.of(document);
    }

    private static Map<String, Object> workload(Result result) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", result.workload().name());
        map.put("what", result.workload().what());
        map.put("tasks", result.tasks());
        map.put("quick", result.size().quick());
        if (!result.failure().isEmpty()) {
            map.put("failure", result.failure());
            return map;
        }
        map.put("peakBytes", result.peak());
        List<Object> lines = new ArrayList<>();
        for (Line line : result.workload().lines()) {
            if (result.ours(line.key()) != null) {
                lines.add(line(result, line));
            }
        }
        map.put("lines", lines);
        map.put("peers", result.peers().stream().map(Document::peer).toList());
        return map;
    }

    private static Map<String, Object> line(Result result, Line line) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("key", line.key());
        map.put("label", line.label());
        map.put("unit", line.unit().symbol);
        map.put("ours", sample(line, result.ours(line.key())));
        Sample floor = result.floor(line.key());
        if (floor != null) {
            map.put("floor", sample(line, floor));
        }
        if (line.aim().kind() != Aim.Kind.NONE) {
            map.put("aim", Text.aim(line));
            map.put("met", result.isMet(line));
        }
        return map;
    }

    private static Map<String, Object> sample(Line line, @Nullable Sample sample) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (sample != null) {
            double unit = line.unit().isTime() ? 1e9 : 1;
            map.put("median", sample.median() / unit);
            map.put("min", sample.min() / unit);
            map.put("max", sample.max() / unit);
            map.put(
                    "values",
                    sample.values().stream().map(value -> value / unit).toList());
        }
        return map;
    }

    private static Map<String, Object> peer(Peer.Outcome outcome) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("program", outcome.peer().program());
        map.put("tasks", outcome.tasks());
        map.put("seconds", outcome.nanos() / 1e9);
        map.put("remark", outcome.remark());
        return map;
    }
}
