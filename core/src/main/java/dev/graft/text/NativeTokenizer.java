package dev.graft.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import tools.jackson.databind.node.ObjectNode;

/// HuggingFace's own tokenizers (0.21).
///
/// Texts go in one by one: of a text that cannot be encoded the library makes an exception, of a batch with such a text
/// it ends the process.
final class NativeTokenizer implements Tokenizer {
    private static final char REPLACEMENT = '\uFFFD';
    private static final int CLOSED = 0;

    private final TokenizersLibrary library = NativeLibrary.open();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final byte[] json;
    private final TokenizerFolder files;
    private final Vocabulary vocabulary;
    private final SpecialTokens special;
    private long handle;

    /// @param json  as `tokenizer.json` has it
    /// @param place where it is from, in messages
    /// @param files what is said beside it
    /// @throws TokenizerException if it is no tokenizer
    NativeTokenizer(ObjectNode json, String place, TokenizerFolder files) {
        this.json = json.toString().getBytes(StandardCharsets.UTF_8);
        this.files = files;
        this.vocabulary = Vocabulary.of(json, place);
        this.special = SpecialNames.find(vocabulary, files);
        Pitfalls.requireNone(json, place);
        // how texts are cut and filled up is said by whoever encodes them
        ObjectNode plain = TokenizerFolder.empty().setAll(json);
        plain.putNull("truncation");
        plain.putNull("padding");
        try {
            this.handle = library.createTokenizerFromString(plain.toString());
        } catch (RuntimeException e) {
            throw new TokenizerException(
                    place + ": is not a tokenizer: " + TokenizerFolder.firstLine(String.valueOf(e.getMessage()))
                            + "; it is damaged, or of a newer kind: copy it again",
                    e);
        }
    }

    @Override
    public List<Encoding> encode(List<Text> texts, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("tokens of a text: expected at least 1, found " + maxLength);
        }
        lock.readLock().lock();
        try {
            if (handle == CLOSED) {
                throw new IllegalStateException("tokenizer: is closed");
            }
            List<Encoding> encodings = new ArrayList<>(texts.size());
            for (Text text : texts) {
                encodings.add(tokens(text).cut(maxLength));
            }
            return List.copyOf(encodings);
        } finally {
            lock.readLock().unlock();
        }
    }

    private Tokens tokens(Text text) {
        String first = plain(text.first());
        long encoding;
        try {
            encoding = text.second().isPresent()
                    ? library.encodeDual(handle, first, plain(text.second().get()), true)
                    : library.encode(handle, first, true);
        } catch (RuntimeException e) {
            throw new TokenizerException(
                    files.folder() + ": the tokenizer cannot encode '" + TokenizerFolder.firstLine(first) + "': "
                            + TokenizerFolder.firstLine(String.valueOf(e.getMessage())),
                    e);
        }
        try {
            return new Tokens(
                    library.getTokenIds(encoding),
                    library.getTypeIds(encoding),
                    library.getWordIds(encoding),
                    library.getSequenceIds(encoding));
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    /// Half a surrogate pair has no UTF-8, in which the library takes texts.
    private static String plain(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                if (repaired == null) {
                    repaired = new StringBuilder(text);
                }
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt id(String token) {
        return vocabulary.id(token);
    }

    @Override
    public SpecialTokens special() {
        return special;
    }

    @Override
    public OptionalInt maxLength() {
        return files.maxLength();
    }

    @Override
    public void write(Path folder) {
        ObjectNode tokenizer = (ObjectNode) TokenizerFolder.JSON.readTree(json);
        FolderWriter.of(tokenizer, files, vocabulary, special).write(folder);
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            if (handle != CLOSED) {
                library.deleteTokenizer(handle);
                handle = CLOSED;
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
