package dev.graft.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A whole file that is one JSON value: an array of objects, an object with such an array in it, or one with an array
/// of values for each column.
final class JsonDocument {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> USUAL = Set.of("data", "rows", "examples", "records", "items", "documents");

    /// An object and the line where it begins.
    record Item(JsonNode object, int line) {}

    private JsonDocument() {}

    /// Whether the first line is no object of its own.
    static boolean isOne(LineInput input) {
        for (String line : input.ahead(10, 1)) {
            String begin = line.strip();
            if (!begin.isEmpty()) {
                return begin.startsWith("[") || (begin.startsWith("{") && !isWhole(begin)) || isAlone(input, begin);
            }
        }
        return false;
    }

    private static boolean isWhole(String line) {
        try {
            return JSON.readTree(line).isObject();
        } catch (JacksonException e) {
            return line.endsWith("}"); // a damaged object on its line is said as one
        }
    }

    /// An object on the only line, with the rows inside of it.
    private static boolean isAlone(LineInput input, String line) {
        if (!line.startsWith("{") || input.ahead(2, Integer.MAX_VALUE).size() > 1) {
            return false;
        }
        try {
            return !found(JSON.readTree(line)).isEmpty();
        } catch (JacksonException e) {
            return false;
        }
    }

    /// @throws DataException if it is damaged, or has no rows
    static List<Item> read(LineInput input) {
        String name = input.name();
        try (JsonParser parser = JSON.createParser(input.reader())) {
            List<Item> items = new ArrayList<>();
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    int line = parser.currentTokenLocation().getLineNr();
                    JsonNode node = parser.readValueAsTree();
                    if (!node.isObject()) {
                        throw new DataException(name + " line " + line + ": expected an array of JSON objects, found "
                                + JsonRows.what(node) + " in it");
                    }
                    items.add(new Item(node, line));
                }
                return items;
            }
            JsonNode root = parser.readValueAsTree();
            items.addAll(found(root));
            if (items.isEmpty()) {
                throw new DataException(name + ": expected an array of JSON objects, or one object per line,"
                        + " found an object with " + root.propertyNames());
            }
            return items;
        } catch (JacksonException e) {
            TokenStreamLocation place = e.getLocation(); // null where the nesting is too deep
            throw new DataException(
                    name
                            + (place == null ? "" : " line " + place.getLineNr() + ", place " + place.getColumnNr())
                            + ": not JSON: " + e.getOriginalMessage(),
                    e);
        }
    }

    /// The rows in an object; where one stands in the file is counted in rows.
    private static List<Item> found(JsonNode root) {
        List<JsonNode> rows = split(root);
        if (rows.isEmpty()) {
            rows = inside(root);
        }
        if (rows.isEmpty()) {
            rows = columns(root);
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode row : rows) {
            JsonNode inner = row.path("row"); // as HuggingFace's server wraps it
            items.add(new Item(inner.isObject() ? inner : row, items.size() + 1));
        }
        return items;
    }

    /// The only array of objects, or one with a usual name.
    private static List<JsonNode> inside(JsonNode root) {
        Map<String, JsonNode> arrays = new LinkedHashMap<>();
        root.properties().forEach(each -> {
            if (each.getValue().isArray() && each.getValue().path(0).isObject()) {
                arrays.put(each.getKey(), each.getValue());
            }
        });
        Optional<String> name = arrays.size() == 1
                ? arrays.keySet().stream().findFirst()
                : arrays.keySet().stream().filter(USUAL::contains).findFirst();
        return name.map(chosen -> list(arrays.getOrDefault(chosen, root))).orElse(List.of());
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> all = new ArrayList<>();
        array.forEach(all::add);
        return all.stream().filter(JsonNode::isObject).toList();
    }

    /// `{"columns": ["text", "label"], "data": [["…", "…"]]}`, as pandas writes it.
    private static List<JsonNode> split(JsonNode root) {
        JsonNode names = root.path("columns");
        JsonNode data = root.path("data");
        List<JsonNode> rows = new ArrayList<>();
        if (names.isArray() && data.path(0).isArray()) {
            for (JsonNode each : data) {
                ObjectNode row = JSON.createObjectNode();
                for (int i = 0; i < names.size(); i++) {
                    row.set(names.path(i).asString(), each.path(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    /// `{"text": ["…", …], "label": ["…", …]}`, or with `{"0": "…", …}` for each column.
    private static List<JsonNode> columns(JsonNode root) {
        long sizes = root.properties().stream()
                .map(each -> each.getValue().isContainer() ? each.getValue().size() : -1)
                .distinct()
                .count();
        int size = root.properties().stream()
                .findFirst()
                .map(each -> each.getValue().isContainer() ? each.getValue().size() : 0)
                .orElse(0);
        List<JsonNode> rows = new ArrayList<>();
        for (int i = 0; i < size && sizes == 1 && root.size() > 1; i++) {
            ObjectNode row = JSON.createObjectNode();
            int at = i;
            root.properties().forEach(each -> row.set(each.getKey(), at(each.getValue(), at)));
            rows.add(row);
        }
        return rows;
    }

    private static JsonNode at(JsonNode column, int at) {
        return column.isArray()
                ? column.path(at)
                : column.properties().stream()
                        .skip(at)
                        .findFirst()
                        .map(Map.Entry::getValue)
                        .orElse(column);
    }
}
