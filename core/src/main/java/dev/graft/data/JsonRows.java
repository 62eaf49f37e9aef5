package dev.graft.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON objects; their keys are the columns. They stand one in a line, or all in one array, see [JsonDocument].
final class JsonRows implements Rows {
    /// Objects that are looked at to know the keys; there may be more keys in later ones.
    private static final int AHEAD = 100;

    private static final JsonMapper JSON = new JsonMapper();

    private final LineInput input;
    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final Deque<Row> ahead = new ArrayDeque<>();
    private @Nullable Iterator<JsonDocument.Item> items;

    JsonRows(LineInput input) {
        this.input = input;
        if (JsonDocument.isOne(input)) {
            items = JsonDocument.read(input).iterator();
        }
        for (Row row = read(); row != null; row = ahead.size() < AHEAD ? read() : null) {
            ahead.add(row);
        }
    }

    @Override
    public @Nullable Row next() {
        return ahead.isEmpty() ? read() : ahead.remove();
    }

    private @Nullable Row read() {
        if (items != null) {
            JsonDocument.Item item = items.hasNext() ? items.next() : null;
            return item == null ? null : row(item.object(), item.line());
        }
        for (String line = input.next(); line != null; line = input.next()) {
            if (!line.isBlank()) {
                return row(parse(line), input.line());
            }
        }
        return null;
    }

    private JsonNode parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (node.isObject()) {
                return node;
            }
            throw new DataException(where() + ": expected one JSON object per line, found " + what(node));
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation(); // null where the nesting is too deep
            throw new DataException(
                    where() + (place == null ? "" : ", place " + place.getColumnNr()) + ": not a JSON object: "
                            + e.getOriginalMessage(),
                    e);
        }
    }

    private Row row(JsonNode object, int line) {
        for (String key : object.propertyNames()) {
            keys.putIfAbsent(key, keys.size());
        }
        Cell[] cells = new Cell[keys.size()];
        Arrays.fill(cells, Cell.MISSING);
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            cells[keys.getOrDefault(property.getKey(), 0)] = cell(property.getValue());
        }
        return new Row(line, List.of(cells));
    }

    private static Cell cell(JsonNode node) {
        if (node.isNull()) {
            return Cell.MISSING;
        }
        if (node.isArray()) {
            List<String> texts = new ArrayList<>();
            for (JsonNode each : node) {
                if (!each.isValueNode() || each.isNull()) {
                    return new Cell.Other("an array with " + what(each) + " in it");
                }
                texts.add(each.asString());
            }
            return new Cell.Words(List.copyOf(texts));
        }
        return node.isValueNode() ? new Cell.Word(node.asString()) : new Cell.Other(what(node));
    }

    static String what(JsonNode node) {
        String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
        return switch (type) {
            case "array", "object" -> "an " + type;
            case "null" -> type;
            default -> "a " + type;
        };
    }

    private String where() {
        return input.name() + " line " + input.line();
    }

    @Override
    public Optional<List<String>> names() {
        return Optional.of(List.copyOf(keys.keySet()));
    }

    @Override
    public Optional<String> encoding() {
        return input.encoding();
    }

    @Override
    public void close() {
        input.close();
    }
}
