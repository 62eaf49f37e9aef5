/// Texts on disk, with labels or without, and the way from them to batches of tokens.
///
/// All texts are tokenized once, when a loader is made; batches are padded to the longest of their texts. What is
/// random depends on (seed, epoch, position) alone. May use: `data`, `text`, `torch`.
/// ```java
/// Splits<Text> splits = TextData.open(Path.of("reviews"));
/// BatchSource train = TextLoader.of(splits.train(), tokenizer, 32, 128).withShuffling(seed);
/// try (BatchCursor cursor = train.open(epoch)) {
///     for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) { … }
/// }
/// try (TextLines lines = TextLines.open(Path.of("corpus.txt.gz"))) {
///     MaskedTexts masked = MaskedTexts.of(lines.stream().toList(), tokenizer, 32, 128).withShuffling(seed);
/// }
/// ```
@NullMarked
package dev.graft.data.text;

import org.jspecify.annotations.NullMarked;
