package dev.graft.text;

import java.util.OptionalInt;

/// The numbers of tokens that mean something by themselves.
///
/// @param pad     fills up short texts
/// @param unknown stands for what the vocabulary cannot spell; some vocabularies can spell everything
/// @param start   before the first text: `[CLS]`, `<s>`
/// @param end     after each text: `[SEP]`, `</s>`
/// @param mask    hides a token in masked-language-model training
public record SpecialTokens(int pad, OptionalInt unknown, OptionalInt start, OptionalInt end, OptionalInt mask) {}
