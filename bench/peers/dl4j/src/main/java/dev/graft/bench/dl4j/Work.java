package dev.graft.bench.dl4j;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What is asked for: `KEY=VALUE` after the name of the work.
record Work(Map<String, String> values) {
    Work {
        values = Map.copyOf(values);
    }

    static Work of(String[] args) {
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            if (pair.length < 2) {
                throw new IllegalArgumentException("expected KEY=VALUE, found " + args[i]);
            }
            values.put(pair[0], pair[1]);
        }
        return new Work(values);
    }

    String text(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("expected " + key + "=VALUE, found none");
        }
        return value;
    }

    int number(String key) {
        return Integer.parseInt(text(key));
    }

    float rate() {
        return Float.parseFloat(text("rate"));
    }

    Path path(String key) {
        return Path.of(text(key));
    }
}
