/// From texts to the numbers that a language model takes.
///
/// Tokenizing itself is HuggingFace's own library; here is how a model folder's files are read and written, how texts
/// and pairs are cut to length, and how a WordPiece vocabulary is learned. [NearNames] is for messages of all
/// rooms. Uses no other room, and no torch.
/// ```java
/// try (Tokenizer tokenizer = Tokenizers.read(Path.of("models/bert-base-multilingual-cased"))) {
///     List<Encoding> encodings = tokenizer.encode(List.of(Text.of("좋은 영화")), 128);
/// }
/// ```
@NullMarked
package dev.graft.text;

import org.jspecify.annotations.NullMarked;
