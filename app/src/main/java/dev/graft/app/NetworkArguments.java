package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.data.Fit;
import dev.graft.data.text.TextSample;
import dev.graft.job.TrainingOptions;
import dev.graft.method.Method;
import dev.graft.method.Methods;
import dev.graft.model.TextModels;
import dev.graft.nn.Lora;
import dev.graft.weights.Embedded;
import dev.graft.weights.Hub;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.EncoderConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options about what is started from.
final class NetworkArguments {
    private static final List<String> FOR_IMAGES = List.of("--size", "--fit", "--channels", "--drop-path");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--model",
            defaultValue = Embedded.EFFICIENTNET_LITE0,
            description = "The model; see graft models list. For texts: the folder or name of a HuggingFace model, or"
                    + " graft-nano-ko, which is embedded. For quick tries: graft-nano, which is, too."
                    + " Default: ${DEFAULT-VALUE}, or graft-nano-ko for Korean texts; both are embedded.")
    private String model = "";

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            defaultValue = "pretrained",
            description =
                    "The weights to start from: pretrained, none (from scratch), or a file. Default: ${DEFAULT-VALUE}.")
    private String weights = "";

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "For images: side of the network's input in pixels. Default: the model's own.")
    private int size;

    @Option(
            names = "--fit",
            paramLabel = "HOW",
            converter = Converters.FitWord.class,
            description =
                    "For images that are not square: crop cuts the middle out, so that the network does not see"
                            + " the ends; pad shows the whole with a border in the mean colour; squeeze shows the whole with"
                            + " the longer side resized to the shorter. Kept in the model. auto is squeeze"
                            + " where more than a tenth of the images are over twice as long as wide, else crop. Default: auto.")
    private @Nullable Fit fit;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "3",
            description = "For images: channels, 1 (grey), 3 (RGB) or 4 (RGBA). Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--dropout",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            description =
                    "Dropout probability; a network without dropout gets one before its head. Default: as published.")
    private @Nullable Double dropout;

    @Option(
            names = "--drop-path",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0",
            description = "For images: leave out residual blocks at random, the last with this probability"
                    + " (stochastic depth)."
                    + " Default: ${DEFAULT-VALUE}.")
    private double dropPath;

    @Option(
            names = "--lora-rank",
            paramLabel = "R",
            defaultValue = "8",
            description = "For the strategy lora, or a plan that trains adapters: rank of the adapters. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int loraRank;

    @Option(
            names = "--lora-alpha",
            paramLabel = "X",
            description = "For lora: the output of an adapter is scaled by X / R. Default: twice the rank.")
    private @Nullable Double loraAlpha;

    @Option(
            names = "--lora-dropout",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0",
            description = "For lora: dropout probability of an adapter's input. Default: ${DEFAULT-VALUE}.")
    private double loraDropout;

    @Option(
            names = "--lora-targets",
            paramLabel = "NAMES",
            split = ",",
            description = "For lora: layers that get an adapter, such as layer4.*. Default: all linear and convolution"
                    + " layers before the head; for texts, queries and values.")
    private List<String> loraTargets = List.of();

    /// Whether the model is one for texts: a HuggingFace model's folder or name, a run of one, or the embedded one.
    ///
    /// @throws IllegalArgumentException if it is a file
    boolean isForTexts() {
        boolean image = Zoo.cards().stream().anyMatch(card -> card.name().equals(model));
        if (!image && Files.isRegularFile(Path.of(model))) {
            throw new IllegalArgumentException(aboutFile(Path.of(model)));
        }
        if (image || !TextModels.isNamed(model)) {
            return false;
        }
        if (Files.isDirectory(Path.of(model))) {
            TextModels.requireIn(Path.of(model));
        }
        return true;
    }

    /// Chooses a model for what lies there, where nobody named one: texts are not learned by a network for images.
    ///
    /// @throws IllegalArgumentException if it is texts for which there is none
    void choose(Path data, Hub hub) {
        boolean named = Given.of(requireNonNull(spec), NetworkArguments.class).anyMatch("--model"::equals);
        if (!named && !data.toString().isEmpty()) {
            TextSample.of(data).ifPresent(texts -> model = TextModels.suiting(texts, data, hub));
        }
    }

    private static String aboutFile(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null && EncoderConfig.isIn(folder)
                ? "--model: expected the folder of a text model, found a file in one: --model "
                        + (file.getParent() == null ? "." : file.getParent())
                : "--model: expected the name of an image model or the folder of a text model, found the file " + file
                        + "; give the name of its image model, and the weights as well: --model resnet18 --weights "
                        + file;
    }

    /// @throws IllegalArgumentException if something about images stands on the command line
    private void requireNoImages() {
        Given.of(requireNonNull(spec), NetworkArguments.class)
                .filter(FOR_IMAGES::contains)
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(option + ": is for images, but --model is a text model");
                });
    }

    /// @throws IllegalArgumentException if something is said of adapters that there will not be
    void requireAdapters(Method method) {
        aboutAdapters().findFirst().filter(option -> !method.needsAdapters()).ifPresent(option -> {
            throw new IllegalArgumentException(
                    option + ": needs --strategy " + adapting() + ", or a --plan that trains adapters");
        });
    }

    private static String adapting() {
        return Methods.all().stream()
                .filter(Method::needsAdapters)
                .map(Method::word)
                .collect(Collectors.joining(" or "));
    }

    private Stream<String> aboutAdapters() {
        return Given.of(requireNonNull(spec), NetworkArguments.class).filter(name -> name.startsWith("--lora"));
    }

    /// @param pooling how one vector is made of a text, where the model is one for texts
    TrainingOptions.NetworkOptions options(String pooling) {
        Lora lora = aboutAdapters().findFirst().isPresent()
                ? new Lora(loraRank, loraAlpha != null ? loraAlpha : 2.0 * loraRank, loraDropout, loraTargets)
                : null;
        if (isForTexts()) {
            requireNoImages();
        }
        return new TrainingOptions.NetworkOptions(
                model, weights, size, channels, dropout, dropPath, lora, fit, isForTexts() ? pooling : null);
    }
}
