/// Text encoders: networks that are built from a HuggingFace model folder's `config.json` and have the names of its
/// weights.
///
/// May use: `nn`, `torch`, `weights`, `data`, `text`.
/// ```java
/// EncoderConfig config = EncoderConfig.read(Path.of("models/bert-base-multilingual-cased"));
/// Network network = Encoders.create(config, EncoderHead.classification(2), Device.CPU);
/// ```
@NullMarked
package dev.graft.zoo.encoder;

import org.jspecify.annotations.NullMarked;
