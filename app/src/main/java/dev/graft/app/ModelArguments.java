package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.Models;
import dev.graft.data.Task;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.model.ModelKind;
import dev.graft.model.TextModels;
import dev.graft.text.NearNames;
import dev.graft.torch.Device;
import dev.graft.weights.Hub;
import dev.graft.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// A model that is asked for what is before its head: tuned, or as it was published.
final class ModelArguments {
    /// A head that nobody asks.
    private static final List<String> NO_LABELS = List.of("none");

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            defaultValue = "pretrained",
            description = "For a model by its name: its weights, pretrained or a file. Default: ${DEFAULT-VALUE}.")
    private String weights = "";

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "For an image model by its name: side of the network's input in pixels. Default: the model's"
                    + " own.")
    private int size;

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            defaultValue = "0",
            description = "For a text model that was not tuned: at most this many tokens per text. Default: as many as"
                    + " the model takes.")
    private int maxLength;

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            defaultValue = PoolingWords.AUTO,
            completionCandidates = PoolingWords.class,
            description =
                    "For a text model that was not tuned: what becomes of the vectors of its tokens: cls, mean, max"
                            + " or auto, which is what the model's folder says, or else the mean for a model without a pooler."
                            + " Default: ${DEFAULT-VALUE}.")
    private String pooling = PoolingWords.AUTO;

    /// What a model takes.
    ///
    /// @param model a run folder, its model folder, a text model's folder, or a name
    /// @throws IllegalArgumentException if it is a file, or certainly nothing
    static ModelKind<?> kind(String model) {
        Path path = Path.of(model);
        if (Files.isDirectory(path)) {
            return ModelKind.in(path);
        }
        if (Files.exists(path)) {
            throw new IllegalArgumentException("expected a run folder or the name of a model, found the file " + model
                    + "; for weights in a file: graft embed NAME DATA --weights " + model);
        }
        requireNoNameOfARun(path);
        boolean image = Zoo.cards().stream().anyMatch(card -> card.name().equals(model));
        return !image && TextModels.isNamed(model) ? ModelKind.TEXT : ModelKind.IMAGE;
    }

    /// A mistyped run among others is not a model to be fetched.
    private static void requireNoNameOfARun(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        if (path.getNameCount() < 2 || folder == null || !Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> beside = Files.list(folder)) {
            List<String> runs = beside.filter(other -> Files.exists(other.resolve("run.json")))
                    .map(other -> String.valueOf(other.getFileName()))
                    .toList();
            if (!runs.isEmpty()) {
                List<String> near = NearNames.nearest(String.valueOf(path.getFileName()), runs, 3);
                throw new IllegalArgumentException(
                        path + ": expected a run folder, found nothing; nearest beside it: " + String.join(", ", near));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    /// @throws IllegalArgumentException if there is no such model, or something is said of it that it does not take
    /// @throws dev.graft.weights.WeightsException if its weights are not at hand, damaged, or of another model
    <X> Model<X> open(ModelKind<X> kind, String model, Device device, Hub hub) {
        if (isTuned(kind, Path.of(model))) {
            Given.of(requireNonNull(spec), ModelArguments.class).findFirst().ifPresent(option -> {
                throw new IllegalArgumentException(
                        option + ": is for a model that was not tuned, but " + model + " has its own");
            });
            return kind.open(Path.of(model), device);
        }
        ModelChoice choice = ModelChoice.of(model)
                .withWeights(InitialWeights.parse(weights))
                .withSize(size)
                .withMaxLength(maxLength)
                .withPooling(PoolingWords.of(pooling))
                .withFrozenBackbone();
        if (choice.weights() instanceof InitialWeights.None) {
            throw new IllegalArgumentException(
                    "--weights none: random weights tell nothing of an example; expected" + " pretrained, or a file");
        }
        return Models.start(kind, choice, Task.SINGLE_LABEL_CLASSIFICATION, NO_LABELS, device, hub);
    }

    private static boolean isTuned(ModelKind<?> kind, Path folder) {
        return Files.isDirectory(folder) && (kind == ModelKind.IMAGE || TextModels.isTuned(folder));
    }
}
