/// The same work in Deep Java Library: blocks of its model zoo, its trainer, its predictor, its image reading.
/// It knows nothing of Graft and prints `bench KEY VALUE` for `bench/run` to read.
@NullMarked
package dev.graft.bench.djl;

import org.jspecify.annotations.NullMarked;
