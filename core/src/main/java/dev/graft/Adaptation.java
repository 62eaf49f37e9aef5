package dev.graft;

import dev.graft.data.DataSummary;
import dev.graft.data.Task;
import dev.graft.data.text.MaskedTexts;
import dev.graft.train.CostEstimate;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.Recipe;
import dev.graft.train.TrainingListener;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// A language model that is taught the language of texts without labels, ready to be run: masked-language-model training
/// (Devlin et al. 2018, <https://arxiv.org/abs/1810.04805>) on a company's own documents before a classifier learns from
/// the few that have labels (Howard and Ruder 2018, <https://arxiv.org/abs/1801.06146>; Gururangan et al. 2020,
/// <https://arxiv.org/abs/2004.10964>).
///
/// @param model      what learns; it holds the best weights afterwards
/// @param training   texts with hidden tokens to learn from
/// @param validation texts with hidden tokens to judge by
/// @param plan       how fast everything learns
/// @param recipe     how each step is taken; its task is guessing hidden tokens
/// @param listeners  told of everything as it happens
/// @param options    what `run.json` says was asked for
public record Adaptation(
        LanguageModel model,
        MaskedTexts training,
        MaskedTexts validation,
        Plan plan,
        Recipe recipe,
        List<TrainingListener> listeners,
        JsonNode options)
        implements Tuning {

    /// @throws IllegalArgumentException if the plan does not fit the model
    public Adaptation {
        listeners = List.copyOf(listeners);
        recipe = recipe.withTask(Task.MASKED_LANGUAGE_MODELING);
        plan.resolve(model.outline());
    }

    @Override
    public Adaptation withListener(TrainingListener listener) {
        List<TrainingListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new Adaptation(model, training, validation, plan, recipe, more, options);
    }

    @Override
    public DataSummary summary() {
        Map<String, Map<String, Integer>> counts = Map.of(
                "train", Map.of("texts", training.size()), "validation", Map.of("texts", validation.size()));
        return new DataSummary("texts without labels", List.of("texts"), counts, List.of(), List.of());
    }

    @Override
    public Run run(Path folder) {
        return work().run(folder);
    }

    @Override
    public Run resume(Path folder) {
        return work().resume(folder);
    }

    @Override
    public int stepsPerEpoch() {
        return Math.ceilDiv(training.batches(), recipe.accumulation());
    }

    @Override
    public CostEstimate estimate() {
        return work().estimate();
    }

    @Override
    public LearningRateCurve findLearningRate(LearningRateFinder.Range range) {
        return work().findLearningRate(range);
    }

    private Work work() {
        return new Work(
                model,
                summary(),
                plan,
                recipe,
                ReuseSettings.DEFAULT,
                training,
                validation,
                listeners,
                options);
    }
}
