package dev.graft.text;

import java.nio.file.Path;
import java.util.List;

/// The ways to a tokenizer.
public final class Tokenizers {
    private Tokenizers() {}

    /// Reads the tokenizer of a HuggingFace model folder: `tokenizer.json`; or else `vocab.txt`, a WordPiece
    /// vocabulary, from which is made what transformers' `BertTokenizerFast` makes of it; or else `vocab.json` and
    /// `merges.txt`, byte-level BPE as `RobertaTokenizerFast` has it. `tokenizer_config.json` and
    /// `special_tokens_map.json` are heeded where they are.
    ///
    /// Whether a `vocab.txt` keeps case and accents is said by `do_lower_case`, `strip_accents` and
    /// `tokenize_chinese_chars`. Where nothing is said, a vocabulary with upper-case letters keeps them and one
    /// without does not.
    ///
    /// @throws TokenizerException if there is none, or a file is damaged
    public static Tokenizer read(Path folder) {
        TokenizerFolder files = TokenizerFolder.read(folder);
        if (files.has(TokenizerFolder.TOKENIZER)) {
            return new NativeTokenizer(files.json(TokenizerFolder.TOKENIZER), files);
        }
        if (files.has(TokenizerFolder.WORD_PIECE)) {
            return new NativeTokenizer(WordPieces.compose(files.lines(TokenizerFolder.WORD_PIECE), files), files);
        }
        if (files.has(TokenizerFolder.BPE) && files.has(TokenizerFolder.MERGES)) {
            return new NativeTokenizer(ByteLevels.compose(files), files);
        }
        List<String> pieces = files.sentencePieces();
        if (!pieces.isEmpty()) {
            throw new TokenizerException(folder + ": has only " + String.join(", ", pieces)
                    + ", which is not read here; put tokenizer.json beside it: in Python,"
                    + " AutoTokenizer.from_pretrained(NAME, use_fast=True).save_pretrained(FOLDER)");
        }
        throw new TokenizerException(folder + ": no tokenizer: expected tokenizer.json, or vocab.txt, or vocab.json and"
                + " merges.txt, found none of them; copy the model's tokenizer files there");
    }

    /// A WordPiece tokenizer of a vocabulary in memory; a token's number is its place.
    ///
    /// @param vocabulary with `[PAD]`, `[UNK]`, `[CLS]`, `[SEP]` and, for masked language models, `[MASK]`
    /// @param lowerCase  whether case and accents are thrown away
    /// @throws TokenizerException if one of these is missing
    public static Tokenizer ofVocabulary(List<String> vocabulary, boolean lowerCase) {
        TokenizerFolder files = TokenizerFolder.none();
        files.settings().put("do_lower_case", lowerCase);
        return new NativeTokenizer(WordPieces.compose(vocabulary, files), files);
    }
}
