package dev.graft.job;

import dev.graft.data.BatchSource;
import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.data.PartsTable;
import dev.graft.data.Problem;
import dev.graft.data.Slices;
import dev.graft.data.Task;
import dev.graft.data.text.MaskedTexts;
import dev.graft.model.LanguageModel;
import dev.graft.task.Objective;
import dev.graft.train.Recipe;
import dev.graft.train.RunKind;
import dev.graft.train.StopRequest;
import dev.graft.train.TrainingListener;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A language model that is taught the language of texts without labels, ready to be run: masked-language-model
/// training (Devlin et al. 2018, <https://arxiv.org/abs/1810.04805>) on a company's own documents before a classifier
/// learns from the few that have labels (Howard and Ruder 2018, <https://arxiv.org/abs/1801.06146>; Gururangan et al.
/// 2020, <https://arxiv.org/abs/2004.10964>).
///
/// @param model      what learns; it holds the best weights afterwards
/// @param training   texts with hidden tokens to learn from
/// @param validation texts with hidden tokens to judge by
/// @param slices     evaluations and checkpoints in each pass over the texts: an epoch of the plan is one of them
/// @param plan       how fast everything learns
/// @param recipe     how each step is taken; its objective is guessing hidden tokens, if there is none of one's own
/// @param read       what is to be said of the files the texts came from
/// @param listeners  told of everything as it happens
/// @param options    what it was made of, which `run.json` keeps; null where a program put it together
public record Adaptation(
        LanguageModel model,
        MaskedTexts training,
        MaskedTexts validation,
        int slices,
        Plan plan,
        Recipe recipe,
        Remarks read,
        List<TrainingListener> listeners,
        @Nullable AdaptationOptions options) {

    /// What is to be said of files that were read.
    ///
    /// @param skipped rows that were left out
    /// @param notes   what a careful person would mention
    public record Remarks(List<Problem> skipped, List<String> notes) {
        public static final Remarks NONE = new Remarks(List.of(), List.of());

        public Remarks {
            skipped = List.copyOf(skipped);
            notes = List.copyOf(notes);
        }
    }

    /// @throws IllegalArgumentException if the plan does not fit the model, there is nothing to learn from or
    ///     to judge by, there are more slices than batches, or the objective is for something else
    public Adaptation {
        listeners = List.copyOf(listeners);
        recipe = recipe.withUsualObjective(Objective.of(Task.MASKED_LANGUAGE_MODELING));
        requireHiddenTokens(recipe.objective());
        plan.resolve(model.outline());
        requireSome(training, "to train on");
        requireSome(validation, "to validate with"); // the mean loss over nothing would be the best there is
        new Slices(training, slices);
    }

    private static void requireHiddenTokens(Objective objective) {
        if (objective.task() != Task.MASKED_LANGUAGE_MODELING) {
            throw new IllegalArgumentException("adaptation: expected an objective for "
                    + Task.MASKED_LANGUAGE_MODELING.word() + ", found '" + objective.name() + "' for "
                    + objective.task().word());
        }
    }

    private static void requireSome(MaskedTexts texts, String purpose) {
        if (texts.examples() == 0) {
            throw new IllegalArgumentException("adaptation: expected texts " + purpose
                    + " with a word that can be hidden, found none; none of their words is in the vocabulary");
        }
    }

    /// Adds a listener.
    public Adaptation withListener(TrainingListener listener) {
        List<TrainingListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new Adaptation(model, training, validation, slices, plan, recipe, read, more, options);
    }

    /// What is learned from, in counts.
    public DataSummary summary() {
        Map<String, Integer> examples = new LinkedHashMap<>();
        examples.put("train", training.examples());
        examples.put("validation", validation.examples());
        return new DataSummary(
                Kind.TEXT,
                "texts without labels",
                List.of(),
                examples,
                Map.of(),
                Map.of(),
                read.skipped(),
                Map.of(),
                read.notes(),
                null);
    }

    /// Runs into a new folder.
    ///
    /// @throws IllegalArgumentException if the folder holds a run already, or the loss is not a number from the
    ///     first epoch on; no folder is left then
    public Run run(Path folder) {
        return work().run(folder);
    }

    /// Goes on with an interrupted run of the same model, texts, plan and recipe: it ends in the same bytes as one
    /// that was not interrupted.
    ///
    /// @throws IllegalArgumentException if there is no run in the folder
    public Run resume(Path folder) {
        return work().resume(folder);
    }

    private Work work() {
        BatchSource cut = slices == 1 ? training : new Slices(training, slices);
        return new Work(
                RunKind.ADAPTATION,
                model,
                summary(),
                new PartsTable(List.of()),
                plan,
                recipe,
                ReuseSettings.DEFAULT,
                cut,
                validation,
                Optional.empty(),
                new FineTuning.Watch(listeners, new StopRequest(), List.of()),
                history -> List.of(), // how well hidden tokens are guessed is compared with nothing
                Ending.NONE,
                options);
    }
}
