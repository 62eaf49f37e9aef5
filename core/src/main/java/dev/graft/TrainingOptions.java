package dev.graft;

import dev.graft.data.Augmentation;
import dev.graft.data.ImageOptions;
import dev.graft.train.Precision;
import dev.graft.train.Recipe;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import dev.graft.tune.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Everything `graft train` can be asked for, as plain values: what `run.json` keeps as the recipe, and what a
/// resumed run reads again.
///
/// @param data               folder, or CSV or TSV file
/// @param model              name in the zoo
/// @param weights            `pretrained`, `none`, or a file
/// @param strategy           how much of the network is tuned
/// @param stages             stages before the head that `last-stage` tunes
/// @param epochs             passes over the training examples
/// @param batch              examples in a batch
/// @param learningRate       of the head
/// @param backboneRate       of what is pretrained
/// @param weightDecay        of all that is tuned
/// @param optimizer          `adamw`, `adam` or `sgd` (momentum 0.9, Nesterov)
/// @param schedule           `cosine`, `linear`, `step` (a tenth after each third of the run) or `constant`
/// @param warmup             share of the run in which the rates rise from zero, for `cosine` and `linear`
/// @param size               side of the input in pixels; 0 for the model's own
/// @param channels           1, 3 or 4
/// @param augment            how training images are varied
/// @param validationFraction share of the examples kept for validation where the data has no such part
/// @param strict             whether an unreadable file is an error
/// @param balanced           whether rare classes weigh more in the loss
/// @param seed               of everything random
/// @param accumulation       batches for one optimizer step
/// @param clip               greatest global norm of the gradients; 0 for none
/// @param labelSmoothing     0 … 1
/// @param precision          of the forward pass
/// @param patience           epochs without improvement before stopping; 0 for never
/// @param workers            threads that decode images
/// @param threads            threads that compute
/// @param device             `cpu`, `cuda`, `cuda:N` or `auto`
public record TrainingOptions(
        String data,
        String model,
        String weights,
        String strategy,
        int stages,
        int epochs,
        int batch,
        double learningRate,
        double backboneRate,
        double weightDecay,
        String optimizer,
        String schedule,
        double warmup,
        int size,
        int channels,
        Augmentation augment,
        double validationFraction,
        boolean strict,
        boolean balanced,
        long seed,
        int accumulation,
        double clip,
        double labelSmoothing,
        Precision precision,
        int patience,
        int workers,
        int threads,
        String device) {

    /// What a run was started with.
    ///
    /// @param run a run folder, or its model folder
    /// @return empty if there is no run.json, or the run was started by a program and not from options
    /// @throws IllegalArgumentException if run.json is damaged
    public static Optional<TrainingOptions> ofRun(Path run) {
        Path folder = run.endsWith("model") ? run.resolveSibling("") : run;
        if (!Files.isRegularFile(folder.resolve("run.json"))) {
            return Optional.empty();
        }
        try {
            JsonNode recipe = RunFolder.open(folder).readReport().recipe();
            return Optional.of(RunJson.MAPPER.treeToValue(recipe, TrainingOptions.class));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// The model, as the library takes it.
    public ModelChoice modelChoice() {
        return new ModelChoice(model, InitialWeights.parse(weights), size, 0, channels, seed);
    }

    /// How the data are read, as the library takes it.
    public ImageOptions imageOptions() {
        return ImageOptions.defaults()
                .withValidationFraction(validationFraction)
                .withSeed(seed)
                .withStrict(strict);
    }

    /// Where a run goes that was not told: the data's name and the model's.
    public String defaultName() {
        Path name = Path.of(data).toAbsolutePath().normalize().getFileName();
        return (name == null ? "data" : name.toString().replaceFirst("\\.[a-z]+$", "")) + "-" + model;
    }

    /// The plan these options stand for.
    ///
    /// @throws IllegalArgumentException if a word is not known or a number out of range
    public Plan plan(NetworkOutline network) {
        Plan plan = Strategy.parse(strategy)
                .plan(network, epochs, stages, new Plan.Rates(backboneRate, learningRate))
                .withWeightDecay(weightDecay)
                .withOptimizer(optimizerSettings());
        return warmup != 0 || schedule.equals("linear")
                ? plan.withSchedule(perStep(), Interval.STEP)
                : plan.withSchedule(perEpoch(), Interval.EPOCH);
    }

    /// How each step is taken.
    ///
    /// @param classWeights one for each class, or none
    public Recipe recipe(List<Double> classWeights) {
        return Recipe.DEFAULT
                .withSeed(seed)
                .withAccumulation(accumulation)
                .withClip(clip)
                .withLabelSmoothing(labelSmoothing)
                .withClassWeights(classWeights)
                .withPrecision(precision)
                .withPatience(patience);
    }

    private OptimizerSettings optimizerSettings() {
        return switch (optimizer) {
            case "adamw" -> OptimizerSettings.adamW();
            case "adam" -> OptimizerSettings.adam();
            case "sgd" -> new OptimizerSettings.Sgd(0.9, true);
            default ->
                throw new IllegalArgumentException("optimizer: expected adamw, adam or sgd, found '" + optimizer + "'");
        };
    }

    private Schedule perEpoch() {
        return switch (schedule) {
            case "cosine" -> Schedule.cosine();
            case "step" -> new Schedule.Step(Math.max(1, Math.ceilDiv(epochs, 3)), 0.1);
            case "constant" -> Schedule.constant();
            default -> throw unknownSchedule();
        };
    }

    private Schedule perStep() {
        if (!(warmup >= 0 && warmup < 1)) {
            throw new IllegalArgumentException("warm-up: expected a share of 0 or more and below 1, found " + warmup);
        }
        return switch (schedule) {
            case "cosine" -> Schedule.warmupCosine(Span.share(warmup));
            case "linear" -> Schedule.warmupLinear(Span.share(warmup));
            case "step", "constant" ->
                throw new IllegalArgumentException(
                        "warm-up: goes with the schedules cosine and linear, found " + schedule);
            default -> throw unknownSchedule();
        };
    }

    private IllegalArgumentException unknownSchedule() {
        return new IllegalArgumentException(
                "schedule: expected cosine, linear, step or constant, found '" + schedule + "'");
    }
}
