package dev.graft.zoo;

import dev.graft.data.Preprocessing;
import dev.graft.weights.HubFile;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalDouble;

/// What there is to know about a model before it is built.
///
/// @param name          what it is asked for by: `resnet18`
/// @param family        what it belongs to: `resnet`
/// @param title         its name in prose: `ResNet-18`
/// @param head          name of the last stage, which is replaced for another task: `fc`
/// @param preprocessing what its pretrained weights expect of an image
/// @param smallest      side in pixels below which nothing is left of an image before the head
/// @param parameters    elements of all parameters, with the original classes and RGB input
/// @param classes       classes of the original head
/// @param weights       its pretrained weights as a file to download, where they are published as one
/// @param embedded      whether pretrained weights are inside this library, or in a jar that is added to it
/// @param licence       of the pretrained weights
/// @param paper         where the architecture is described
/// @param source        reference implementation, its version, and its name for the weights
/// @param top1          accuracy of the pretrained weights as published, in percent
public record ModelCard(
        String name,
        String family,
        String title,
        String head,
        Preprocessing preprocessing,
        int smallest,
        long parameters,
        int classes,
        Optional<HubFile> weights,
        boolean embedded,
        String licence,
        URI paper,
        String source,
        OptionalDouble top1) {

    public ModelCard {
        if (parameters < 1 || classes < 1) {
            throw new IllegalArgumentException(
                    name + ": expected at least 1 parameter and 1 class, found " + parameters + " and " + classes);
        }
    }
}
