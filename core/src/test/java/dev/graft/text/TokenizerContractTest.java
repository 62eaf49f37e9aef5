package dev.graft.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every tokenizer keeps to, whichever files it is from.
class TokenizerContractTest {
    private static final List<Text> TEXTS = List.of(
            Text.of("좋은 영화였다! Hello"),
            Text.of(""),
            Text.of("   "),
            Text.pair("영화 a", "좋은 Hellos ab!"),
            Text.pair("", "영화"),
            Text.pair("영화", ""),
            Text.of("Ünknown ☃ 漢字"),
            Text.pair("hello hello", "hello"));

    private static final int LONG = 512;

    @TempDir
    private Path folder;

    /// Every kind of tokenizer.
    enum Kind {
        WORD_PIECES,
        WORD_PIECES_WITHOUT_CASE,
        TOKENIZER_JSON,
        BYTE_LEVEL,
        SENTENCE_PIECES,
        IN_MEMORY,
        LEARNED;

        Tokenizer open(Path folder) {
            return switch (this) {
                case WORD_PIECES -> Tokenizers.read(Folders.golden(folder, "cased"));
                case WORD_PIECES_WITHOUT_CASE -> Tokenizers.read(Folders.golden(folder, "uncased"));
                case TOKENIZER_JSON -> written(folder);
                case BYTE_LEVEL -> Tokenizers.read(Folders.golden(folder, "byte-level"));
                case SENTENCE_PIECES -> Tokenizers.read(Folders.unigram(folder));
                case IN_MEMORY -> Tokenizers.ofVocabulary(Folders.TOKENS, false);
                case LEARNED ->
                    WordPieceLearner.learn(
                            TEXTS.stream().map(Text::first).toList(),
                            VocabularyOptions.standard().withSize(100).withLeastFrequent(1));
            };
        }

