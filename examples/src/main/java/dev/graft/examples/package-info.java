/// Transfer learning step by step, one short program each:
///
/// 1. `FeatureExtraction`: only the new head learns
/// 2. `LastStage`: the last stage learns, too
/// 3. `ParameterGroups`: every depth at its own pace
/// 4. `Cifar10`: a whole fine-tuning, from a folder of images to a model on disk
///
/// They use the library as any program would, through what is public. Run one with
/// `examples/run FeatureExtraction --weights none`.
@NullMarked
package dev.graft.examples;

import org.jspecify.annotations.NullMarked;
