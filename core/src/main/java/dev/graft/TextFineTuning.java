package dev.graft;

import dev.graft.data.DataSummary;
import dev.graft.data.PartsTable;
import dev.graft.data.Splits;
import dev.graft.data.text.TextLoader;
import dev.graft.text.Bounds;
import dev.graft.text.Text;
import dev.graft.train.CostEstimate;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.Recipe;
import dev.graft.train.RunJson;
import dev.graft.train.TrainingListener;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A text model, labelled texts and a plan, ready to be run; what is not said has a sensible default.
///
/// @param model     what is tuned; it holds the best weights afterwards
/// @param data      what it learns from and is judged by
/// @param tokens    the same as the model reads it
/// @param plan      what trains when, and how fast
/// @param recipe    how each step is taken; its task is the model's
/// @param batch     texts in a batch
/// @param grouped   whether texts of like length share a batch, so that little is padded
/// @param reuse     whether what frozen stages made of the texts is kept for later epochs, and where
/// @param listeners told of everything as it happens
/// @param options   what `run.json` says was asked for
public record TextFineTuning(
        TextClassifier model,
        Splits<Text> data,
        TokenizedTexts tokens,
        Plan plan,
        Recipe recipe,
        int batch,
        boolean grouped,
        ReuseSettings reuse,
        List<TrainingListener> listeners,
        JsonNode options)
        implements Tuning {
    private static final int BATCH = 16;
    private static final double CLIP = 1;

    /// What `run.json` says where nothing else was given.
    private record Settings(Recipe recipe, int batch, boolean grouped) {}

    /// @throws IllegalArgumentException if the plan does not fit the model, or the data has other labels
    public TextFineTuning {
        listeners = List.copyOf(listeners);
        recipe = recipe.withTask(model.task());
        plan.resolve(model.outline());
        if (!data.labels().equals(model.labels()) || data.task() != model.task()) {
            throw new IllegalArgumentException("fine-tuning: expected a model for the labels of the data, "
                    + data.labels() + " (" + data.task().word() + "), found one for " + model.labels() + " ("
                    + model.task().word() + ")");
        }
        Bounds.require("batch", batch, 1, FineTuning.MOST_IN_BATCH);
    }

    /// Batches of 16, gradients clipped at 1, seed 42: what HuggingFace's Trainer does where nothing is said.
    public static TextFineTuning of(TextClassifier model, Splits<Text> data, Plan plan) {
        return new TextFineTuning(
                model,
                data,
                new TokenizedTexts(model, data),
                plan,
                Recipe.DEFAULT.withClip(CLIP),
                BATCH,
                true,
                ReuseSettings.DEFAULT,
                List.of(),
                RunJson.MAPPER.nullNode());
    }

    public TextFineTuning withRecipe(Recipe value) {
        return new TextFineTuning(model, data, tokens, plan, value, batch, grouped, reuse, listeners, options);
    }

    public TextFineTuning withBatch(int value) {
        return new TextFineTuning(model, data, tokens, plan, recipe, value, grouped, reuse, listeners, options);
    }

    /// Whether texts of like length share a batch.
    public TextFineTuning withGrouping(boolean value) {
        return new TextFineTuning(model, data, tokens, plan, recipe, batch, value, reuse, listeners, options);
    }

    /// Whether what frozen stages made of the texts is kept for later epochs, and where.
    public TextFineTuning withReuse(ReuseSettings value) {
        return new TextFineTuning(model, data, tokens, plan, recipe, batch, grouped, value, listeners, options);
    }

    @Override
    public TextFineTuning withListener(TrainingListener listener) {
        List<TrainingListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new TextFineTuning(model, data, tokens, plan, recipe, batch, grouped, reuse, more, options);
    }

    TextFineTuning withOptions(JsonNode value) {
        return new TextFineTuning(model, data, tokens, plan, recipe, batch, grouped, reuse, listeners, value);
    }

    @Override
    public DataSummary summary() {
        DataSummary summary = data.summary();
        return tokens.cut().map(summary::withNote).orElse(summary);
    }

    @Override
    public PartsTable parts() {
        return data.table();
    }

    @Override
    public Run run(Path folder) {
        return work().run(folder);
    }

    @Override
    public Run resume(Path folder) {
        Optional<PartsTable> table = PartsTable.in(folder);
        table.ifPresent(then -> then.requireSame(parts(), folder));
        return work().resume(folder);
    }

    @Override
    public int stepsPerEpoch() {
        return Math.ceilDiv(Math.ceilDiv(data.train().size(), batch), recipe.accumulation());
    }

    @Override
    public CostEstimate estimate() {
        return CostEstimate.measure(model.network(), plan, recipe, reuse, training(), validation());
    }

    @Override
    public LearningRateCurve findLearningRate(LearningRateFinder.Range range) {
        return work().findLearningRate(range);
    }

    private Work work() {
        return new Work(
                model,
                summary(),
                parts(),
                plan,
                recipe,
                reuse,
                training(),
                validation(),
                listeners,
                options.isNull() ? RunJson.MAPPER.valueToTree(new Settings(recipe, batch, grouped)) : options);
    }

    private TextLoader training() {
        return tokens.training().withBatchSize(batch).withGrouping(grouped).withShuffling(recipe.seed());
    }

    private TextLoader validation() {
        return tokens.validation().withBatchSize(batch);
    }
}
