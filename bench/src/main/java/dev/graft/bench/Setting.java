package dev.graft.bench;

import java.nio.file.Path;
import java.util.List;

/// What all programs of a bench have in common.
///
/// @param root      the project
/// @param shared    the folder of real inputs
/// @param data      hymenoptera, or as few of its photos as were asked for
/// @param photos    the folder that predict-folder goes through
/// @param texts     what the rows of texts work on; nothing is there when none was asked for
/// @param scratch   for whatever is left behind; removed at the end
/// @param epochs    of every training
/// @param steps     training steps that are measured in full
/// @param lightArgs more arguments for Graft with light augmentation
record Setting(
        Path root,
        Path shared,
        Path data,
        Path photos,
        Texts texts,
        Path scratch,
        int epochs,
        int steps,
        List<String> lightArgs) {
    /// Images in a batch, for all programs and rows.
    static final int BATCH = 32;

    /// Training steps before the clock starts, in full.
    static final int WARM_UP_STEPS = 3;

    /// Learning rate of what is new, for all programs.
    static final double RATE = 1e-3;

    /// Learning rate of a whole text model, for all programs.
    static final double TEXT_RATE = 2e-5;

    Setting {
        lightArgs = List.copyOf(lightArgs);
    }

    Path mobileNetWeights() {
        return shared.resolve("weights/mobilenet_v2_backbone.pth");
    }

    /// The photo of predict-one.
    Path photo() {
        return Photos.jpegs(data).getFirst();
    }

    /// Where the weights and the batch are that all programs begin with.
    Path beginning(SameNetwork network) {
        return scratch.resolve("beginning").resolve(network.id());
    }

    Setting withEpochs(int value) {
        return new Setting(root, shared, data, photos, texts, scratch, value, steps, lightArgs);
    }

    /// How many this process may use, which is how many threads each program gets.
    String processors() {
        return Integer.toString(Runtime.getRuntime().availableProcessors());
    }
}
