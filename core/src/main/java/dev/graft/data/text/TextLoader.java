package dev.graft.data.text;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.Dataset;
import dev.graft.data.Example;
import dev.graft.data.IndexedSource;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.bytedeco.pytorch.Tensor;

/// Labelled texts as batches of tokens, padded to the longest of the batch. Inputs are the numbers of tokens, a mask
/// with 1 for a token and 0 for padding, and the types of tokens, each int64 `[N, L]`; targets are those of the data
/// set's task. What a batch holds depends on (seed, epoch, number of the batch) alone.
///
/// @param encodings the data set's texts, tokenized
/// @param batchSize texts in a batch; the last one of an epoch may have fewer
/// @param shuffled  a new order each epoch
/// @param grouped   whether texts of like length share a batch. Shuffled, that is HuggingFace's
///     `group_by_length`, with the batch of the longest text first and the others in random order; otherwise
///     texts go by length, the longest first
public record TextLoader(
        Dataset<Text> dataset, Encodings encodings, int batchSize, boolean shuffled, long seed, boolean grouped)
        implements IndexedSource {
    /// @throws IllegalArgumentException if the encodings are of other texts, or a batch is empty
    public TextLoader {
        if (encodings.size() != dataset.size()) {
            throw new IllegalArgumentException(
                    "loader: expected encodings of " + dataset.size() + " texts, found " + encodings.size());
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("loader: expected a batch of at least 1, found " + batchSize);
        }
    }

    /// Tokenizes a data set for evaluation: texts go by length.
    ///
    /// @param maxLength tokens of a text at most, special ones included
    public static TextLoader of(Dataset<Text> dataset, Tokenizer tokenizer, int batchSize, int maxLength) {
        Encodings encodings =
                Encodings.of(dataset.examples().stream().map(Example::input).toList(), tokenizer, maxLength);
        return new TextLoader(dataset, encodings, batchSize, false, 0, true);
    }

    /// In a new order each epoch, by `seed`.
    public TextLoader withShuffling(long seed) {
        return new TextLoader(dataset, encodings, batchSize, true, seed, grouped);
    }

    /// The same texts, so many in a batch.
    public TextLoader withBatchSize(int value) {
        return new TextLoader(dataset, encodings, value, shuffled, seed, grouped);
    }

    /// Whether texts of like length share a batch.
    public TextLoader withGrouping(boolean grouped) {
        return new TextLoader(dataset, encodings, batchSize, shuffled, seed, grouped);
    }

    /// What a text encoder takes, each int64 `[N, L]` with `L` tokens of the longest text: the numbers of tokens; 1
    /// for a token and 0 for padding; the types of tokens.
    ///
    /// @param pad the token that fills up short texts
    public static List<Tensor> inputs(List<Encoding> encodings, int pad) {
        return Encodings.inputs(encodings, pad);
    }

    @Override
    public int examples() {
        return dataset.size();
    }

    @Override
    public int batches() {
        return Math.ceilDiv(dataset.size(), batchSize);
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public int[] order(int epoch) {
        return groups().order(epoch);
    }

    @Override
    public OptionalInt distinctViews() {
        return OptionalInt.of(1);
    }

    @Override
    public int[] lengths() {
        return encodings.lengths();
    }

    @Override
    public String fingerprint() {
        StringBuilder text =
                new StringBuilder("tokens ").append(encodings.fingerprint()).append('\n');
        text.append(dataset.task().word()).append(' ').append(dataset.labels()).append('\n');
        return text.append(dataset.fingerprint()).toString();
    }

    /// Share of an epoch's positions that hold padding, 0 … 1.
    public double paddingShare(int epoch) {
        return groups().paddingShare(epoch);
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        return groups().open(epoch, from, this::batch);
    }

    private LengthGroups groups() {
        return new LengthGroups(encodings.lengths(), batchSize, shuffled, seed, grouped);
    }

    private Batch batch(int[] positions) {
        List<Encoding> chosen =
                Arrays.stream(positions).mapToObj(encodings.all()::get).toList();
        return new Batch(inputs(chosen, encodings.pad()), dataset.targets(positions));
    }
}
