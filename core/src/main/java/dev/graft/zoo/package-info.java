/// Network families with their reference implementation's parameter names, one file a family, and a card for every
/// model.
///
/// A family makes a list of [Model]s; [Zoo] names the families. Networks come without values: initialise them or load
/// weights. Knows nothing of training. May use: `weights`, `nn`, `data`, `text`, `torch`.
/// ```java
/// ModelCard card = Zoo.card("resnet18");
/// try (Network network = Zoo.create("resnet18", NetworkOptions.of(10), Device.CPU)) {
///     network.params().initialize(42);
///     Tensor logits = network.forward(images); // [N, 3, 224, 224] -> [N, 10]
///     card.preprocessing();                    // what the images went through
///     card.weights();                          // where its pretrained weights are
/// }
/// ```
@NullMarked
package dev.graft.zoo;

import org.jspecify.annotations.NullMarked;
