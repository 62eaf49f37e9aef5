package dev.graft.data;

import dev.graft.text.Bounds;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// How images come to a network.
/// ```java
/// FineTuning.of(model, data, plan).withInput(model.input().withAugmentation(Augmentation.STRONG).withViews(4));
/// ```
///
/// @param preprocessing what the model does to an image; validation images get it as it is, decoded as exactly as
///     those that are learned from
/// @param pipeline      what is done to training images
/// @param views         random views of each training image, used in turn; 0 for a new one each epoch
/// @param workers       threads that decode images; it changes nothing but the speed
/// @param pixels        where decoded images are kept for later epochs
public record ImageInput(Preprocessing preprocessing, ImagePipeline pipeline, int views, int workers, PixelCache pixels)
        implements Input<ImageSource> {
    public static final int MOST_VIEWS = 10_000;

    /// @throws IllegalArgumentException if the pipeline makes of an image what the model does not expect, or a
    ///     number is out of its range
    public ImageInput {
        Bounds.require("views", views, 0, MOST_VIEWS);
        pipeline.requireFor(preprocessing);
    }

    /// How images come to a model where nothing else is said.
    ///
    /// @throws IllegalArgumentException if it is a model for something else
    public static ImageInput of(TakesInput<ImageSource> model) {
        if (model.input() instanceof ImageInput input) {
            return input;
        }
        throw new IllegalArgumentException("image input: expected a model for images, found one for "
                + model.input().kind().noun() + "s");
    }

    /// Light augmentation, a new view each epoch, as many decoding threads as cores.
    public static ImageInput of(Preprocessing preprocessing) {
        return new ImageInput(
                preprocessing,
                ImagePipeline.training(preprocessing, Augmentation.LIGHT),
                0,
                Runtime.getRuntime().availableProcessors(),
                new PixelCache(0));
    }

    /// One of the three usual degrees.
    public ImageInput withAugmentation(Augmentation value) {
        return withPipeline(ImagePipeline.training(preprocessing, value).withExactDecoding(pipeline.exactDecoding()));
    }

    /// What is done to training images, step by step.
    ///
    /// @throws IllegalArgumentException if it does not end in the size, the channels and the normalization that
    ///     the model expects
    public ImageInput withPipeline(ImagePipeline value) {
        return new ImageInput(preprocessing, value, views, workers, pixels);
    }

    /// Which values of grey images with more than 8 bits are black and white, where the files do not say it.
    public ImageInput withRange(@Nullable ValueRange value) {
        return new ImageInput(preprocessing.withRange(value), pipeline.withRange(value), views, workers, pixels);
    }

    /// Whether large JPEGs are decoded at their full size, too.
    public ImageInput withExactDecoding(boolean value) {
        return withPipeline(pipeline.withExactDecoding(value));
    }

    /// A fixed number of random views of each training image, used in turn, so that frozen stages run that
    /// often an image; 0 for a new one each epoch.
    public ImageInput withViews(int value) {
        return new ImageInput(preprocessing, pipeline, value, workers, pixels);
    }

    public ImageInput withWorkers(int value) {
        return new ImageInput(preprocessing, pipeline, views, value, pixels);
    }

    @Override
    public Kind kind() {
        return Kind.IMAGE;
    }

    @Override
    public ImageInput keeping() {
        return new ImageInput(preprocessing, pipeline, views, workers, PixelCache.ofUsualSize());
    }

    @Override
    public int randomViews() {
        return pipeline.isRandom() ? views : 0;
    }

    @Override
    public IndexedSource training(Dataset<ImageSource> data, int batch, long seed, boolean joinsLone) {
        return ImageLoader.of(pixels.over(data), pipeline, batch)
                .withShuffling(seed)
                .withLoneJoining(joinsLone)
                .withViews(views)
                .withWorkers(workers);
    }

    @Override
    public IndexedSource validation(Dataset<ImageSource> data, int batch) {
        return ImageLoader.of(pixels.over(data), asTested(), batch).withWorkers(workers);
    }

    private ImagePipeline asTested() {
        return ImagePipeline.evaluation(preprocessing).withExactDecoding(pipeline.exactDecoding());
    }

    /// In their order; one that cannot be read is black, and says why.
    @Override
    public Questions questions(List<ImageSource> examples, int batch) {
        Map<ImageSource, String> unreadable = new ConcurrentHashMap<>();
        List<Example<ImageSource>> tolerant = examples.stream()
                .map(source -> Example.of((ImageSource) new TolerantSource(source, unreadable), 0))
                .toList();
        ImageLoader loader = ImageLoader.of(Dataset.ofClasses(tolerant, List.of("unknown")), asTested(), batch);
        BatchCursor cursor = loader.open(0);
        return new Questions() {
            private int done;

            @Override
            public @Nullable Some next() {
                Batch images = cursor.next();
                if (images == null) {
                    return null;
                }
                int from = done;
                done = Math.min(examples.size(), from + batch);
                return new Some(
                        images.inputs(),
                        IntStream.range(from, done)
                                .mapToObj(i -> new Asked(
                                        i,
                                        examples.get(i).name(),
                                        false,
                                        Optional.ofNullable(unreadable.get(examples.get(i)))))
                                .toList());
            }

            @Override
            public void close() {
                cursor.close();
            }
        };
    }

    @Override
    public Reading<ImageSource, ?> reading() {
        ImagePipeline tested = asTested();
        return new Reading<ImageSource, Planes>() {
            @Override
            public Planes read(ImageSource example) {
                return tested.apply(example.open(tested.channels()), new SplittableRandom(0));
            }

            @Override
            public List<Tensor> batch(List<Planes> read) {
                return List.of(ImageCursor.collect(read));
            }

            @Override
            public String name(ImageSource example) {
                return example.name();
            }

            @Override
            public boolean cut(Planes read) {
                return false;
            }
        };
    }

    @Override
    public List<String> notes(Splits<ImageSource> data) {
        return SeenShare.note(data.train(), preprocessing).stream().toList();
    }

    @Override
    public void requireLike(Input<ImageSource> usual) {
        if (usual instanceof ImageInput own
                && !preprocessing.withRange(null).equals(own.preprocessing.withRange(null))) {
            throw new IllegalArgumentException("image input: expected one for the model, " + own.preprocessing
                    + ", found " + preprocessing + "; begin with ImageInput.of(model)");
        }
    }

    @Override
    public void requireFits(Splits<ImageSource> data) {
        if (data.range().isPresent() && preprocessing.range() == null) {
            throw new IllegalArgumentException("fine-tuning: the data have grey images with more than 8 bits, and the"
                    + " model no range for their values: ModelChoice.withRange(data.range().orElse(null))");
        }
    }

    /// What `run.json` says where nothing else was given.
    @Override
    public String toString() {
        return pipeline.toString();
    }
}
