package dev.graft.app;

import dev.graft.data.ImageData;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.demo.FilmReviews;
import dev.graft.data.demo.SurfacePhotos;
import dev.graft.data.text.TextData;
import dev.graft.model.InitialWeights;
import dev.graft.model.TextModels;
import dev.graft.text.Text;
import dev.graft.tune.Interval;
import dev.graft.tune.NetworkOutline;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;
import dev.graft.tune.Schedule;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/// What the demo shows transfer with: data that a program makes, an embedded model, and three ways to train it.
///
/// @param model name of the model
/// @param data  what is learned from
/// @param ways  how, the one from scratch last
/// @param <X>   kind of example
record DemoSubject<X>(String model, Splits<X> data, List<Way> ways) {
    private static final int VALIDATION = 20;

    /// One way to train.
    ///
    /// @param name    how the table calls it, and its folder
    /// @param plan    for a network and a number of epochs
    /// @param weights what it starts from
    record Way(String name, BiFunction<NetworkOutline, Integer, Plan> plan, InitialWeights weights) {
        boolean fromScratch() {
            return weights instanceof InitialWeights.None;
        }
    }

    /// Surfaces with defects.
    ///
    /// @param perClass images of each kind to learn from
    static DemoSubject<ImageSource> surfaces(Path folder, int perClass, long seed, Output output) {
        output.say(
                "Drawing surfaces: %d kinds, %,d images of each to train on and %,d to validate with, from seed %d.",
                SurfacePhotos.Kind.values().length, perClass, VALIDATION, seed);
        SurfacePhotos.write(folder, perClass, VALIDATION, seed);
        ImageOptions reading = ImageOptions.defaults().withCheck(ImageOptions.Check.HEADERS);
        return new DemoSubject<>(
                "graft-nano",
                ImageData.open(folder, reading),
                ways(
                        (network, epochs) -> usual(Plans.featureExtraction(network, epochs, 5e-3)),
                        (network, epochs) -> usual(Plans.full(network, epochs, new Plan.Rates(5e-4, 2e-3))),
                        (network, epochs) -> usual(Plans.full(network, epochs, new Plan.Rates(2e-3, 2e-3)))));
    }

    /// Short Korean film reviews.
    ///
    /// @param perClass reviews of each class to learn from
    static DemoSubject<Text> reviews(Path folder, int perClass, long seed, Output output) {
        output.say(
                "Writing film reviews: %,d good and %,d bad ones to learn from, %,d of each to validate with,"
                        + " in other words.",
                perClass, perClass, FilmReviews.VALIDATION);
        FilmReviews.write(folder, perClass, seed);
        return new DemoSubject<>(
                TextModels.EMBEDDED,
                TextData.open(folder),
                ways(
                        (network, epochs) -> Plans.featureExtraction(network, epochs, 2e-3),
                        (network, epochs) -> Plans.huggingFace(network, epochs, 3e-4),
                        (network, epochs) -> Plans.huggingFace(network, epochs, 5e-4)));
    }

    private static List<Way> ways(
            BiFunction<NetworkOutline, Integer, Plan> head,
            BiFunction<NetworkOutline, Integer, Plan> all,
            BiFunction<NetworkOutline, Integer, Plan> scratch) {
        return List.of(
                new Way("feature-extraction", head, InitialWeights.pretrained()),
                new Way("fine-tuning", all, InitialWeights.pretrained()),
                new Way("from-scratch", scratch, InitialWeights.none()));
    }

    private static Plan usual(Plan plan) {
        return plan.withOptimizer(OptimizerSettings.adamW())
                .withWeightDecay(0.01)
                .withSchedule(Schedule.cosine(), Interval.EPOCH);
    }
}
