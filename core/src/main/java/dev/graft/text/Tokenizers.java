package dev.graft.text;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// The ways to a tokenizer.
public final class Tokenizers {
    private Tokenizers() {}

    /// Reads the tokenizer of a HuggingFace model folder: `tokenizer.json`; or else `vocab.txt`, a WordPiece
    /// vocabulary, from which is made what transformers' `BertTokenizerFast` makes of it; or else `vocab.json` and
    /// `merges.txt`, byte-level BPE as `RobertaTokenizerFast` has it. What `tokenizer_config.json`,
    /// `special_tokens_map.json` and `added_tokens.json` say is heeded, and what `sentence_bert_config.json` says
    /// of case. Lengths and padding that a `tokenizer.json` has are not: they are said by who encodes.
    ///
    /// Whether a `vocab.txt` keeps case and accents is said by `do_lower_case`, `strip_accents` and
    /// `tokenize_chinese_chars`. Where nothing is said, the vocabulary decides: one with upper-case letters, with
    /// accents or with syllables of Hangul in its tokens keeps them, for without case and accents these could not
    /// be found; another does not. (transformers throws case away where nothing is said.)
    ///
    /// @throws TokenizerException if there is none, or a file is damaged
    public static Tokenizer read(Path folder) {
        TokenizerFolder files = TokenizerFolder.read(folder);
        if (files.has(TokenizerFolder.TOKENIZER)) {
            ObjectNode json = files.json(TokenizerFolder.TOKENIZER);
            WordPieces.heed(json, files);
            ByteLevels.heed(json, files);
            return tokenizer(json, files.place(TokenizerFolder.TOKENIZER), files);
        }
        if (files.has(TokenizerFolder.WORD_PIECE)) {
            String place = files.place(TokenizerFolder.WORD_PIECE);
            ObjectNode json = WordPieces.compose(files.lines(TokenizerFolder.WORD_PIECE), place, files);
            return tokenizer(json, place, files);
        }
        if (files.has(TokenizerFolder.BPE) && files.has(TokenizerFolder.MERGES)) {
            return tokenizer(ByteLevels.compose(files), files.place(TokenizerFolder.BPE), files);
        }
        throw new TokenizerException(missing(files));
    }

    private static Tokenizer tokenizer(ObjectNode json, String place, TokenizerFolder files) {
        SentenceCase.heed(json, files);
        return new NativeTokenizer(json, place, files);
    }

    /// A WordPiece tokenizer of a vocabulary in memory; a token's number is its place.
    ///
    /// @param vocabulary with `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and, for masked language models, `[MASK]`
    /// @param lowerCase  whether case and accents are thrown away
    /// @throws TokenizerException if one of these is missing, or a token is there twice
    public static Tokenizer ofVocabulary(List<String> vocabulary, boolean lowerCase) {
        TokenizerFolder files = TokenizerFolder.none(TokenizerFolder.empty().put("do_lower_case", lowerCase));
        return new NativeTokenizer(WordPieces.compose(vocabulary, "vocabulary", files), "vocabulary", files);
    }

    private static String missing(TokenizerFolder files) {
        List<String> pieces = files.sentencePieces();
        if (!pieces.isEmpty()) {
            return files.folder() + ": has only " + String.join(", ", pieces)
                    + ", which is not read here; put tokenizer.json beside it: in Python,"
                    + " AutoTokenizer.from_pretrained(NAME, use_fast=True).save_pretrained(FOLDER)";
        }
        for (String half : List.of(TokenizerFolder.BPE, TokenizerFolder.MERGES)) {
            if (files.has(half)) {
                String other = half.equals(TokenizerFolder.BPE) ? TokenizerFolder.MERGES : TokenizerFolder.BPE;
                return files.folder() + ": expected " + other + " beside " + half
                        + ", found none; copy it there, or the model's tokenizer.json";
            }
        }
        return files.folder()
                + ": no tokenizer: expected tokenizer.json, or vocab.txt, or vocab.json and merges.txt, found"
                + " none of them; copy the model's tokenizer files there";
    }
}
