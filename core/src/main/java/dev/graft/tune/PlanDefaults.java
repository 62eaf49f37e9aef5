package dev.graft.tune;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.graft.text.NearNames;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// What a plan file may leave out or say shortly, made into what [PlanJson] reads:
/// - `name`: the file's; `optimizer`: `adamw`; `schedule`: `cosine`; `interval`: `epoch`; `train_bn`: no
/// - `groups` beside `epochs`, for a plan of one phase
/// - a phase's `from_epoch`: 0 for the first, its `optimizer`: the plan's; a group's `name`: its selectors,
///   its `weight_decay`: 0, and its `learning_rate`, where it is solved: 0
/// - one selector without a list; a schedule by its type alone, with the numbers of [ScheduleNames]; an optimizer by
///   its type alone
final class PlanDefaults {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String NUMBER = "[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";
    private static final Set<String> TEXTS = Set.of("name", "selectors", "type", "interval");

    private static final Set<String> INTERVALS = Set.of("epoch", "step");
    private static final String SOLVE = "solve"; // needs no learning rate
    private static final double LONGEST = 1e15; // whole numbers below it are exact

    private static final List<String> PLAN = fields(Plan.class);
    private static final List<String> PHASE = fields(Phase.class);
    private static final List<String> GROUP = fields(Group.class);

    /// By type, with all fields. A plan file may name the type alone.
    private static final Map<String, ObjectNode> OPTIMIZERS = byType(Stream.of(
                    new OptimizerSettings.Sgd(0.9, true),
                    OptimizerSettings.adam(),
                    OptimizerSettings.adamW(),
                    OptimizerSettings.solve())
            .map(PlanJson::tree));

    private PlanDefaults() {}

    /// @throws IllegalArgumentException if it is not a map, or names a field or a type there is not
    static JsonNode filled(JsonNode read, String name) {
        ObjectNode plan = map(numbers("", read), "plan").deepCopy();
        if (plan.has("groups") && plan.has("phases")) {
            throw new IllegalArgumentException("plan.groups: expected either groups, for a plan of one phase, or phases"
                    + " with groups of their own, found both; move the groups into a phase");
        }
        if (plan.has("groups")) {
            plan.putArray("phases").addObject().set("groups", plan.remove("groups"));
        }
        requireKnown(plan, PLAN, "plan");
        fill(plan, "name", StringNode.valueOf(name));
        fill(plan, "optimizer", StringNode.valueOf("adamw"));
        fill(plan, "schedule", StringNode.valueOf("cosine"));
        fill(plan, "interval", StringNode.valueOf("epoch"));
        fill(plan, "train_bn", NODES.booleanNode(false));
        boolean steps = countsSteps(plan.get("interval"));
        int epochs = number(plan.get("epochs"), 1);
        plan.set("optimizer", optimizer(plan.get("optimizer"), "plan.optimizer"));
        plan.set("schedule", schedule(plan.get("schedule"), new Run(epochs, steps), "plan.schedule"));
        if (plan.get("phases") instanceof ArrayNode phases) {
            for (int i = 0; i < phases.size(); i++) {
                int from = number(phases.get(i).get("from_epoch"), 0);
                int to = i + 1 < phases.size() ? number(phases.get(i + 1).get("from_epoch"), epochs) : epochs;
                fillPhase(
                        map(phases.get(i), "plan.phases[" + i + "]"),
                        i,
                        new Run(Math.max(1, to - from), steps),
                        plan.get("optimizer"));
            }
        }
        return plan;
    }

    /// What a schedule is for.
    ///
    /// @param epochs     over which it runs
    /// @param countsSteps whether it counts steps, whose number a plan does not know
    private record Run(int epochs, boolean countsSteps) {}

    private static boolean countsSteps(JsonNode interval) {
        String word = interval.asString("").toLowerCase(Locale.ROOT);
        if (!INTERVALS.contains(word)) {
            throw new IllegalArgumentException("plan.interval: expected epoch or step, found " + interval);
        }
        return word.equals("step");
    }

    /// A number of epochs for the defaults; whether it makes sense is judged later.
    private static int number(@Nullable JsonNode node, int otherwise) {
        return node != null && node.isIntegralNumber() && node.canConvertToInt() ? node.intValue() : otherwise;
    }

