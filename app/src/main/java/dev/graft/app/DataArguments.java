package dev.graft.app;

import static java.util.Objects.requireNonNull;

import dev.graft.data.Augmentation;
import dev.graft.data.Corrections;
import dev.graft.data.FilePatterns;
import dev.graft.data.ImageOptions;
import dev.graft.data.ValueRange;
import dev.graft.job.TrainingOptions;
import dev.graft.job.TrainingRequest;
import dev.graft.method.Choice;
import dev.graft.method.Source;
import dev.graft.torch.Threads;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Options about what is learned from.
final class DataArguments {
    private static final String AUTO = "auto";
    private static final List<String> FOR_IMAGES =
            List.of("--augment", "--views", "--exact-decoding", "--value-range", "--workers");

    static final String EXACT_DECODING = "Decode large JPEGs at full size too: slower, slightly more exact.";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Examples per batch. Default: 32, fewer where images are few; 16 for texts.")
    private @Nullable Integer batch;

    @Option(
            names = "--augment",
            paramLabel = "LEVEL",
            description = "Augmentation of the training images: none, light or strong. Default: light; where the"
                    + " head is solved none, and 4 views if given.")
    private @Nullable Augmentation augment;

    @Option(
            names = "--views",
            paramLabel = "K",
            defaultValue = "0",
            description = "Make only K augmented versions of each image and use them in turn, so that frozen stages"
                    + " run K times per image instead of in every epoch. A head that is solved"
                    + " learns from all K beside the image itself. 0 for a new version in each"
                    + " epoch. Default: ${DEFAULT-VALUE}.")
    private int views;

    @Option(
            names = "--val-fraction",
            paramLabel = "SHARE",
            converter = Converters.Share.class,
            defaultValue = "0.2",
            description = "Share of the examples kept for validation if the data has no validation part. Default:"
                    + " ${DEFAULT-VALUE}.")
    private double validationFraction;

    @Option(
            names = "--per-class",
            paramLabel = "N",
            defaultValue = "0",
            description = "Train on at most N examples of each class, chosen by the seed; 0 for all. Default:"
                    + " ${DEFAULT-VALUE}.")
    private int perClass;

    @Option(names = "--exact-decoding", description = EXACT_DECODING)
    private boolean exactDecoding;

    @Option(
            names = "--value-range",
            paramLabel = "LOW,HIGH|auto",
            defaultValue = AUTO,
            description = "The values of black and white in grey images with more than 8 bits, where the files do not"
                    + " say; auto: the 0.1 and 99.9 percentiles of the training part. Kept in the"
                    + " model. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String valueRange = AUTO;

    @Option(names = "--strict", description = "Stop if an example cannot be read, instead of leaving it out.")
    private boolean strict;

    @Option(names = "--balanced", description = "Give rare classes more weight in the loss.")
    private boolean balanced;

    @Option(
            names = "--corrections",
            paramLabel = "FILE",
            description = "A table of examples with drop or relabel in column action, as graft inspect --suspects"
                    + " writes it and a person fills it in: the first are left out, the others get the label in"
                    + " column suggested.")
    private @Nullable Path corrections;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that decode images. Default: one per core.")
    private @Nullable Integer workers;

    /// What was asked for, and what these say of it.
    Source asked(Source others) {
        return others.with(Choice.BATCH, batch).with(Choice.AUGMENT, augment);
    }

    TrainingRequest.Examples images(Path data, TableArguments table, TrainingOptions.Parts parts, FileArguments files) {
        if (views > 0 && augment == Augmentation.NONE) {
            throw new IllegalArgumentException(
                    "--views: needs --augment light or strong; without augmentation an image has only one view");
        }
        return examples(data, null, table.images(data), table.task(), parts, files.of(data));
    }

    TrainingRequest.Examples texts(
            Path data, TrainingOptions.Texts texts, TrainingOptions.Parts parts, FileArguments files) {
        Given.of(requireNonNull(spec), DataArguments.class)
                .filter(FOR_IMAGES::contains)
                .findFirst()
                .ifPresent(option -> {
                    throw new IllegalArgumentException(option + ": is for images, but --model is a text model");
                });
        return examples(data, texts, null, null, parts, files.of(data));
    }

    /// Nothing is split off beside a validation part, so a share of it would be of no effect.
    private void requireOneValidation(TrainingOptions.Parts parts) {
        if (parts.validation() != null
                && Given.of(requireNonNull(spec), DataArguments.class).anyMatch("--val-fraction"::equals)) {
            throw new IllegalArgumentException("--val-fraction: splits a validation part off DATA, but --val gives "
                    + parts.validation() + " as one; use only one of them");
        }
    }

    private TrainingRequest.Examples examples(
            Path data,
            TrainingOptions.@Nullable Texts texts,
            ImageOptions.@Nullable Table table,
            @Nullable String task,
            TrainingOptions.Parts parts,
            @Nullable FilePatterns files) {
        requireOneValidation(parts);
        return new TrainingRequest.Examples(
                data.toString(),
                validationFraction,
                perClass,
                strict,
                balanced,
                views,
                exactDecoding,
                workers != null ? workers : Threads.available(),
                texts,
                table,
                valueRange.equals(AUTO) ? null : ValueRange.parse(valueRange),
                task,
                parts,
                files,
                corrections == null ? null : Corrections.read(corrections));
    }
}
