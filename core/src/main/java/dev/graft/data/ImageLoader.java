package dev.graft.data;

import dev.graft.torch.Rng;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/// Decodes, transforms and collects images on several threads, a few batches ahead of the consumer.
/// What a batch holds depends on (seed, epoch, position in the data set) alone: neither the number of
/// workers nor where an epoch was started changes a bit of it.
///
/// @param batchSize images in a batch; the last one of an epoch may have fewer
/// @param shuffled  a new order each epoch
/// @param dropLast  leaves out a last batch that is not full
/// @param joinsLone a last batch of one image joins the one before it, where there is one: a batch norm cannot learn
///     the spread of one value
/// @param workers   threads that decode
/// @param prefetch  batches to be ahead
/// @param views     random views of an image over all epochs, of which epoch `e` sees number `e mod views`; 0 for a
///     new one each epoch
public record ImageLoader(
        Dataset<ImageSource> dataset,
        ImagePipeline pipeline,
        int batchSize,
        boolean shuffled,
        boolean dropLast,
        boolean joinsLone,
        long seed,
        int workers,
        int prefetch,
        int views)
        implements IndexedSource {
    private static final int MOST_WORKERS = 16;
    private static final long ORDER = 1;
    private static final long CHANCE = 2;

    public ImageLoader {
        if (batchSize < 1 || workers < 1 || prefetch < 0) {
            throw new IllegalArgumentException("loader: expected a batch and workers of at least 1, found a batch of "
                    + batchSize + ", " + workers + " workers and " + prefetch + " batches ahead");
        }
        if (views < 0) {
            throw new IllegalArgumentException(
                    "views: expected at least 1, or 0 for a new one each epoch, found " + views);
        }
    }

    /// In the data set's order, with half of the machine's cores as workers (at most 16): the other half
    /// computes.
    public static ImageLoader of(Dataset<ImageSource> dataset, ImagePipeline pipeline, int batchSize) {
        int workers = Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, MOST_WORKERS);
        return new ImageLoader(dataset, pipeline, batchSize, false, false, false, 0, workers, 2, 0);
    }

    /// In a new order each epoch, by `seed`.
    public ImageLoader withShuffling(long seed) {
        return new ImageLoader(dataset, pipeline, batchSize, true, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    public ImageLoader withDropLast(boolean dropLast) {
        return new ImageLoader(
                dataset, pipeline, batchSize, shuffled, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    /// Whether a last batch of one image joins the one before it.
    public ImageLoader withLoneJoining(boolean joinsLone) {
        return new ImageLoader(
                dataset, pipeline, batchSize, shuffled, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    public ImageLoader withWorkers(int workers) {
        return new ImageLoader(
                dataset, pipeline, batchSize, shuffled, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    public ImageLoader withPrefetch(int prefetch) {
        return new ImageLoader(
                dataset, pipeline, batchSize, shuffled, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    /// Other pixels of the same images: the evaluation pipeline for a training set, say.
    public ImageLoader withPipeline(ImagePipeline pipeline) {
        return new ImageLoader(
                dataset, pipeline, batchSize, shuffled, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    /// A fixed number of random views of each image, so that later epochs see what earlier ones have seen.
    public ImageLoader withViews(int views) {
        return new ImageLoader(
                dataset, pipeline, batchSize, shuffled, dropLast, joinsLone, seed, workers, prefetch, views);
    }

    @Override
    public int examples() {
        return dropLast ? dataset.size() / batchSize * batchSize : dataset.size();
    }

    @Override
    public int batches() {
        return joinsLone ? BatchSource.withoutLone(examples(), batchSize) : Math.ceilDiv(examples(), batchSize);
    }

    @Override
    public BatchCursor open(int epoch, int from) {
        if (epoch < 0 || from < 0 || from > batches()) {
            throw new IllegalArgumentException("loader: expected an epoch of at least 0 and a batch from 0 to "
                    + batches() + ", found epoch " + epoch + ", batch " + from);
        }
        return new ImageCursor(this, epoch, from);
    }

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public OptionalInt distinctViews() {
        if (!pipeline.isRandom()) {
            return OptionalInt.of(1);
        }
        return views == 0 ? OptionalInt.empty() : OptionalInt.of(views);
    }

    @Override
    public String fingerprint() {
        StringBuilder text = new StringBuilder().append(pipeline).append('\n');
        if (pipeline.isRandom()) {
            text.append(seed).append(' ').append(views).append('\n');
        }
        dataset.examples()
                .forEach(example -> text.append(example.input().fingerprint())
                        .append(' ')
                        .append(Dataset.fingerprint(example.target()))
                        .append('\n'));
        return text.toString();
    }

    @Override
    public int[] order(int epoch) {
        int[] order = new int[dataset.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        if (shuffled) {
            Drawing.shuffle(order, Rng.mix(seed, ORDER, epoch));
        }
        return dropLast ? Arrays.copyOf(order, examples()) : order;
    }

    /// One example, on a worker's thread.
    Planes load(int epoch, int position) {
        ImageSource source = dataset.examples().get(position).input();
        int view = views == 0 ? epoch : epoch % views;
        SplittableRandom random = new SplittableRandom(Rng.mix(seed, CHANCE, view, position));
        return pipeline.apply(source.open(pipeline.channels()), random);
    }
}
