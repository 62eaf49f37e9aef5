package dev.graft.tune;

import dev.graft.nn.NearNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What a plan file may leave out or say shortly, made into what [PlanJson] reads:
/// - `name`: the file's; `optimizer`: `adamw`; `schedule`: `cosine`; `interval`: `epoch`; `train_bn`: no
/// - `groups` beside `epochs`, for a plan of one phase
/// - a phase's `from_epoch`: 0 for the first; a group's `name`: its selectors; `weight_decay`: 0
/// - one selector without a list; a schedule or an optimizer by its type alone; their numbers
final class PlanDefaults {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";
    private static final Set<String> TEXTS = Set.of("name", "selectors", "type", "interval");

    private static final List<String> PLAN = fields(Plan.class);
    private static final List<String> PHASE = fields(Phase.class);
    private static final List<String> GROUP = fields(Group.class);

    /// By type, with all fields. A plan file may name the type alone.
    private static final Map<String, ObjectNode> SCHEDULES = byType(Stream.of(
                    Schedule.constant(),
                    new Schedule.Step(10, 0.1),
                    new Schedule.Exponential(0.95),
                    Schedule.cosine(),
                    new Schedule.WarmRestarts(10, 1, 0),
                    new Schedule.Linear(1, 0, Span.RUN),
                    new Schedule.Polynomial(Span.RUN, 1),
                    Schedule.warmupLinear(Span.share(0.1)),
                    Schedule.plateau(),
                    Schedule.oneCycle(),
                    Schedule.slantedTriangular(),
                    new Schedule.MultiStep(List.of(), 0.1))
            .map(PlanJson::write));

    private static final Map<String, ObjectNode> OPTIMIZERS =
            byType(Stream.of(new OptimizerSettings.Sgd(0.9, true), OptimizerSettings.adam(), OptimizerSettings.adamW())
                    .map(PlanJson::write));

    private PlanDefaults() {}

    /// @throws IllegalArgumentException if it is not a map, or names a type there is not
    static JsonNode filled(JsonNode read, String name) {
        ObjectNode plan = map(numbers("", read), "plan").deepCopy();
        if (plan.has("groups") && !plan.has("phases")) {
            plan.putArray("phases").addObject().set("groups", plan.remove("groups"));
        }
        requireKnown(plan, PLAN, "plan");
        fill(plan, "name", StringNode.valueOf(name));
        fill(plan, "optimizer", StringNode.valueOf("adamw"));
        fill(plan, "schedule", StringNode.valueOf("cosine"));
        fill(plan, "interval", StringNode.valueOf("epoch"));
        fill(plan, "train_bn", NODES.booleanNode(false));
        plan.set("optimizer", typed(plan.get("optimizer"), OPTIMIZERS, "plan.optimizer"));
        plan.set("schedule", schedule(plan.get("schedule"), "plan.schedule"));
        if (plan.get("phases") instanceof ArrayNode phases) {
            for (int i = 0; i < phases.size(); i++) {
                fillPhase(map(phases.get(i), "plan.phases[" + i + "]"), i);
            }
        }
        return plan;
    }

    private static void fillPhase(ObjectNode phase, int index) {
        String where = "plan.phases[" + index + "]";
        requireKnown(phase, PHASE, where);
        if (index == 0) {
            fill(phase, "from_epoch", NODES.numberNode(0));
        }
        fill(phase, "patience", NODES.numberNode(0));
        fill(phase, "resets_optimizer", NODES.booleanNode(false));
        fill(phase, "schedule", NODES.nullNode());
        if (!phase.get("schedule").isNull()) {
            phase.set("schedule", schedule(phase.get("schedule"), where + ".schedule"));
        }
        if (phase.get("groups") instanceof ArrayNode groups) {
            for (int i = 0; i < groups.size(); i++) {
                String group = where + ".groups[" + i + "]";
                fillGroup(requireKnown(map(groups.get(i), group), GROUP, group));
            }
        }
    }

    private static void fillGroup(ObjectNode group) {
        if (group.get("selectors") instanceof StringNode one) {
            group.putArray("selectors").add(one);
        }
        if (group.get("selectors") instanceof ArrayNode selectors) {
            String name = selectors.values().stream().map(JsonNode::asString).collect(Collectors.joining(", "));
            fill(group, "name", StringNode.valueOf(name));
        }
        fill(group, "weight_decay", NODES.numberNode(0));
        fill(group, "decays_vectors", NODES.booleanNode(true));
    }

    private static ObjectNode schedule(JsonNode given, String where) {
        ObjectNode schedule = typed(given, SCHEDULES, where);
        if (schedule.has("then")) {
            schedule.set("then", schedule(schedule.get("then"), where + ".then"));
        }
        return schedule;
    }

    /// The defaults of a type with what is given laid over them.
    private static ObjectNode typed(JsonNode given, Map<String, ObjectNode> types, String where) {
        ObjectNode fields =
                given instanceof StringNode word ? NODES.objectNode().put("type", word.asString()) : map(given, where);
        String type = Optional.ofNullable(fields.get("type"))
                .map(JsonNode::asString)
                .orElseThrow(() -> new IllegalArgumentException(
                        where + ": expected a type, one of " + types.keySet() + ", found none"));
        ObjectNode defaults = types.get(type);
        if (defaults == null) {
            throw new IllegalArgumentException(where + ": expected one of "
                    + String.join(", ", types.keySet()) + ", found '" + type + "'; nearest: "
                    + NearNames.nearest(type, types.keySet(), 1).getFirst());
        }
        ObjectNode filled = defaults.deepCopy();
        filled.setAll(fields);
        return filled;
    }

    private static ObjectNode map(JsonNode node, String where) {
        if (node instanceof ObjectNode map) {
            return map;
        }
        throw new IllegalArgumentException(
                where + ": expected names and values, found " + (node.isMissingNode() ? "nothing" : node.toString()));
    }

    private static ObjectNode requireKnown(ObjectNode map, List<String> known, String where) {
        for (String field : map.propertyNames()) {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(where + "." + field + ": no such field; nearest: "
                        + NearNames.nearest(field, known, 1).getFirst() + "; there are " + String.join(", ", known));
            }
        }
        return map;
    }

    /// Names of a record's components, as they are written in files.
    private static List<String> fields(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    private static void fill(ObjectNode map, String field, JsonNode value) {
        if (!map.has(field)) {
            map.set(field, value);
        }
    }

    /// YAML as it is read here takes `1e-3` for a word; people mean the number.
    private static JsonNode numbers(String field, JsonNode node) {
        if (node instanceof StringNode text
                && !TEXTS.contains(field)
                && text.asString().matches(NUMBER)) {
            return NODES.numberNode(Double.parseDouble(text.asString()));
        }
        if (node instanceof ObjectNode map) {
            ObjectNode copy = NODES.objectNode();
            map.forEachEntry((name, value) -> copy.set(name, numbers(name, value)));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = NODES.arrayNode();
            list.forEach(value -> copy.add(numbers(field, value)));
            return copy;
        }
        return node;
    }

    private static Map<String, ObjectNode> byType(Stream<JsonNode> values) {
        return values.collect(Collectors.toMap(
                value -> value.get("type").asString(), value -> (ObjectNode) value, (a, b) -> a, LinkedHashMap::new));
    }
}
