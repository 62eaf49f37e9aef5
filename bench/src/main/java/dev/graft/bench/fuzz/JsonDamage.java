package dev.graft.bench.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Ways to damage JSON so that it stays JSON: what bytes that are flipped never reach.
final class JsonDamage {
    private static final int MOST_STEPS = 3;
    private static final int MANY = 3000;
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> TEXTS = List.of(
            "", " ", "\u0000", "\u200b", "\uFFFD", "a", "[UNK]", "(", "(a*)*b", "\\p{L}", "<s>", "AAAA", "\u2581");
    private static final double[] NUMBERS = {
        0, -1, 1, 2, 0.5, 1e9, 1e308, -1e308, Integer.MAX_VALUE, 4294967296.0, 1e15, 1e-30
    };

    private final RandomGenerator random;

    JsonDamage(RandomGenerator random) {
        this.random = random;
    }

    /// Empty where the bytes are no JSON with something in it.
    Optional<byte[]> damaged(byte[] bytes) {
        try {
            JsonNode root = JSON.readTree(bytes);
            for (int step = 1 + random.nextInt(MOST_STEPS); step > 0; step--) {
                List<JsonNode> parents = new ArrayList<>();
                collect(root, parents);
                if (parents.isEmpty()) {
                    return Optional.empty();
                }
                damage(parents.get(random.nextInt(parents.size())), parents);
            }
            return Optional.of(root.toString().getBytes(StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainer() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private void damage(JsonNode parent, List<JsonNode> parents) {
        if (parent instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(6) == 0) {
                object.remove(name);
            } else {
                object.set(name, other(object.path(name), parents));
            }
        } else if (parent instanceof ArrayNode array) {
            int at = random.nextInt(array.size());
            switch (random.nextInt(6)) {
                case 0 -> array.remove(at);
                case 1 -> array.insert(at, array.get(at).deepCopy());
                case 2 -> repeat(array, array.get(at));
                default -> array.set(at, other(array.get(at), parents));
            }
        }
    }

    private void repeat(ArrayNode array, JsonNode node) {
        if (!node.isContainer()) {
            for (int i = 0; i < MANY; i++) {
                array.add(node);
            }
        }
    }

    /// Something of the same sort in half of all cases, anything else in the other.
    private JsonNode other(JsonNode node, List<JsonNode> parents) {
        if (node.isString() && random.nextBoolean()) {
            return NODES.stringNode(text(node.stringValue()));
        }
        if (node.isNumber() && random.nextBoolean()) {
            return number();
        }
        return switch (random.nextInt(9)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> number();
            case 3 -> NODES.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 4 -> NODES.objectNode();
            case 5 -> NODES.arrayNode();
            case 6 -> nested();
            default -> {
                JsonNode elsewhere = parents.get(random.nextInt(parents.size()));
                yield elsewhere.toString().length() < 20_000 ? elsewhere.deepCopy() : NODES.nullNode();
            }
        };
    }

    private JsonNode number() {
        double number = NUMBERS[random.nextInt(NUMBERS.length)];
        return number == Math.rint(number) && Math.abs(number) < 1e16
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }

    private JsonNode nested() {
        JsonNode inner = NODES.arrayNode();
        for (int depth = 1 << random.nextInt(9); depth > 0; depth--) {
            inner = NODES.arrayNode().add(inner);
        }
        return inner;
    }

    /// Base64 is damaged inside, so that it can still be read.
    private String text(String text) {
        if (text.length() > 20 && random.nextInt(4) > 0) {
            try {
                byte[] bytes = Base64.getDecoder().decode(text);
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                return Base64.getEncoder().encodeToString(bytes);
            } catch (IllegalArgumentException e) {
                // no Base64: as any other text
            }
        }
        int cut = text.isEmpty() ? 0 : random.nextInt(text.length());
        return switch (random.nextInt(4)) {
            case 0 -> text.substring(0, cut);
            case 1 -> text + text;
            case 2 -> text.substring(0, cut) + TEXTS.get(random.nextInt(TEXTS.size())) + text.substring(cut);
            default -> TEXTS.get(random.nextInt(TEXTS.size()));
        };
    }
}