        private static Tokenizer written(Path folder) {
            try (Tokenizer tokenizer = Tokenizers.ofVocabulary(Folders.TOKENS, false)) {
                tokenizer.write(folder);
                return Tokenizers.read(folder);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsAreEncodedInTheirOrderAndEachByItself(Kind kind) {
        try (Tokenizer tokenizer = kind.open(folder)) {
            List<Encoding> together = tokenizer.encode(TEXTS, LONG);
            assertThat(together).hasSameSizeAs(TEXTS);
            for (int i = 0; i < TEXTS.size(); i++) {
                assertSame(together.get(i), encode(tokenizer, TEXTS.get(i), LONG));
            }
            assertThat(tokenizer.encode(List.of(), LONG)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void numbersAreOfTheVocabularyAndSpecialTokensStandAround(Kind kind) {
        try (Tokenizer tokenizer = kind.open(folder)) {
            int start = tokenizer.special().start().orElseThrow();
            int end = tokenizer.special().end().orElseThrow();
            for (Encoding encoding : tokenizer.encode(TEXTS, LONG)) {
                assertThat(Arrays.stream(encoding.ids()).boxed())
                        .allMatch(id -> id >= 0 && id < tokenizer.vocabularySize());
                assertThat(Arrays.stream(encoding.types()).boxed()).allMatch(type -> type == 0 || type == 1);
                assertThat(encoding.ids()[0]).isEqualTo(start);
                assertThat(encoding.ids()[encoding.length() - 1]).isEqualTo(end);
                for (int i = 0; i < encoding.length(); i++) {
                    int id = encoding.ids()[i];
                    assertThat(encoding.words()[i] == -1).isEqualTo(id == start || id == end);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void wordsAreCountedThroughBothTexts(Kind kind) {
        try (Tokenizer tokenizer = kind.open(folder)) {
            for (Encoding encoding : tokenizer.encode(TEXTS, LONG)) {
                int[] words = Arrays.stream(encoding.words())
                        .filter(word -> word >= 0)
                        .toArray();
                assertThat(words).isSorted();
                if (words.length > 0) {
                    assertThat(words[0]).isZero();
                }
            }
            Encoding pair = encode(tokenizer, Text.pair("영화", "영화"), LONG);
            assertThat(Arrays.stream(pair.words()).max()).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void textsAreCutToLengthAsTheLibraryCutsThem(Kind kind) {
        Path written = folder.resolve("written");
        try (Tokenizer tokenizer = kind.open(folder)) {
            tokenizer.write(written);
            SplittableRandom random = new SplittableRandom(7);
            for (int length : new int[] {4, 5, 6, 7, 8, 11, 16, 31}) {
                try (LibraryTokenizer library = LibraryTokenizer.read(written, length)) {
                    for (int i = 0; i < 60; i++) {
                        String first = "영화 Hello a! ".repeat(random.nextInt(5)) + "a".repeat(random.nextInt(4));
                        String second = "좋은 b ".repeat(random.nextInt(6)) + "!".repeat(random.nextInt(4));
                        Text text = random.nextInt(3) == 0 ? Text.of(first) : Text.pair(first, second);
                        Encoding found = encode(tokenizer, text, length);
                        assertThat(found.length()).isLessThanOrEqualTo(length);
                        assertThat(found.ids()).as("%s to %s", text, length).isEqualTo(library.ids(text));
                        assertThat(found.types()).isEqualTo(library.types(text));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void lengthsThatCannotBeAreRefused(Kind kind) {
        try (Tokenizer tokenizer = kind.open(folder)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> tokenizer.encode(TEXTS, 0))
                    .withMessage("tokens of a text: expected at least 1, found 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> encode(tokenizer, Text.of("영화"), 1))
                    .withMessage("tokens of a text: expected at least 2, which the special tokens take, found 1");
            assertThat(encode(tokenizer, Text.of("영화 영화"), 2).words()).containsExactly(-1, -1);
            assertThat(encode(tokenizer, Text.of("영화 영화"), Integer.MAX_VALUE).length())
                    .isGreaterThan(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadAgain(Kind kind) {
        Path written = folder.resolve("a new/folder");
        Path again = folder.resolve("again");
        try (Tokenizer tokenizer = kind.open(folder)) {
            tokenizer.write(written);
            tokenizer.write(written); // over itself
            try (Tokenizer read = Tokenizers.read(written)) {
                assertAlike(read, tokenizer);
                read.write(again);
            }
            assertThat(written).isDirectoryNotContaining("glob:**.tmp");
            for (String file : List.of("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json")) {
                assertThat(again.resolve(file)).hasSameTextualContentAs(written.resolve(file));
            }
        }
    }

    private static void assertAlike(Tokenizer found, Tokenizer expected) {
        List<Encoding> encodings = found.encode(TEXTS, 9);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertSame(encodings.get(i), encode(expected, TEXTS.get(i), 9));
        }
        assertThat(found.vocabularySize()).isEqualTo(expected.vocabularySize());
        assertThat(found.special()).isEqualTo(expected.special());
        assertThat(found.maxLength()).isEqualTo(expected.maxLength());
    }

    @ParameterizedTest
    @EnumSource
    void textsThatAreNoTextsHarmNothing(Kind kind) {
        List<Text> odd = List.of(
                Text.of("\uD83D"),
                Text.of("a\uDE00\uD83Db"),
                Text.of("\u0000"),
                Text.of("영화\u0000영화"),
                Text.of("\uFFFF\uFFFE\uFDD0"),
                Text.of("\u202E\u200D\u0301"),
                Text.of("😀\uD83D"),
                Text.pair("\uDC00", "\uD800"));
        try (Tokenizer tokenizer = kind.open(folder)) {
            assertThat(tokenizer.encode(odd, LONG)).hasSameSizeAs(odd);
            assertSame(encode(tokenizer, Text.of("a\uD83Db"), LONG), encode(tokenizer, Text.of("a\uFFFDb"), LONG));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTextOfAMegabyteIsNotSlow(Kind kind) {
        Text words = Text.of("좋은 영화였다! ".repeat(1 << 16));
        Text word = Text.of("영".repeat(1 << 19));
        try (Tokenizer tokenizer = kind.open(folder)) {
            Assertions.assertTimeout(
                    Duration.ofSeconds(30),
                    () -> assertThat(encode(tokenizer, words, 128).length()).isEqualTo(128));
            Assertions.assertTimeout(
                    Duration.ofSeconds(30),
                    () -> assertThat(encode(tokenizer, word, 128).length()).isBetween(3, 128));
        }
    }

    @ParameterizedTest
    @EnumSource
    void severalThreadsMayUseIt(Kind kind) throws Exception {
        try (Tokenizer tokenizer = kind.open(folder);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<List<Encoding>>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int length = 6 + i % 5;
                calls.add(() -> tokenizer.encode(TEXTS, length));
            }
            List<Future<List<Encoding>>> answers = threads.invokeAll(calls);
            for (int i = 0; i < answers.size(); i++) {
                List<Encoding> answer = answers.get(i).get();
                for (int text = 0; text < TEXTS.size(); text++) {
                    assertSame(answer.get(text), encode(tokenizer, TEXTS.get(text), 6 + i % 5));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedOneSaysSo(Kind kind) {
        Tokenizer tokenizer = kind.open(folder);
        tokenizer.close();
        tokenizer.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> tokenizer.encode(TEXTS, LONG))
                .withMessage("tokenizer: is closed");
    }

    private static Encoding encode(Tokenizer tokenizer, Text text, int maxLength) {
        return tokenizer.encode(List.of(text), maxLength).getFirst();
    }

    private static void assertSame(Encoding found, Encoding expected) {
        assertThat(found.ids()).isEqualTo(expected.ids());
        assertThat(found.types()).isEqualTo(expected.types());
        assertThat(found.words()).isEqualTo(expected.words());
    }
}
