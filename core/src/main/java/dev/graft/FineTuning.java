package dev.graft;

import dev.graft.data.Augmentation;
import dev.graft.data.DataException;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.PixelCache;
import dev.graft.data.Splits;
import dev.graft.train.CostEstimate;
import dev.graft.train.History;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.Recipe;
import dev.graft.train.RunFolder;
import dev.graft.train.RunJson;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A model, data and a plan, ready to be run; what is not said has a sensible default.
///
/// @param model     what is tuned; it holds the best weights afterwards
/// @param data      what it learns from and is judged by
/// @param plan      what trains when, and how fast
/// @param recipe    how each step is taken
/// @param batch     images in a batch
/// @param pipeline  what is done to training images; validation images always get the model's preprocessing,
///     decoded as exactly as these
/// @param views     random views of each training image, used in turn; 0 for a new one each epoch
/// @param reuse     whether what frozen stages made of the images is kept for later epochs, and where
/// @param workers   threads that decode images; it changes nothing but the speed
/// @param listeners told of everything as it happens
/// @param options   what `run.json` says was asked for
public record FineTuning(
        ImageClassifier model,
        Splits data,
        Plan plan,
        Recipe recipe,
        int batch,
        ImagePipeline pipeline,
        int views,
        ReuseSettings reuse,
        int workers,
        List<TrainingListener> listeners,
        JsonNode options) {
    private static final int BATCH = 32;

    /// What `run.json` says where nothing else was given.
    private record Settings(Recipe recipe, int batch, String pipeline) {}

    /// @throws IllegalArgumentException if the plan does not fit the model, or the data has other classes
    public FineTuning {
        listeners = List.copyOf(listeners);
        plan.resolve(model.outline());
        if (!data.classes().equals(model.labels())) {
            throw new IllegalArgumentException("fine-tuning: expected a model for the classes of the data, "
                    + data.classes() + ", found one for " + model.labels());
        }
        if (views < 0) {
            throw new IllegalArgumentException(
                    "views: expected at least 1, or 0 for a new one each epoch, found " + views);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch: expected at least 1, found " + batch);
        }
    }

    /// Batches of 32, light augmentation, seed 42, as many decoding threads as cores.
    public static FineTuning of(ImageClassifier model, Splits data, Plan plan) {
        ImagePipeline pipeline = ImagePipeline.training(model.preprocessing(), Augmentation.LIGHT);
        return new FineTuning(
                model,
                data,
                plan,
                Recipe.DEFAULT,
                BATCH,
                pipeline,
                0,
                ReuseSettings.DEFAULT,
                Runtime.getRuntime().availableProcessors(),
                List.of(),
                RunJson.MAPPER.nullNode());
    }

    public FineTuning withRecipe(Recipe value) {
        return new FineTuning(model, data, plan, value, batch, pipeline, views, reuse, workers, listeners, options);
    }

    public FineTuning withBatch(int value) {
        return new FineTuning(model, data, plan, recipe, value, pipeline, views, reuse, workers, listeners, options);
    }

    public FineTuning withAugmentation(Augmentation value) {
        return withPipeline(ImagePipeline.training(model.preprocessing(), value));
    }

    public FineTuning withPipeline(ImagePipeline value) {
        return new FineTuning(model, data, plan, recipe, batch, value, views, reuse, workers, listeners, options);
    }

    public FineTuning withWorkers(int value) {
        return new FineTuning(model, data, plan, recipe, batch, pipeline, views, reuse, value, listeners, options);
    }

    /// A fixed number of random views of each training image, used in turn, so that frozen stages run that often an
    /// image; 0 for a new one each epoch.
    public FineTuning withViews(int value) {
        return new FineTuning(model, data, plan, recipe, batch, pipeline, value, reuse, workers, listeners, options);
    }

    /// Whether what frozen stages made of the images is kept for later epochs, and where.
    public FineTuning withReuse(ReuseSettings value) {
        return new FineTuning(model, data, plan, recipe, batch, pipeline, views, value, workers, listeners, options);
    }

    /// Adds a listener.
    public FineTuning withListener(TrainingListener listener) {
        List<TrainingListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new FineTuning(model, data, plan, recipe, batch, pipeline, views, reuse, workers, more, options);
    }

    FineTuning withOptions(JsonNode value) {
        return new FineTuning(model, data, plan, recipe, batch, pipeline, views, reuse, workers, listeners, value);
    }

    /// Runs into a new folder.
    ///
    /// @throws IllegalArgumentException if the folder holds a run already, or the loss is not a number from the
    ///     first epoch on; no folder is left then
    public Run run(Path folder) {
        Trainer trainer = trainer(); // finds out what does not go together before anything is written
        RunFolder run = RunFolder.create(folder);
        try {
            model.description().write(run.model());
            return run(trainer, run);
        } catch (IllegalArgumentException | DataException e) {
            run.discardUnlessBegun();
            throw e;
        }
    }

    /// Goes on with an interrupted run of the same model, data, plan and recipe: it ends in the same bytes as one
    /// that was not interrupted.
    ///
    /// @throws IllegalArgumentException if there is no run in the folder
    public Run resume(Path folder) {
        return run(trainer(), RunFolder.open(folder));
    }

    /// Optimizer steps in an epoch.
    public int stepsPerEpoch() {
        return Math.ceilDiv(Math.ceilDiv(data.train().size(), batch), recipe.accumulation());
    }

    /// What the run will take on this machine, from a few batches of each phase. The model is left as it was.
    public CostEstimate estimate() {
        PixelCache none = new PixelCache(0);
        return CostEstimate.measure(model.network(), plan, recipe, reuse, training(none), validation(none));
    }

    /// How the loss moves while the learning rates of the plan's first phase rise from tiny to huge. The model is
    /// left
    /// as it was.
    public LearningRateCurve findLearningRate(LearningRateFinder.Range range) {
        return LearningRateFinder.find(
                model.network(), plan, recipe, training(PixelCache.ofUsualSize()), range, listeners);
    }

    /// @throws IllegalArgumentException if something does not go together: the precision and the device, say
    Trainer trainer() {
        PixelCache pixels = PixelCache.ofUsualSize();
        return new Trainer(model.network(), plan, recipe, training(pixels), validation(pixels)).withReuse(reuse);
    }

    private Run run(Trainer trainer, RunFolder folder) {
        RunReporter reporter = new RunReporter(folder, this);
        trainer.withFolder(folder).withListener(reporter);
        listeners.forEach(trainer::withListener);
        History history = trainer.fit();
        long trainable = plan.resolve(model.outline()).phases().getLast().trainableCount();
        return new Run(folder.root(), history, reporter.finish(history), trainable);
    }

    private ImageLoader training(PixelCache pixels) {
        return ImageLoader.of(pixels.over(data.train()), pipeline, batch)
                .withShuffling(recipe.seed())
                .withViews(views)
                .withWorkers(workers);
    }

    private ImageLoader validation(PixelCache pixels) {
        ImagePipeline asTested =
                ImagePipeline.evaluation(model.preprocessing()).withExactDecoding(pipeline.exactDecoding());
        return ImageLoader.of(pixels.over(data.validation()), asTested, batch).withWorkers(workers);
    }

    JsonNode describe() {
        return options.isNull()
                ? RunJson.MAPPER.valueToTree(new Settings(recipe, batch, pipeline.toString()))
                : options;
    }
}
