package dev.graft.data;

import dev.graft.data.image.Image;
import dev.graft.data.image.Normalize;
import dev.graft.data.image.PlanesTransform;
import dev.graft.data.image.RandomErasing;
import dev.graft.data.image.RandomHorizontalFlip;
import dev.graft.data.image.RandomResizedCrop;
import dev.graft.data.image.RandomRotation;
import dev.graft.data.image.Transform;
import dev.graft.data.image.TrivialAugmentWide;
import dev.graft.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// The way from a decoded image to a network's input: transforms on pixels, `ToTensor` and
/// `Normalize`, transforms on values. The normalization says how many channels there are.
/// ```java
/// ImagePipeline.of(new ResizeTo(224), new RandomHorizontalFlip(), new RandomRotation(10))
///         .withNormalize(Normalize.IMAGENET)
/// ```
///
/// @param transforms    on pixels
/// @param normalize     to values
/// @param after         on values
/// @param exactDecoding whether every JPEG is decoded at its full size. Otherwise one that is at least four
///     times larger a side than the first transform makes of it is decoded at a half, a quarter or an eighth of
///     its size, at least twice what is needed: several times faster, with values that differ by a few of 255
///     levels
/// @param range         which values of grey images with more than 8 bits are black and white, where the files do not
///     say it; null where none is known
public record ImagePipeline(
        List<Transform> transforms,
        Normalize normalize,
        List<PlanesTransform> after,
        boolean exactDecoding,
        @Nullable ValueRange range) {
    public ImagePipeline {
        transforms = List.copyOf(transforms);
        after = List.copyOf(after);
    }

    /// These transforms on RGB, scaled to 0…1.
    public static ImagePipeline of(Transform... transforms) {
        return new ImagePipeline(List.of(transforms), Normalize.none(3), List.of(), false, null);
    }

    /// What a network saw when its weights were tested: `Resize`, `CenterCrop`, `Normalize`, where it does not see the
    /// whole of an image.
    public static ImagePipeline evaluation(Preprocessing preprocessing) {
        return of(preprocessing.fit().evaluation(preprocessing).toArray(Transform[]::new))
                .withNormalize(normalize(preprocessing))
                .withRange(preprocessing.range());
    }

    /// The same network's input with chance in it.
    public static ImagePipeline training(Preprocessing preprocessing, Augmentation augmentation) {
        return switch (augmentation) {
            case NONE -> evaluation(preprocessing);
            case LIGHT ->
                of(part(preprocessing, 0.7), new RandomHorizontalFlip(), new RandomRotation(10))
                        .withNormalize(normalize(preprocessing))
                        .withRange(preprocessing.range());
            case STRONG ->
                of(part(preprocessing, 0.35), new RandomHorizontalFlip(), new TrivialAugmentWide())
                        .withNormalize(normalize(preprocessing))
                        .withRange(preprocessing.range())
                        .withAfter(new RandomErasing(0.25));
        };
    }

    /// A random one, of at least this share of what there is after the image became a square.
    private static Transform part(Preprocessing preprocessing, double smallest) {
        RandomResizedCrop crop = new RandomResizedCrop(preprocessing.size(), smallest, preprocessing.interpolation());
        return preprocessing.fit().of(crop, preprocessing.mean());
    }

    public ImagePipeline withNormalize(Normalize normalize) {
        return new ImagePipeline(transforms, normalize, after, exactDecoding, range);
    }

    public ImagePipeline withAfter(PlanesTransform... after) {
        return new ImagePipeline(transforms, normalize, List.of(after), exactDecoding, range);
    }

    /// Whether large JPEGs are decoded at their full size, too, see the class.
    public ImagePipeline withExactDecoding(boolean exactDecoding) {
        return new ImagePipeline(transforms, normalize, after, exactDecoding, range);
    }

    /// Which values of grey images with more than 8 bits are black and white, where the files do not say it.
    public ImagePipeline withRange(@Nullable ValueRange range) {
        return new ImagePipeline(transforms, normalize, after, exactDecoding, range);
    }

    /// Checks that it makes of an image what a model expects: its channels, its size, values on its scale.
    ///
    /// @throws IllegalArgumentException if it does not
    public void requireFor(Preprocessing expected) {
        if (channels() != expected.channels()) {
            throw new IllegalArgumentException("pipeline: expected " + expected.channels()
                    + " channels, what the model takes, found " + channels());
        }
        if (!normalize.equals(normalize(expected))) {
            throw new IllegalArgumentException("pipeline: expected the model's normalization, " + normalize(expected)
                    + ", found " + normalize + "; withNormalize sets it");
        }
        int side = 2 * expected.resize();
        Planes planes = apply(Image.black(side, side, channels()), new SplittableRandom(0));
        if (planes.width() != expected.size() || planes.height() != expected.size()) {
            throw new IllegalArgumentException("pipeline: expected images of " + expected.size() + " x "
                    + expected.size() + " pixels, what the model takes, found " + planes.width() + " x "
                    + planes.height());
        }
    }

    /// Whether there may be chance in it.
    public boolean isRandom() {
        return !transforms.stream().allMatch(Transform::fixed) || !after.isEmpty();
    }

    /// 1 (grey), 3 (RGB) or 4 (RGBA).
    public int channels() {
        return normalize.mean().size();
    }

    /// One image as a `[1, channels, height, width]` tensor in the caller's scope, without chance as
    /// long as no transform asks for it.
    public Tensor tensor(Image image) {
        Planes planes = apply(image, new SplittableRandom(0));
        return Tensors.of(planes.values(), 1, planes.channels(), planes.height(), planes.width());
    }

    Planes apply(Image image, RandomGenerator random) {
        return finish(Fixed.apply(image.toChannels(channels()), transforms, random), random);
    }

    /// The same for an image of as many channels that is not decoded yet.
    Planes apply(EncodedImage image, RandomGenerator random) {
        Fixed fixed = Fixed.of(this);
        if (fixed.steps().isEmpty()) {
            return finish(Fixed.apply(image.within(range), transforms, exactDecoding, random), random);
        }
        List<Transform> rest = transforms.subList(fixed.steps().size(), transforms.size());
        return finish(Fixed.apply(image.transformed(fixed), rest, random), random);
    }

    private Planes finish(Image image, RandomGenerator random) {
        float[] values = normalize.apply(image);
        for (PlanesTransform transform : after) {
            transform.apply(values, image.height(), image.width(), random);
        }
        return new Planes(values, channels(), image.height(), image.width());
    }

    private static Normalize normalize(Preprocessing preprocessing) {
        return new Normalize(preprocessing.mean(), preprocessing.std());
    }
}
