package dev.graft.bench.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Damaged files of one kind, numbered: number n of a seed is the same file whenever and wherever it is made from the
/// same bases.
///
/// @param bases what is damaged
record Mutants(Kind kind, List<Base> bases, long seed) {
    private static final List<byte[]> IMAGE_WORDS = words(
            "IHDR",
            "PLTE",
            "tRNS",
            "IDAT",
            "IEND",
            "acTL",
            "fcTL",
            "fdAT",
            "eXIf",
            "iCCP",
            "sBIT",
            "Exif\0\0",
            "II*\0",
            "MM\0*",
            "II+\0",
            "GIF89a",
            "!\u00f9\4",
            "NETSCAPE2.0",
            "RIFF",
            "WEBPVP8X",
            "VP8L",
            "ALPH",
            "ANMF",
            "EXIF",
            "BM",
            "\u00ff\u00d8",
            "\u00ff\u00c0\0\u0011\10",
            "\u00ff\u00c2\0\u0011\10",
            "\u00ff\u00c4",
            "\u00ff\u00da",
            "\u00ff\u00db",
            "\u00ff\u00dd\0\4",
            "\u00ff\u00e1",
            "\u00ff\u00ee\0\16Adobe",
            "P5 3 3 65535\n",
            "P6\n",
            "P4\n");
    private static final List<byte[]> PICKLE_WORDS = words(
            "\u0080\2",
            "(",
            ")",
            "]",
            "}",
            "\u0085",
            "\u0086",
            "\u0087",
            "t",
            "l",
            "d",
            "s",
            "u",
            "a",
            "e",
            "q\0",
            "q\1",
            "h\0",
            "h\1",
            "2",
            "0",
            "1",
            "N",
            "K\2",
            "M\377\377",
            "J\377\377\377\177",
            "\u008a\10",
            "X\4\0\0\0text",
            "R",
            "b",
            "\u0081",
            "\u0090",
            "\u0091",
            "cos\nsystem\n",
            "ccollections\nOrderedDict\n",
            "c__builtin__\nset\n",
            "Q",
            ".",
            "\u0095\377\377\377\177\0\0\0\0",
            "\u008e\377\377\377\177\0\0\0\0");
    private static final List<byte[]> TABLE_WORDS = words(
            "\"",
            "\"\"",
            ",",
            ";",
            "\t",
            "|",
            "\r",
            "\n",
            "\r\n",
            "\0",
            "\u00ef\u00bb\u00bf",
            "\u00ff\u00fe",
            "sep=;\n",
            "__label__x ",
            "{",
            "[",
            "[{",
            "}\n",
            "NaN",
            "NULL",
            "text,label\n",
            "\u001b[31m",
            "'",
            "\\",
            "PK\3\4",
            "\u001f\u008b\10\0");
    private static final List<byte[]> JSON_WORDS = words(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "null",
            "true",
            "-",
            "1e999",
            "\\u0000",
            "\\ud800",
            ",",
            ":",
            "\"type\"",
            "\"Replace\"");

    private static List<byte[]> words(String... words) {
        return Arrays.stream(words)
                .map(word -> word.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /// Writes one into an empty folder.
    ///
    /// @return the name of the damaged file there
    String write(int number, Path folder) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + number * 31L + kind.ordinal());
        Base base = bases.get(random.nextInt(bases.size()));
        String chosen = base.damaged().get(random.nextInt(base.damaged().size()));
        try {
            for (var file : base.files().entrySet()) {
                byte[] content = file.getKey().equals(chosen) ? damaged(file.getValue(), random) : file.getValue();
                Files.write(folder.resolve(file.getKey()), content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return chosen;
    }

    private byte[] damaged(byte[] whole, SplittableRandom random) {
        Damage damage = new Damage(random, words(), bases);
        return switch (kind) {
            case IMAGES -> {
                byte[] bytes = damage.damaged(whole);
                yield Containers.isPng(bytes) && random.nextInt(4) > 0 ? Containers.withPngChecksums(bytes) : bytes;
            }
            case WEIGHTS ->
                Containers.isZip(whole) && random.nextInt(4) > 0
                        ? Containers.insideZip(whole, random, damage::damaged).orElseGet(() -> damage.damaged(whole))
                        : damage.damaged(whole);
            case TOKENIZERS, CONFIGS ->
                random.nextInt(4) > 0
                        ? new JsonDamage(random).damaged(whole).orElseGet(() -> damage.damaged(whole))
                        : damage.damaged(whole);
            case PICKLES, TABLES -> damage.damaged(whole);
        };
    }

    private List<byte[]> words() {
        return switch (kind) {
            case IMAGES -> IMAGE_WORDS;
            case WEIGHTS, PICKLES -> PICKLE_WORDS;
            case TOKENIZERS, CONFIGS -> JSON_WORDS;
            case TABLES -> TABLE_WORDS;
        };
    }
}
