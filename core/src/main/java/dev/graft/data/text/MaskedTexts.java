package dev.graft.data.text;

import dev.graft.data.Batch;
import dev.graft.data.BatchCursor;
import dev.graft.data.BatchSource;
import dev.graft.text.Encoding;
import dev.graft.text.Text;
import dev.graft.text.Tokenizer;
import dev.graft.torch.Rng;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/// Texts of which tokens are hidden, for masked-language-model training. What is hidden is drawn anew each epoch and
/// depends on (seed, epoch, position) alone; an evaluation opens epoch 0 each time and so asks for the same.
///
/// Inputs are those of [TextLoader], with hidden tokens in place, and the places of what is asked for in `[N * L]`,
/// int64 `[M]`; targets are the numbers of the hidden tokens, int64 `[M]`.
///
/// @param encodings texts of which something can be hidden, tokenized
/// @param masking   what is hidden
/// @param batchSize texts in a batch; the last one of an epoch may have fewer
/// @param shuffled  a new order each epoch
/// @param grouped   whether texts of like length share a batch, as in [TextLoader]
public record MaskedTexts(
        Encodings encodings, Masking masking, int batchSize, boolean shuffled, long seed, boolean grouped)
        implements BatchSource {
    private static final long CHANCE = 3;

    /// Texts of which nothing can be hidden are left out.
    ///
    /// @throws IllegalArgumentException if a batch is empty
    public MaskedTexts {
        encodings = encodings.only(masking::finds);
        if (batchSize < 1) {
            throw new IllegalArgumentException("loader: expected a batch of at least 1, found " + batchSize);
        }
    }

    /// Tokenizes texts, of which 15% of the words will be hidden.
    ///
    /// @param maxLength tokens of a text at most, special ones included
    /// @throws IllegalArgumentException if the tokenizer has no mask token
    public static MaskedTexts of(List<Text> texts, Tokenizer tokenizer, int batchSize, int maxLength) {
        Masking masking = Masking.of(tokenizer);
        return new MaskedTexts(Encodings.of(texts, tokenizer, maxLength), masking, batchSize, false, 0, true);
    }

    /// In a new order each epoch, by `seed`.
    public MaskedTexts withShuffling(long seed) {
        return new MaskedTexts(encodings, masking, batchSize, true, seed, grouped);
    }

    /// Whether texts of like length share a batch.
    public MaskedTexts withGrouping(boolean grouped) {
        return new MaskedTexts(encodings, masking, batchSize, shuffled, seed, grouped);
    }

    public MaskedTexts withMasking(Masking masking) {
        return new MaskedTexts(encodings, masking, batchSize, shuffled, seed, grouped);
    }

    @Override
    public int examples() {
        return encodings.size();
    }

    @Override
    public int batches() {
        return Math.ceilDiv(encodings.size(), batchSize);
    }

    /// Share of an epoch's positions that hold padding, 0 … 1.
    public double paddingShare(int epoch) {
        return groups().paddingShare(epoch);
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        return groups().open(epoch, from, positions -> batch(epoch, positions));
    }

    private LengthGroups groups() {
        return new LengthGroups(encodings.lengths(), batchSize, shuffled, seed, grouped);
    }

    private Batch batch(int epoch, int[] positions) {
        List<Masking.Masked> masked = masked(epoch, positions, 0);
        if (masked.stream().allMatch(text -> text.hidden().length == 0)) {
            masked = masked(epoch, positions, 1); // a loss over nothing is not a number
        }
        int length =
                masked.stream().mapToInt(text -> text.encoding().length()).max().orElse(1);
        LongStream.Builder places = LongStream.builder();
        LongStream.Builder answers = LongStream.builder();
        for (int row = 0; row < positions.length; row++) {
            int[] ids = encodings.all().get(positions[row]).ids();
            for (int place : masked.get(row).hidden()) {
                places.add((long) row * length + place);
                answers.add(ids[place]);
            }
        }
        long[] asked = places.build().toArray();
        List<Encoding> seen = masked.stream().map(Masking.Masked::encoding).toList();
        List<Tensor> inputs = new ArrayList<>(Encodings.inputs(seen, encodings.pad()));
        inputs.add(Tensors.of(asked, asked.length));
        return new Batch(inputs, Tensors.of(answers.build().toArray(), asked.length));
    }

    private List<Masking.Masked> masked(int epoch, int[] positions, int least) {
        List<Masking.Masked> masked = new ArrayList<>();
        for (int position : positions) {
            SplittableRandom random = new SplittableRandom(Rng.mix(seed, CHANCE, epoch, position));
            masked.add(masking.apply(encodings.all().get(position), least, random));
        }
        return masked;
    }
}
