package dev.graft;

import dev.graft.data.Augmentation;
import dev.graft.data.BatchSource;
import dev.graft.data.DataSummary;
import dev.graft.data.ImageLoader;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.PartsTable;
import dev.graft.data.PixelCache;
import dev.graft.data.Splits;
import dev.graft.text.Bounds;
import dev.graft.train.CostEstimate;
import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateFinder;
import dev.graft.train.Recipe;
import dev.graft.train.RunJson;
import dev.graft.train.Trainer;
import dev.graft.train.TrainingListener;
import dev.graft.train.reuse.ReuseSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.ResolvedPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A model, images and a plan, ready to be run; what is not said has a sensible default.
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
        Splits<ImageSource> data,
        Plan plan,
        Recipe recipe,
        int batch,
        ImagePipeline pipeline,
        int views,
        ReuseSettings reuse,
        int workers,
        List<TrainingListener> listeners,
        JsonNode options)
        implements Tuning {
    static final int MOST_IN_BATCH = 65_536;
    static final int MOST_VIEWS = 10_000;

    private static final int BATCH = 32;

    /// What `run.json` says where nothing else was given.
    private record Settings(Recipe recipe, int batch, String pipeline) {}

    /// @throws IllegalArgumentException if the plan does not fit the model, or the data has other classes
    public FineTuning {
        listeners = List.copyOf(listeners);
        recipe = recipe.withTask(model.task());
        plan.resolve(model.outline());
        if (!data.labels().equals(model.labels()) || data.task() != model.task()) {
            throw new IllegalArgumentException("fine-tuning: expected a model for the labels of the data, "
                    + data.labels() + " (" + data.task().word() + "), found one for " + model.labels() + " ("
                    + model.task().word() + ")");
        }
        if (data.range().isPresent() && model.preprocessing().range() == null) {
            throw new IllegalArgumentException("fine-tuning: the data have grey images with more than 8 bits, and the"
                    + " model no range for their values: ModelChoice.withRange(data.range().orElse(null))");
        }
        Bounds.require("views", views, 0, MOST_VIEWS);
        Bounds.require("batch", batch, 1, MOST_IN_BATCH);
    }

    /// Batches of 32, light augmentation, seed 42, as many decoding threads as cores.
    public static FineTuning of(ImageClassifier model, Splits<ImageSource> data, Plan plan) {
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

    @Override
    public FineTuning withListener(TrainingListener listener) {
        List<TrainingListener> more = new ArrayList<>(listeners);
        more.add(listener);
        return new FineTuning(model, data, plan, recipe, batch, pipeline, views, reuse, workers, more, options);
    }

    FineTuning withOptions(JsonNode value) {
        return new FineTuning(model, data, plan, recipe, batch, pipeline, views, reuse, workers, listeners, value);
    }

    @Override
    public DataSummary summary() {
        DataSummary summary = data.summary();
        return loneNote(data, plan.resolve(model.outline()), batch)
                .map(summary::withNote)
                .orElse(summary);
    }

    /// What is said where a last batch of one image joins the one before it.
    public static Optional<String> loneNote(Splits<ImageSource> data, ResolvedPlan plan, int batch) {
        return plan.trainsBatchNorms() && BatchSource.hasLone(data.train().size(), batch)
                ? Optional.of("the last batch would have had one image, of which batch norms cannot learn: it joins"
                        + " the one before")
                : Optional.empty();
    }

    @Override
    public PartsTable parts() {
        return data.table();
    }

    @Override
    public Run run(Path folder) {
        return work(PixelCache.ofUsualSize()).run(folder);
    }

    @Override
    public Run resume(Path folder) {
        Optional<PartsTable> table = PartsTable.in(folder);
        table.ifPresent(then -> then.requireSame(parts(), folder));
        return work(PixelCache.ofUsualSize()).resume(folder);
    }

    @Override
    public int stepsPerEpoch() {
        return Math.ceilDiv(training(new PixelCache(0)).batches(), recipe.accumulation());
    }

    @Override
    public CostEstimate estimate() {
        PixelCache none = new PixelCache(0);
        return CostEstimate.measure(model.network(), plan, recipe, reuse, training(none), validation(none));
    }

    @Override
    public LearningRateCurve findLearningRate(LearningRateFinder.Range range) {
        return work(PixelCache.ofUsualSize()).findLearningRate(range);
    }

    /// @throws IllegalArgumentException if something does not go together: the precision and the device, say
    Trainer trainer() {
        return work(PixelCache.ofUsualSize()).trainer();
    }

    private Work work(PixelCache pixels) {
        return new Work(
                model,
                summary(),
                parts(),
                plan,
                recipe,
                reuse,
                training(pixels),
                validation(pixels),
                listeners,
                options.isNull()
                        ? RunJson.MAPPER.valueToTree(new Settings(recipe, batch, pipeline.toString()))
                        : options);
    }

    private ImageLoader training(PixelCache pixels) {
        return ImageLoader.of(pixels.over(data.train()), pipeline, batch)
                .withShuffling(recipe.seed())
                .withLoneJoining(plan.resolve(model.outline()).trainsBatchNorms())
                .withViews(views)
                .withWorkers(workers);
    }

    private ImageLoader validation(PixelCache pixels) {
        ImagePipeline asTested =
                ImagePipeline.evaluation(model.preprocessing()).withExactDecoding(pipeline.exactDecoding());
        return ImageLoader.of(pixels.over(data.validation()), asTested, batch).withWorkers(workers);
    }
}
