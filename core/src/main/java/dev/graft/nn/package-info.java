/// Networks as ordered stages over one ordered map of named tensors.
///
/// Names are the state dict: freezing, groups, import and checkpoints are operations on the
/// [ParamStore], never on objects inside a network. May use: `text`, `torch`.
/// ```java
/// ParamStore params = new ParamStore(Device.CPU);
/// Layer fc = Layers.linear(params.stage("fc").sub("fc"), Linear.of(512, 10));
/// Network network = new Network("probe", params, List.of(new Stage("fc", fc)));
/// params.initialize(42);
/// Tensor logits = network.forward(x); // [N, 512] -> [N, 10]
/// ```
@NullMarked
package dev.graft.nn;

import org.jspecify.annotations.NullMarked;
