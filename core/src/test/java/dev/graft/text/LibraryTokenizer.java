package dev.graft.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongFunction;

/// A tokenizer.json used without any code of ours, cut to length by the library itself.
record LibraryTokenizer(TokenizersLibrary library, long handle) implements AutoCloseable {
    static LibraryTokenizer read(Path folder, int maxLength) {
        try {
            TokenizersLibrary library = NativeLibrary.open();
            long handle = library.createTokenizerFromString(Files.readString(folder.resolve("tokenizer.json")));
            library.setTruncation(handle, maxLength, "LONGEST_FIRST", 0);
            return new LibraryTokenizer(library, handle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int[] ids(Text text) {
        return of(text, library::getTokenIds);
    }

    int[] types(Text text) {
        return of(text, library::getTypeIds);
    }

    private int[] of(Text text, LongFunction<long[]> part) {
        long encoding = text.second().isPresent()
                ? library.encodeDual(handle, text.first(), text.second().get(), true)
                : library.encode(handle, text.first(), true);
        try {
            return Arrays.stream(part.apply(encoding))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        } finally {
            library.deleteEncoding(encoding);
        }
    }

    @Override
    public void close() {
        library.deleteTokenizer(handle);
    }
}
