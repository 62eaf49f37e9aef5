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
import java.util.function.BiFunction;
import java.util.function.Function;

/// What options say of data, for the kind of example that they are about. How data are read does not depend on what
/// is in them; how they come to the model may.
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
        BiFunction<TakesInput<X>, TrainingOptions, Input<X>> feeding) {

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

    /// Of data that have been read.
    ///
    /// @throws IllegalArgumentException if they are of another kind than the options
    @SuppressWarnings("unchecked") // the kind says what examples are
    static <X> Material<X> of(TrainingOptions options, Splits<X> data) {
        if (options.kind() != data.kind()) {
            throw new IllegalArgumentException("data: expected "
                    + options.kind().noun() + "s, found " + data.kind().noun() + "s");
        }
        Material<X> material = (Material<X>) of(options);
        return new Material<>(material.kind, material.split, split -> data, material.feeding);
    }

    static Material<ImageSource> images(TrainingOptions options, ImageOptions.Check check) {
        Path path = Path.of(options.data().path());
        ImageOptions reading = options.imageOptions().withCheck(check);
        return new Material<>(
                ModelKind.IMAGE,
                reading.split(),
                split -> ImageData.open(path, reading.withSplit(split)),
                (model, settled) -> ImageInput.of(model)
                        .withAugmentation(settled.data().augment())
                        .withExactDecoding(settled.data().exactDecoding())
                        .withViews(settled.data().views())
                        .withWorkers(settled.data().workers()));
    }

    private static Material<Text> texts(TrainingOptions options) {
        Path path = Path.of(options.data().path());
        TextOptions reading = options.textOptions();
        boolean grouped = Objects.requireNonNull(options.data().texts()).grouped();
        return new Material<>(
                ModelKind.TEXT,
                reading.split(),
                split -> TextData.open(path, reading.withSplit(split)),
                (model, settled) -> TextInput.of(model).withGrouping(grouped));
    }

    Splits<X> read(SplitOptions options) {
        return reading.apply(options);
    }

    /// @param settled options that know data and model
    Input<X> input(TakesInput<X> model, TrainingOptions settled) {
        return feeding.apply(model, settled);
    }
}
