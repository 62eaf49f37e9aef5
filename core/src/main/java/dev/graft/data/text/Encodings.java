package dev.graft.data.text;

import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.torch.Tensors;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;

/// Texts that were tokenized, once for all epochs.
public final class Encodings {
    /// Texts in one call of the tokenizer.
    private static final int CHUNK = 512;

    /// Longer than any text.
    private static final int LONGEST = 1 << 24;

    private final List<Encoding> all;
    private final int pad;
    private final String fingerprint;

    private Encodings(List<Encoding> all, int pad) {
        this.all = List.copyOf(all);
        this.pad = pad;
        this.fingerprint = digest(this.all, pad);
    }

    /// Tokenizes texts, on all cores.
    ///
    /// @param maxLength tokens of a text at most, special ones included
    public static Encodings of(List<Text> texts, Tokenizer tokenizer, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("tokens of a text: expected at least 1, found " + maxLength);
        }
        int chunks = Math.ceilDiv(texts.size(), CHUNK);
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.max(1, chunks));
        List<Encoding> all = new ArrayList<>(texts.size());
        try (ExecutorService workers = Executors.newFixedThreadPool(
                threads,
                Thread.ofPlatform().daemon().name("graft-tokenizer-", 0).factory())) {
            List<Future<List<Encoding>>> futures = new ArrayList<>();
            for (int from = 0; from < texts.size(); from += CHUNK) {
                List<Text> chunk = texts.subList(from, Math.min(texts.size(), from + CHUNK));
                futures.add(workers.submit(() -> tokenizer.encode(chunk, maxLength)));
            }
            try {
                for (Future<List<Encoding>> future : futures) {
                    all.addAll(await(future));
                }
            } finally {
                workers.shutdownNow();
            }
        }
        if (all.size() != texts.size()) {
            throw new IllegalStateException("tokenizer: expected " + texts.size() + " encodings, found " + all.size());
        }
        return new Encodings(all, tokenizer.special().pad());
    }

    /// Tokenizes texts and cuts long ones into pieces of whole words, so that nothing of them is lost. Each piece has
    /// the special tokens that a text has.
    ///
    /// @param maxLength tokens of a piece at most, special ones included
    /// @throws IllegalArgumentException if there is no room for others
    public static Encodings pieces(List<Text> texts, Tokenizer tokenizer, int maxLength) {
        Encodings whole = of(texts, tokenizer, LONGEST);
        List<Encoding> pieces = new ArrayList<>();
        whole.all.forEach(encoding -> Pieces.add(encoding, maxLength, pieces));
        return new Encodings(pieces, whole.pad);
    }

    private static List<Encoding> await(Future<List<Encoding>> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException("tokenizer: a worker failed", e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("tokenizer: interrupted", e);
        }
    }

    /// In the order of the texts.
    public List<Encoding> all() {
        return all;
    }

    /// Number of texts.
    public int size() {
        return all.size();
    }

    /// The token that fills up short texts.
    public int pad() {
        return pad;
    }

    /// Tokens of each text.
    public int[] lengths() {
        return all.stream().mapToInt(Encoding::length).toArray();
    }

    /// The same for texts that became the same tokens: a SHA-256 over them.
    public String fingerprint() {
        return fingerprint;
    }

    /// Those that pass a test.
    Encodings only(Predicate<Encoding> test) {
        List<Encoding> passing = all.stream().filter(test).toList();
        return passing.size() == all.size() ? this : new Encodings(passing, pad);
    }

    /// What a text encoder takes, each int64 `[N, L]` with `L` tokens of the longest text: the numbers of tokens; 1
    /// for a token and 0 for padding; the types of tokens.
    ///
    /// @param pad the token that fills up short texts
    static List<Tensor> inputs(List<Encoding> encodings, int pad) {
        int count = encodings.size();
        int length = encodings.stream().mapToInt(Encoding::length).reduce(1, Math::max);
        long[] ids = new long[count * length];
        long[] mask = new long[count * length];
        long[] types = new long[count * length];
        Arrays.fill(ids, pad);
        for (int row = 0; row < count; row++) {
            Encoding encoding = encodings.get(row);
            for (int i = 0; i < encoding.length(); i++) {
                int at = row * length + i;
                ids[at] = encoding.ids()[i];
                mask[at] = 1;
                types[at] = encoding.types()[i];
            }
        }
        return List.of(
                Tensors.of(ids, count, length), Tensors.of(mask, count, length), Tensors.of(types, count, length));
    }

    private static String digest(List<Encoding> encodings, int pad) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(pad).array());
            for (Encoding encoding : encodings) {
                ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * (1 + 2 * encoding.length()));
                bytes.putInt(encoding.length());
                Arrays.stream(encoding.ids()).forEach(bytes::putInt);
                Arrays.stream(encoding.types()).forEach(bytes::putInt);
                digest.update(bytes.array());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
