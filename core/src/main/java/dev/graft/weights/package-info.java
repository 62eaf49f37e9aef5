/// Tensors in files: reading and writing PyTorch's and safetensors' formats, matching what was read
/// to a network, and finding the files (cache, checksums, mirror, offline).
///
/// Nothing in a file is ever executed, and every length is checked before it is believed. Only
/// [dev.graft.weights.Hub#fetch] and [dev.graft.weights.HfHub#folder] use the network. May use: `nn`, `text`,
/// `torch`.
/// ```java
/// Path file = Hub.fromEnvironment().fetch(card.file());       // one file with a known checksum
/// Path folder = HfHub.fromEnvironment().folder("klue/bert-base"); // a model folder of HuggingFace
/// try (StateDict weights = WeightsFile.read(file)) { // .pth, .safetensors, an index, a model folder
///     network.params().initialize(42);               // what the file lacks, such as a new head
///     LoadReport report = weights.loadInto(network); // throws unless everything else fits
///     report.notes().forEach(log::info);
/// }
/// Safetensors.write(Path.of("model.safetensors"), network.params(), Map.of("architecture", network.name()));
/// ```
@NullMarked
package dev.graft.weights;

import org.jspecify.annotations.NullMarked;
