/// Labelled examples on disk, and the way from them to batches of tensors.
///
/// What is random depends on (seed, epoch, index) alone. May use: `text`,
/// `torch`.
/// ```java
/// Splits<ImageSource> splits = ImageData.open(Path.of("photos"));
/// Preprocessing preprocessing = Preprocessing.imagenet(224, 256);
/// BatchSource train = ImageLoader.of(
///                 splits.train(), ImagePipeline.training(preprocessing, Augmentation.LIGHT), 32)
///         .withShuffling(seed);
/// try (BatchCursor cursor = train.open(epoch)) {
///     for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) { … }
/// }
/// ```
@NullMarked
package dev.graft.data;

import org.jspecify.annotations.NullMarked;
