package dev.graft.train;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.graft.data.Fit;
import dev.graft.data.ImageOptions;
import dev.graft.data.Preprocessing;
import dev.graft.data.Task;
import dev.graft.data.image.Interpolation;
import dev.graft.task.Objective;
import dev.graft.tune.Plan;
import dev.graft.tune.PlanJson;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// How Graft writes JSON for people and machines: names in snake_case, records field by field.
public final class RunJson {
    /// One value a line; for `metrics.jsonl` and `--json` lines.
    public static final JsonMapper LINES = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(Averaging.class, AveragingTypes.class)
            .addMixIn(Recipe.class, WrittenRecipe.class)
            .addMixIn(Objective.class, WrittenObjective.class)
            .addMixIn(ImageOptions.Table.class, EarlierTable.class)
            .addMixIn(RunKind.class, KindForm.class)
            .addMixIn(Preprocessing.class, WrittenPreprocessing.class)
            .addModule(new SimpleModule()
                    .addSerializer(Plan.class, new PlanWriter())
                    .addDeserializer(Plan.class, new PlanReader()))
            .build();

    /// Indented; for files that people open.
    public static final JsonMapper MAPPER =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final TypeReference<Map<String, Object>> MEMBERS = new TypeReference<>() {};

    private RunJson() {}

    /// What is read again where a record was written: its members by name, in Java's own types.
    public static Map<String, Object> members(Record written) {
        return LINES.readValue(LINES.writeValueAsString(written), MEMBERS);
    }

    private interface KindForm {
        @JsonValue
        String word();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Averaging.None.class, name = "none"),
        @JsonSubTypes.Type(value = Averaging.Ema.class, name = "ema"),
        @JsonSubTypes.Type(value = Averaging.Swa.class, name = "swa")
    })
    private interface AveragingTypes {}

    private interface WrittenRecipe {
        @JsonProperty("task")
        Objective objective();
    }

    /// The word of its task: what a program brought beside it, only the program has.
    private interface WrittenObjective {
        @JsonValue
        Task task();

        @JsonCreator
        static Objective of(Task task) {
            return Objective.of(task);
        }
    }

    /// Tables of images had one label, and `auto` for none that was named.
    private interface EarlierTable {
        @JsonAlias("label")
        @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
        List<String> labels();
    }

    /// Nothing is said of the usual way, which is the only one that earlier versions know.
    private interface WrittenPreprocessing {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualFit.class)
        Fit fit();

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = UsualInterpolation.class)
        Interpolation interpolation();
    }

    /// Equal to what is not written.
    @SuppressWarnings("EqualsHashCode") // Jackson asks for the one alone
    private static final class UsualFit {
        @Override
        public boolean equals(@Nullable Object value) {
            return value == Fit.CROP;
        }
    }

    /// Equal to what is not written.
    @SuppressWarnings("EqualsHashCode") // as above
    private static final class UsualInterpolation {
        @Override
        public boolean equals(@Nullable Object value) {
            return value == Interpolation.BILINEAR;
        }
    }

    /// Plans have a form of their own, which plan files share.
    private static final class PlanWriter extends ValueSerializer<Plan> {
        @Override
        public void serialize(Plan plan, JsonGenerator out, SerializationContext context) {
            context.writeValue(out, LINES.readTree(PlanJson.write(plan)));
        }
    }

    private static final class PlanReader extends ValueDeserializer<Plan> {
        @Override
        public Plan deserialize(JsonParser in, DeserializationContext context) {
            return PlanJson.read(context.readTree(in).toString());
        }
    }
}
