package dev.graft.data;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Image;
import dev.graft.data.image.Normalize;
import dev.graft.data.image.PlanesTransform;
import dev.graft.data.image.RandomErasing;
import dev.graft.data.image.RandomHorizontalFlip;
import dev.graft.data.image.RandomResizedCrop;
import dev.graft.data.image.RandomRotation;
import dev.graft.data.image.Resize;
import dev.graft.data.image.Transform;
import dev.graft.data.image.TrivialAugmentWide;
import dev.graft.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;

/// The way from a decoded picture to a network's input: transforms on pixels, `ToTensor` and
/// `Normalize`, transforms on values. The normalization says how many channels there are.
/// ```java
/// ImagePipeline.of(new ResizeTo(224), new RandomHorizontalFlip(), new RandomRotation(10))
///         .withNormalize(Normalize.IMAGENET)
/// ```
public record ImagePipeline(List<Transform> transforms, Normalize normalize, List<PlanesTransform> after) {
    public ImagePipeline {
        transforms = List.copyOf(transforms);
        after = List.copyOf(after);
    }

    /// These transforms on RGB, scaled to 0…1.
    public static ImagePipeline of(Transform... transforms) {
        return new ImagePipeline(List.of(transforms), Normalize.none(3), List.of());
    }

    /// What a network saw when its weights were tested: `Resize`, `CenterCrop`, `Normalize`.
    public static ImagePipeline evaluation(Preprocessing preprocessing) {
        return of(new Resize(preprocessing.resize()), new CenterCrop(preprocessing.size()))
                .withNormalize(normalize(preprocessing));
    }

    /// The same network's input with chance in it.
    public static ImagePipeline training(Preprocessing preprocessing, Augmentation augmentation) {
        int size = preprocessing.size();
        return switch (augmentation) {
            case NONE -> evaluation(preprocessing);
            case LIGHT ->
                of(new RandomResizedCrop(size, 0.7), new RandomHorizontalFlip(), new RandomRotation(10))
                        .withNormalize(normalize(preprocessing));
            case STRONG ->
                of(new RandomResizedCrop(size, 0.35), new RandomHorizontalFlip(), new TrivialAugmentWide())
                        .withNormalize(normalize(preprocessing))
                        .withAfter(new RandomErasing(0.25));
        };
    }

    public ImagePipeline withNormalize(Normalize normalize) {
        return new ImagePipeline(transforms, normalize, after);
    }

    public ImagePipeline withAfter(PlanesTransform... after) {
        return new ImagePipeline(transforms, normalize, List.of(after));
    }

    /// Whether there is chance in it.
    public boolean isRandom() {
        return transforms.stream().anyMatch(Transform::isRandom)
                || after.stream().anyMatch(PlanesTransform::isRandom);
    }

    /// 1 (grey), 3 (RGB) or 4 (RGBA).
    public int channels() {
        return normalize.mean().size();
    }

    /// One picture as a `[1, channels, height, width]` tensor in the caller's scope, without chance as
    /// long as no transform asks for it.
    public Tensor tensor(Image image) {
        Planes planes = apply(image, new SplittableRandom(0));
        return Tensors.of(planes.values(), 1, planes.channels(), planes.height(), planes.width());
    }

    Planes apply(Image image, RandomGenerator random) {
        Image current = image.toChannels(channels());
        for (Transform transform : transforms) {
            current = transform.apply(current, random);
        }
        float[] values = normalize.apply(current);
        for (PlanesTransform transform : after) {
            transform.apply(values, current.height(), current.width(), random);
        }
        return new Planes(values, channels(), current.height(), current.width());
    }

    private static Normalize normalize(Preprocessing preprocessing) {
        return new Normalize(preprocessing.mean(), preprocessing.std());
    }
}
