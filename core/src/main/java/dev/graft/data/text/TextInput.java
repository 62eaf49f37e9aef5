package dev.graft.data.text;

import dev.graft.data.Dataset;
import dev.graft.data.Input;
import dev.graft.data.Kind;
import dev.graft.data.Questions;
import dev.graft.data.Reading;
import dev.graft.data.Splits;
import dev.graft.data.TakesInput;
import dev.graft.data.Wording;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// How texts come to a network: as tokens, which are made once for each data set.
public final class TextInput implements Input<Text> {
    private final Tokenizer tokenizer;
    private final int maxLength;
    private final boolean grouped;
    private final Map<Dataset<Text>, TextLoader> tokenized;

    private TextInput(Tokenizer tokenizer, int maxLength, boolean grouped, Map<Dataset<Text>, TextLoader> tokenized) {
        this.tokenizer = tokenizer;
        this.maxLength = maxLength;
        this.grouped = grouped;
        this.tokenized = tokenized;
    }

    /// How texts come to a model where nothing else is said.
    ///
    /// @throws IllegalArgumentException if it is a model for something else
    public static TextInput of(TakesInput<Text> model) {
        if (model.input() instanceof TextInput input) {
            return input;
        }
        throw new IllegalArgumentException("text input: expected a model for texts, found one for "
                + model.input().kind().noun() + "s");
    }

    /// Texts of like length share a batch.
    ///
    /// @param maxLength tokens of a text at most; longer ones are cut
    public static TextInput of(Tokenizer tokenizer, int maxLength) {
        return new TextInput(tokenizer, maxLength, true, new IdentityHashMap<>());
    }

    /// Whether texts of like length share a batch, so that little is padded.
    public TextInput withGrouping(boolean value) {
        return new TextInput(tokenizer, maxLength, value, tokenized);
    }

    /// Whether texts of like length share a batch.
    public boolean grouped() {
        return grouped;
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// Tokens of a text at most; longer ones are cut.
    public int maxLength() {
        return maxLength;
    }

    @Override
    public Kind kind() {
        return Kind.TEXT;
    }

    @Override
    public TextLoader training(Dataset<Text> data, int batch, long seed, boolean joinsLone) {
        return tokens(data).withBatchSize(batch).withGrouping(grouped).withShuffling(seed);
    }

    @Override
    public TextLoader validation(Dataset<Text> data, int batch) {
        return tokens(data).withBatchSize(batch);
    }

    /// Some at a time, each of these by length, so that little is padded.
    @Override
    public Questions questions(List<Text> examples, int batch) {
        return new Asking(this, examples, batch);
    }

    @Override
    public Reading<Text, ?> reading() {
        return new Reading<Text, Encoding>() {
            @Override
            public Encoding read(Text example) {
                return tokenizer.encode(List.of(example), maxLength).getFirst();
            }

            @Override
            public List<Tensor> batch(List<Encoding> read) {
                return TextLoader.inputs(read, tokenizer.special().pad());
            }

            @Override
            public String name(Text example) {
                return example.first();
            }

            @Override
            public boolean cut(Encoding read) {
                return read.length() >= maxLength;
            }
        };
    }

    private static final class Asking implements Questions {
        private static final int SORTED_TOGETHER = 16; // batches

        private final TextInput input;
        private final List<Text> texts;
        private final int batch;
        private int chunk;
        private List<Encoding> encodings = List.of();
        private List<Integer> order = List.of();
        private int next;

        Asking(TextInput input, List<Text> texts, int batch) {
            this.input = input;
            this.texts = texts;
            this.batch = batch;
        }

        @Override
        public @Nullable Some next() {
            if (next == order.size()) {
                chunk += order.size();
                if (chunk == texts.size()) {
                    return null;
                }
                sort(texts.subList(chunk, Math.min(texts.size(), chunk + SORTED_TOGETHER * batch)));
            }
            List<Integer> now = order.subList(next, Math.min(order.size(), next + batch));
            next += now.size();
            return new Some(
                    TextLoader.inputs(
                            now.stream().map(encodings::get).toList(),
                            input.tokenizer.special().pad()),
                    now.stream().map(this::asked).toList());
        }

        private void sort(List<Text> together) {
            encodings = input.tokenizer.encode(together, input.maxLength);
            order = IntStream.range(0, together.size())
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> encodings.get(i).length()))
                    .toList();
            next = 0;
        }

        private Asked asked(int index) {
            return new Asked(
                    chunk + index,
                    texts.get(chunk + index).first(),
                    encodings.get(index).length() >= input.maxLength,
                    Optional.empty());
        }

        @Override
        public void close() {}
    }

    /// By length, one in a batch.
    private TextLoader tokens(Dataset<Text> data) {
        synchronized (tokenized) {
            return tokenized.computeIfAbsent(data, texts -> TextLoader.of(texts, tokenizer, 1, maxLength));
        }
    }

    /// Says how many texts are longer than the model is given of them.
    @Override
    public List<String> notes(Splits<Text> data) {
        long cut = atLeast(maxLength, tokens(data.train())) + atLeast(maxLength, tokens(data.validation()));
        return cut == 0
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "%,d of %s to train on and to validate with have %,d tokens or more; the rest is cut off"
                                + " (--max-length)",
                        cut,
                        Wording.count(data.train().size() + data.validation().size(), "text"),
                        maxLength));
    }

    private static long atLeast(int tokens, TextLoader texts) {
        return Arrays.stream(texts.lengths()).filter(length -> length >= tokens).count();
    }

    /// What `run.json` says where nothing else was given.
    @Override
    public String toString() {
        return "tokens " + maxLength + (grouped ? ", grouped by length" : "");
    }
}
