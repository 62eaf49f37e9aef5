package dev.graft.tune;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Plans as JSON: every field of the records by its name in snake_case, all of them required and no others allowed; a
/// schedule or an optimizer also has its `type`; a span is a number of ticks or a share such as `"10%"`.
public final class PlanJson {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .addMixIn(Schedule.class, ScheduleTypes.class)
            .addMixIn(OptimizerSettings.class, OptimizerTypes.class)
            .addMixIn(Phase.class, WrittenPhase.class)
            .addMixIn(Span.class, SpanForm.class)
            .addMixIn(Span.Ticks.class, TicksForm.class)
            .addMixIn(Span.Share.class, ShareForm.class)
            .build();

    /// How Jackson says that a field is missing.
    private static final Pattern MISSING = Pattern.compile("^Missing creator property '(\\w+)'");

    /// How Jackson says that one kind of value stands where another should.
    private static final Pattern COERCED =
            Pattern.compile("^Cannot coerce ([\\w-]+) value \\((.*?)\\) to [`']([\\w.]+)[`']");

    private PlanJson() {}

    /// In one line.
    public static String write(Plan plan) {
        return JSON.writeValueAsString(plan);
    }

    static JsonNode tree(Plan plan) {
        return JSON.valueToTree(plan);
    }

    static JsonNode tree(Schedule schedule) {
        return JSON.valueToTree(schedule);
    }

    static JsonNode tree(OptimizerSettings optimizer) {
        return JSON.valueToTree(optimizer);
    }

    /// @throws IllegalArgumentException if this is not JSON; naming the field, if one is missing, unknown or of the
    ///     wrong kind; or if the plan is not a sound one
    public static Plan read(String json) {
        try {
            return read(JSON.readTree(json));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("plan: is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// @throws IllegalArgumentException naming the field, if one is missing, unknown or of the wrong kind, or
    ///     if the plan is not a sound one
    static Plan read(JsonNode json) {
        try {
            return JSON.treeToValue(withPlansOptimizer(json), Plan.class);
        } catch (JacksonException e) {
            String what = what(e);
            String where = "plan" + where(e) + ": ";
            // what the plan as a whole says of itself begins so, too
            throw new IllegalArgumentException(what.startsWith(where) ? what : where + what, e);
        }
    }

    /// A phase that does not say which optimizer it has has the plan's.
    private static JsonNode withPlansOptimizer(JsonNode plan) {
        JsonNode whole = plan.deepCopy();
        whole.path("phases").forEach(phase -> {
            if (phase instanceof ObjectNode map && !map.has("optimizer")) {
                map.putNull("optimizer");
            }
        });
        return whole;
    }

    private static String where(JacksonException e) {
        return e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName())
                .collect(Collectors.joining());
    }

    private static String what(JacksonException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "no such field; there are " + unknown.getKnownPropertyIds();
        }
        if (MISSING.matcher(e.getOriginalMessage()).find()) {
            return "missing; it is required";
        }
        Matcher coerced = COERCED.matcher(e.getOriginalMessage());
        if (coerced.find()) {
            return "expected " + kind(coerced.group(3)) + ", found "
                    + coerced.group(2).replace('"', '\'');
        }
        String message = e.getCause() instanceof IllegalArgumentException cause ? cause.getMessage() : null;
        if (message == null) {
            message = e.getOriginalMessage();
        }
        return message.lines()
                .findFirst()
                .orElse("cannot be read")
                .split("; `", 2)[0]; // after it: Jackson's own settings
    }

    private static String kind(String type) {
        return switch (type) {
            case "boolean" -> "true or false";
            case "int", "long", "java.lang.Long" -> "a whole number";
            case "java.lang.String" -> "a word";
            default -> "a number";
        };
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Schedule.Constant.class, name = "constant"),
        @JsonSubTypes.Type(value = Schedule.Step.class, name = "step"),
        @JsonSubTypes.Type(value = Schedule.MultiStep.class, name = "multi-step"),
        @JsonSubTypes.Type(value = Schedule.Exponential.class, name = "exponential"),
        @JsonSubTypes.Type(value = Schedule.Cosine.class, name = "cosine"),
        @JsonSubTypes.Type(value = Schedule.WarmRestarts.class, name = "warm-restarts"),
        @JsonSubTypes.Type(value = Schedule.Linear.class, name = "linear"),
        @JsonSubTypes.Type(value = Schedule.Polynomial.class, name = "polynomial"),
        @JsonSubTypes.Type(value = Schedule.WarmUp.class, name = "warm-up"),
        @JsonSubTypes.Type(value = Schedule.Plateau.class, name = "plateau"),
        @JsonSubTypes.Type(value = Schedule.OneCycle.class, name = "one-cycle"),
        @JsonSubTypes.Type(value = Schedule.SlantedTriangular.class, name = "slanted-triangular")
    })
    private interface ScheduleTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = OptimizerSettings.Sgd.class, name = "sgd"),
        @JsonSubTypes.Type(value = OptimizerSettings.Adam.class, name = "adam"),
        @JsonSubTypes.Type(value = OptimizerSettings.AdamW.class, name = "adamw"),
        @JsonSubTypes.Type(value = OptimizerSettings.Solve.class, name = "solve")
    })
    private interface OptimizerTypes {}

    /// Nothing is said where a phase has the plan's, which is all that earlier versions know.
    private interface WrittenPhase {
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<OptimizerSettings> optimizer();
    }

    private interface SpanForm {
        @JsonCreator
        static Span ticks(long count) {
            return Span.ticks(count);
        }

        @JsonCreator
        static Span parse(String text) {
            return Span.parse(text);
        }
    }

    private interface TicksForm {
        @JsonValue
        long count();
    }

    private interface ShareForm {
        @JsonValue
        @Override
        String toString();
    }
}
