package dev.graft.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a program said about its run: lines `bench KEY VALUE` of its output. Other lines are its own business.
record Told(Map<String, String> values) {
    private static final String MARK = "bench ";

    Told {
        values = Map.copyOf(values);
    }

    /// Reads a program's whole output. A key that comes twice has its last value.
    ///
    /// @throws IllegalArgumentException if a line begins like one and has no value
    static Told of(String output) {
        Map<String, String> values = new LinkedHashMap<>();
        output.lines().filter(line -> line.startsWith(MARK)).forEach(line -> {
            String[] words = line.substring(MARK.length()).strip().split("\\s+", 2);
            if (words.length < 2) {
                throw new IllegalArgumentException("expected bench KEY VALUE, found " + line);
            }
            values.put(words[0], words[1]);
        });
        return new Told(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /// @throws IllegalArgumentException if there is none, or no number
    double number(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("expected a line bench " + key + " NUMBER, found none");
        }
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("bench " + key + ": expected a number, found " + value, e);
        }
    }
}