    private static void fillPhase(ObjectNode phase, int index, Run run, JsonNode plansOptimizer) {
        String where = "plan.phases[" + index + "]";
        requireKnown(phase, PHASE, where);
        if (index == 0) {
            fill(phase, "from_epoch", NODES.numberNode(0));
        }
        fill(phase, "patience", NODES.numberNode(0));
        fill(phase, "resets_optimizer", NODES.booleanNode(false));
        fill(phase, "schedule", NODES.nullNode());
        fill(phase, "optimizer", NODES.nullNode());
        if (!phase.get("optimizer").isNull()) {
            phase.set("optimizer", optimizer(phase.get("optimizer"), where + ".optimizer"));
        }
        if (!phase.get("schedule").isNull()) {
            phase.set("schedule", schedule(phase.get("schedule"), run, where + ".schedule"));
        }
        JsonNode rule = phase.get("optimizer").isNull() ? plansOptimizer : phase.get("optimizer");
        boolean solves = rule.get("type").asString("").equals(SOLVE);
        if (phase.get("groups") instanceof ArrayNode groups) {
            for (int i = 0; i < groups.size(); i++) {
                String group = where + ".groups[" + i + "]";
                ObjectNode map = requireKnown(map(groups.get(i), group), GROUP, group);
                if (solves) {
                    fill(map, "learning_rate", NODES.numberNode(0));
                }
                fillGroup(map);
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

    private static ObjectNode schedule(JsonNode given, Run run, String where) {
        ObjectNode fields = fields(given, where);
        String type = ScheduleNames.canonical(type(fields, ScheduleNames.ALL, where));
        ScheduleNames.perEpoch(type).ifPresent(field -> {
            if (run.countsSteps() && !fields.has(field)) {
                throw new IllegalArgumentException(
                        where + "." + field + ": missing; a plan file does not know how many steps an epoch"
                                + " has; specify it for " + type + ", or use interval: epoch");
            }
        });
        ObjectNode filled = over((ObjectNode) PlanJson.tree(ScheduleNames.usual(type, run.epochs())), fields, where);
        filled.put("type", type);
        if (filled.has("then")) {
            long rise = run.countsSteps() ? 0 : length(filled.get("length"), run.epochs());
            int rest = (int) Math.max(1, run.epochs() - rise);
            filled.set("then", schedule(filled.get("then"), new Run(rest, run.countsSteps()), where + ".then"));
        }
        return filled;
    }

    private static ObjectNode optimizer(JsonNode given, String where) {
        ObjectNode fields = fields(given, where);
        String type = type(fields, OPTIMIZERS.keySet(), where);
        return over(requireNonNull(OPTIMIZERS.get(type)).deepCopy(), fields, where);
    }

    /// Ticks of a warm-up; what is no length is refused later.
    private static long length(JsonNode node, int epochs) {
        try {
            return node.isNumber()
                    ? node.asLong(0)
                    : Span.parse(node.asString("")).in(epochs);
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    private static ObjectNode fields(JsonNode given, String where) {
        return given instanceof StringNode word ? NODES.objectNode().put("type", word.asString()) : map(given, where);
    }

    private static String type(ObjectNode fields, Collection<String> types, String where) {
        String type = Optional.ofNullable(fields.get("type"))
                .map(node -> node.asString(""))
                .orElseThrow(() -> new IllegalArgumentException(
                        where + ": expected a type, one of " + String.join(", ", types) + ", found none"));
        if (!types.contains(ScheduleNames.canonical(type))) {
            throw new IllegalArgumentException(where + ": expected one of "
                    + String.join(", ", types) + ", found '" + type + "'; nearest: "
                    + NearNames.nearest(type, types, 1).getFirst());
        }
        return type;
    }

    /// The defaults of a type with what is given laid over them.
    private static ObjectNode over(ObjectNode defaults, ObjectNode fields, String where) {
        requireKnown(fields, List.copyOf(defaults.propertyNames()), where);
        defaults.setAll(fields);
        return defaults;
    }

    private static ObjectNode map(JsonNode node, String where) {
        if (node instanceof ObjectNode map) {
            return map;
        }
        throw new IllegalArgumentException(
                where + ": expected names with values, found " + (node.isMissingNode() ? "nothing" : node.toString()));
    }

    private static ObjectNode requireKnown(ObjectNode map, List<String> known, String where) {
        for (String field : map.propertyNames()) {
            if (!known.contains(field)) {
                throw new IllegalArgumentException(where + "." + field + ": no such field; nearest: "
                        + NearNames.nearest(field, known, 1).getFirst() + "; there are "
                        + String.join(", ", known));
            }
        }
        return map;
    }

    /// Names of a record's components, as they are written in files.
    private static List<String> fields(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(PlanDefaults::field)
                .toList();
    }

    private static String field(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named != null
                ? named.value()
                : component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
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
            double value = Double.parseDouble(text.asString());
            boolean whole = value == Math.rint(value) && Math.abs(value) < LONGEST;
            return whole ? NODES.numberNode((long) value) : NODES.numberNode(value);
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
