package dev.graft.app;

import dev.graft.TrainingOptions;
import dev.graft.data.Augmentation;
import dev.graft.torch.Threads;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about what is learned from.
final class DataArguments {
    static final String EXACT_DECODING = "Decode large JPEGs at their full size, too: slower, a little closer.";

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Images in a batch. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--augment",
            paramLabel = "LEVEL",
            defaultValue = "light",
            description = "none, light or strong. Default: ${DEFAULT-VALUE}.")
    private Augmentation augment = Augmentation.LIGHT;

    @Option(
            names = "--views",
            paramLabel = "K",
            defaultValue = "0",
            description =
                    "Augment each image in K ways only, and use them in turn, so that frozen stages run K times an"
                            + " image and not every epoch; 0 for a new one each epoch. Default: ${DEFAULT-VALUE}.")
    private int views;

    @Option(
            names = "--val-fraction",
            paramLabel = "SHARE",
            converter = NumberConverters.Share.class,
            defaultValue = "0.2",
            description = "Share kept for validation where the data has no such part. Default: ${DEFAULT-VALUE}.")
    private double validationFraction;

    @Option(
            names = "--per-class",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "Train on so many images of each class only, chosen by the seed; 0 for all. Default: ${DEFAULT-VALUE}.")
    private int perClass;

    @Option(names = "--exact-decoding", description = EXACT_DECODING)
    private boolean exactDecoding;

    @Option(names = "--strict", description = "Stop at unreadable files instead of leaving them out.")
    private boolean strict;

    @Option(names = "--balanced", description = "Give rare classes more weight in the loss.")
    private boolean balanced;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that decode images. Default: one a core.")
    private @Nullable Integer workers;

    TrainingOptions.Data options(Path data) {
        if (views > 0 && augment == Augmentation.NONE) {
            throw new IllegalArgumentException(
                    "--views goes with --augment light or strong; without augmentation an image has one view");
        }
        return new TrainingOptions.Data(
                data.toString(),
                validationFraction,
                perClass,
                strict,
                balanced,
                augment,
                views,
                exactDecoding,
                batch,
                workers != null ? workers : Threads.available());
    }
}
