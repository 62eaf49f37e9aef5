package dev.graft.app;

import dev.graft.TrainingOptions;
import picocli.CommandLine.Option;

/// Options about what is started from.
final class NetworkArguments {
    @Option(
            names = "--model",
            defaultValue = "graft-nano",
            description = "Which model; see graft models list. Default: ${DEFAULT-VALUE}, which is embedded.")
    private String model = "";

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            defaultValue = "pretrained",
            description = "What it starts from: pretrained, none (from scratch), or a file. Default: ${DEFAULT-VALUE}.")
    private String weights = "";

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            defaultValue = "0",
            description = "Side of the network's input. Default: the model's own.")
    private int size;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "3",
            description = "1 (grey), 3 (RGB) or 4 (RGBA). Default: ${DEFAULT-VALUE}.")
    private int channels;

    boolean fromScratch() {
        return weights.equals("none");
    }

    TrainingOptions.NetworkOptions options() {
        return new TrainingOptions.NetworkOptions(model, weights, size, channels);
    }
}
