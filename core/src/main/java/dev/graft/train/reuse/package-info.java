/// Frozen stages run once an example: what they make of it is kept, and feeds the part of the network that trains.
///
/// It changes the time a training takes and not its numbers, but for the last digits that folding batch norms into
/// convolutions rounds differently. May use: `nn`, `data`, `weights`, `torch`.
/// ```java
/// try (PrefixReuse reuse = new PrefixReuse(network, training, validation, ReuseSettings.DEFAULT, place)) {
///     reuse.enter(List.of(new PrefixReuse.Stretch(8, 10))); // ten epochs in which the stages from 8 on train
///     BatchSource batches = reuse.training(); // as they enter stage 8
/// }
/// ```
@NullMarked
package dev.graft.train.reuse;

import org.jspecify.annotations.NullMarked;
