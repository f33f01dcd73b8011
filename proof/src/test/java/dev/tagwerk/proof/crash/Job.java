package dev.tagwerk.proof.crash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a child is to do: settings by name, handed over as arguments. Immutable. */
record Job(Map<String, String> settings) {
    Job {
        settings = Map.copyOf(settings);
    }

    static Job of(Place place) {
        return new Job(Map.of("folder", place.folder().toString()));
    }

    static Job parse(String[] arguments) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            settings.put(argument.substring(0, sign), argument.substring(sign + 1));
        }
        return new Job(settings);
    }

    Job with(String name, Object value) {
        Map<String, String> more = new LinkedHashMap<>(settings);
        more.put(name, value.toString());
        return new Job(more);
    }

    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        settings.forEach((name, value) -> arguments.add(name + "=" + value));
        return arguments;
    }

    String text(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return Integer.parseInt(text(name, Integer.toString(otherwise)));
    }

    boolean has(String name) {
        return settings.containsKey(name);
    }
}
