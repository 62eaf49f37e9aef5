package dev.graft.app;

import dev.graft.TrainingOptions;
import dev.graft.data.Augmentation;
import dev.graft.torch.Threads;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options about what is learned from.
final class DataArguments {
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

    @Option(names = "--strict", description = "Stop at unreadable files instead of leaving them out.")
    private boolean strict;

    @Option(names = "--balanced", description = "Give rare classes more weight in the loss.")
    private boolean balanced;

    @Option(names = "--workers", paramLabel = "N", description = "Threads that decode images. Default: one a core.")
    private @Nullable Integer workers;

    TrainingOptions.Data options(Path data) {
        return new TrainingOptions.Data(
                data.toString(),
                validationFraction,
                perClass,
                strict,
                balanced,
                augment,
                batch,
                workers != null ? workers : Threads.available());
    }
}
