package dev.graft.data.text;

import dev.graft.text.Encoding;
import dev.graft.text.SpecialTokens;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/// Words at white space, cut into pieces of three letters, between a token for the start and one for each end.
///
/// @param mask  whether there is a mask token
/// @param calls how often it was asked
record ToyTokenizer(boolean mask, AtomicInteger calls) implements Tokenizer {
    static final int VOCABULARY = 1000;
    static final int PAD = 0;
    static final int UNKNOWN = 1;
    static final int START = 2;
    static final int END = 3;
    static final int MASK = 4;
    private static final int ORDINARY = 5;
    private static final int PIECE = 3;

    ToyTokenizer() {
        this(true, new AtomicInteger());
    }

    @Override
    public List<Encoding> encode(List<Text> texts, int maxLength) {
        calls.incrementAndGet();
        return texts.stream().map(text -> encode(text, maxLength)).toList();
    }

    private static Encoding encode(Text text, int maxLength) {
        List<int[]> tokens = new ArrayList<>();
        tokens.add(new int[] {START, 0, -1});
        add(tokens, text.first(), 0);
        tokens.add(new int[] {END, 0, -1});
        text.second().ifPresent(second -> {
            add(tokens, second, 1);
            tokens.add(new int[] {END, 1, -1});
        });
        List<int[]> kept = tokens.size() <= maxLength ? tokens : new ArrayList<>(tokens.subList(0, maxLength - 1));
        if (kept.size() < tokens.size()) {
            kept.add(tokens.getLast());
        }
        return new Encoding(column(kept, 0), column(kept, 1), column(kept, 2));
    }

    private static void add(List<int[]> tokens, String text, int type) {
        int number = 0;
        for (String word : text.strip().split("\\s+")) {
            for (int at = 0; at < word.length(); at += PIECE) {
                String piece = word.substring(at, Math.min(word.length(), at + PIECE));
                int id = piece.equals("?")
                        ? UNKNOWN
                        : ORDINARY + Math.floorMod(piece.hashCode() * 31, VOCABULARY - ORDINARY);
                tokens.add(new int[] {id, type, number});
            }
            number++;
        }
    }

    private static int[] column(List<int[]> tokens, int column) {
        return tokens.stream().mapToInt(token -> token[column]).toArray();
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public OptionalInt id(String token) {
        return OptionalInt.empty();
    }

    @Override
    public SpecialTokens special() {
        return new SpecialTokens(
                PAD,
                OptionalInt.of(UNKNOWN),
                OptionalInt.of(START),
                OptionalInt.of(END),
                mask ? OptionalInt.of(MASK) : OptionalInt.empty());
    }

    @Override
    public OptionalInt maxLength() {
        return OptionalInt.empty();
    }

    @Override
    public void write(Path folder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
