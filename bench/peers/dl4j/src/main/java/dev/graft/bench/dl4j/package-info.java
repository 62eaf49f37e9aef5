/// The same work in Deeplearning4j: a network of its zoo, `TransferLearning`, and `TransferLearningHelper`, which runs
/// the frozen part once and trains the head on what came out.
/// It knows nothing of Graft and prints `bench KEY VALUE` for `bench/run` to read.
@NullMarked
package dev.graft.bench.dl4j;

import org.jspecify.annotations.NullMarked;
