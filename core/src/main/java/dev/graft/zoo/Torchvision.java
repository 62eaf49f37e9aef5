package dev.graft.zoo;

import dev.graft.data.Preprocessing;
import dev.graft.weights.HubFile;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalDouble;

/// What the cards of torchvision's models in one family share. The weights are the ones that `DEFAULT` means in
/// torchvision 0.14 and later.
record Torchvision(String family, String head, String paper) {
    private static final String VERSION = "torchvision 0.14.1";
    private static final URI FILES = URI.create("https://download.pytorch.org/models/");
    private static final String LICENCE = "BSD-3-Clause; trained on ImageNet-1k, whose own terms apply";

    /// Published weights.
    ///
    /// @param version torchvision's name for them: `IMAGENET1K_V2`
    /// @param file    its name ends in the first eight digits of its SHA-256
    /// @param resize  length of the shorter side before the crop of 224 px
    /// @param top1    accuracy on ImageNet-1k in percent
    record Weights(String version, String file, int resize, double top1) {
        HubFile hubFile() {
            String prefix = file.substring(file.lastIndexOf('-') + 1, file.lastIndexOf('.'));
            return new HubFile(file, FILES.resolve(file), prefix);
        }
    }

    ModelCard card(String name, String title, long parameters, Weights weights) {
        return card(name, title, parameters, weights, 1);
    }

    /// @param smallest torchvision's `min_size`
    ModelCard card(String name, String title, long parameters, Weights weights, int smallest) {
        return new ModelCard(
                name,
                family,
                title,
                head,
                Preprocessing.imagenet(224, weights.resize()),
                smallest,
                parameters,
                1000,
                Optional.of(weights.hubFile()),
                false,
                LICENCE,
                URI.create(paper),
                VERSION + " " + name + " " + weights.version(),
                OptionalDouble.of(weights.top1()));
    }
}
