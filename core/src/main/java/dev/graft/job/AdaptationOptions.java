package dev.graft.job;

import dev.graft.model.TextModelConfig;
import dev.graft.text.Bounds;
import dev.graft.torch.Threads;
import dev.graft.train.Recipe;
import dev.graft.train.RunFolder;
import dev.graft.train.RunKind;
import dev.graft.tune.Plan;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Everything `graft adapt` can be asked for, as plain values: what `run.json` keeps as the recipe, and what a
/// resumed run reads again.
///
/// @param model              folder of the model that goes on learning; null for a new one
/// @param fresh              what a new model looks like; null where one goes on learning
/// @param texts              file or folder of texts without labels
/// @param column             column of the text in tables; `auto` to find it
/// @param validationFraction share of the texts that are not learned from, to judge by; above 0 and below 1
/// @param maxLength          tokens of a piece of text at most; 0 for as many as the model takes
/// @param maskShare          share of tokens that are hidden, above 0 and below 1
/// @param wholeWords         whether all tokens of a word are hidden together
/// @param dropout            probability of every dropout meanwhile; null for each as the model's configuration says
/// @param batch              pieces in a batch
/// @param epochs             passes over the texts
/// @param checkpoints        evaluations and checkpoints in each pass
/// @param learningRate       of everything
/// @param weightDecay        of all but biases and norms
/// @param warmup             share of the run in which the rate rises from zero
/// @param steps              how each step is taken
/// @param threads            threads that compute
/// @param device             `cpu`, `cuda`, `cuda:N` or `auto`
public record AdaptationOptions(
        @Nullable String model,
        @Nullable Fresh fresh,
        String texts,
        String column,
        double validationFraction,
        int maxLength,
        double maskShare,
        boolean wholeWords,
        @Nullable Double dropout,
        int batch,
        int epochs,
        int checkpoints,
        double learningRate,
        double weightDecay,
        double warmup,
        Recipe steps,
        int threads,
        String device) {
    private static final int MOST_CHECKPOINTS = 1000;

    /// A new encoder, of BERT's family.
    ///
    /// @param vocabulary tokens of the vocabulary that is learned from the texts
    /// @param layers     of the encoder
    /// @param width      of each layer
    /// @param heads      of attention in each layer; the width is a multiple of it
    /// @param inner      width between the two linear layers of a block
    /// @param lowerCase  whether case and accents are thrown away
    public record Fresh(int vocabulary, int layers, int width, int heads, int inner, boolean lowerCase) {
        private static final int MOST_TOKENS = 1_000_000;
        private static final int MOST_LAYERS = 1000;
        private static final int MOST_WIDTH = 65_536;

        public Fresh {
            Bounds.require("vocabulary: tokens", vocabulary, 100, MOST_TOKENS);
            Bounds.require("layers", layers, 1, MOST_LAYERS);
            Bounds.require("width", width, 1, MOST_WIDTH);
            require(
                    heads >= 1 && width >= heads && width % heads == 0,
                    "width: expected a multiple of the number of heads, " + heads + ", found " + width);
            Bounds.require("inner width", inner, 1, MOST_WIDTH);
        }
    }

    /// @throws IllegalArgumentException if a number is out of range
    public AdaptationOptions {
        require(
                (model == null) != (fresh == null),
                "adapt: expected the folder of a model, or the options of a" + " new model");
        require(
                validationFraction > 0 && validationFraction < 1,
                "validation share: expected above 0 and below 1, found " + validationFraction);
        TextModelConfig.requireLength(maxLength);
        require(maskShare > 0 && maskShare < 1, "mask share: expected above 0 and below 1, found " + maskShare);
        Bounds.require("batch", batch, 1, FineTuning.MOST_IN_BATCH);
        Bounds.require("epochs", epochs, 1, Plan.MOST_EPOCHS);
        Bounds.require("checkpoints per epoch", checkpoints, 1, MOST_CHECKPOINTS);
        Bounds.require("threads", threads, 1, Threads.MOST);
        require(learningRate > 0, "learning rate: expected above 0, found " + learningRate);
        require(weightDecay >= 0, "weight decay: expected 0 or more, found " + weightDecay);
        require(warmup >= 0 && warmup < 1, "warm-up: expected a share of 0 or more and below 1, found " + warmup);
    }

    /// What a run was started with.
    ///
    /// @return empty if the run is of another kind, or a program put it together
    /// @throws IllegalArgumentException if there is no run in the folder, or run.json is damaged or of a later
    ///     version
    public static Optional<AdaptationOptions> ofRun(Path run) {
        return RunFolder.open(run).readRecipe(RunKind.ADAPTATION, AdaptationOptions.class);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
