package dev.graft.job;

import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.SplitOptions;
import dev.graft.data.Splits;
import dev.graft.data.TakesInput;
import dev.graft.data.text.TextData;
import dev.graft.data.text.TextInput;
import dev.graft.data.text.TextOptions;
import dev.graft.model.ModelKind;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;

/// What options say of data, for the kind of example that they are about.
///
/// @param kind    where models for it come from
/// @param split   how the data are divided
/// @param reading reads them, divided so
/// @param feeding how examples come to a model
/// @param <X>     kind of example
record Material<X>(
        ModelKind<X> kind,
        SplitOptions split,
        Function<SplitOptions, Splits<X>> reading,
        Function<TakesInput<X>, Input<X>> feeding) {

    /// @throws IllegalArgumentException if an option is out of range
    static Material<?> of(TrainingOptions options) {
        return of(options, ImageOptions.Check.DECODE);
    }

    /// @param check how far images are looked at before they are used
    static Material<?> of(TrainingOptions options, ImageOptions.Check check) {
        return switch (options.kind()) {
            case IMAGE -> images(options, check);
            case TEXT -> texts(options);
        };
    }

    static Material<ImageSource> images(TrainingOptions options, ImageOptions.Check check) {
        Path path = Path.of(options.data().path());
        ImageOptions reading = options.imageOptions().withCheck(check);
        TrainingOptions.Data from = options.data();
        return new Material<>(
                ModelKind.IMAGE,
                reading.split(),
                split -> ImageData.open(path, reading.withSplit(split)),
                model -> ImageInput.of(model)
                        .withAugmentation(from.augment())
                        .withExactDecoding(from.exactDecoding())
                        .withViews(from.views())
                        .withWorkers(from.workers()));
    }

    private static Material<Text> texts(TrainingOptions options) {
        Path path = Path.of(options.data().path());
        TextOptions reading = options.textOptions();
        boolean grouped = Objects.requireNonNull(options.data().texts()).grouped();
        return new Material<>(
                ModelKind.TEXT,
                reading.split(),
                split -> TextData.open(path, reading.withSplit(split)),
                model -> TextInput.of(model).withGrouping(grouped));
    }

    Splits<X> read(SplitOptions options) {
        return reading.apply(options);
    }

    Input<X> input(TakesInput<X> model) {
        return feeding.apply(model);
    }
}
