package dev.graft.data;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Image;
import dev.graft.data.image.LongImage;
import dev.graft.data.image.Resampling;
import dev.graft.data.image.Resize;
import dev.graft.data.image.Sample;
import dev.graft.data.image.Transform;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The beginning of an [ImagePipeline] that has no chance in it: the same image always becomes the
/// same, and need not be made twice.
///
/// @param steps         transforms that are [Transform#fixed()]
/// @param exactDecoding as in [ImagePipeline]
/// @param range         as in [ImagePipeline]
public record Fixed(
        List<Transform> steps,
        boolean exactDecoding,
        @Nullable ValueRange range) {
    public Fixed {
        steps = List.copyOf(steps);
    }

    /// The transforms up to the first that has chance in it.
    static Fixed of(ImagePipeline pipeline) {
        List<Transform> steps =
                pipeline.transforms().stream().takeWhile(Transform::fixed).toList();
        return new Fixed(steps, pipeline.exactDecoding(), pipeline.range());
    }

    Image apply(EncodedImage image) {
        return apply(image.within(range), steps, exactDecoding, new SplittableRandom(0));
    }

    /// Decodes an image and transforms it. If the first step resizes, it is decoded no larger than that needs.
    static Image apply(EncodedImage image, List<Transform> steps, boolean exactDecoding, RandomGenerator random) {
        if (exactDecoding || steps.isEmpty() || !(steps.getFirst() instanceof Resampling first)) {
            return apply(image.decode(1), steps, random);
        }
        if (LongImage.isIn(image.width(), image.height(), steps)) {
            return apply(image.decode(1), steps, random);
        }
        Sample sample = first.sample(image.width(), image.height(), random);
        int reduction = sample.reduction();
        Image decoded = image.decode(reduction);
        boolean smaller = decoded.width() < image.width() || decoded.height() < image.height();
        Image resized = (smaller ? sample.reduced(reduction, decoded) : sample).apply(decoded);
        return apply(resized, steps.subList(1, steps.size()), random);
    }

    static Image apply(Image image, List<Transform> steps, RandomGenerator random) {
        Image current = image;
        List<Transform> rest = steps;
        while (!rest.isEmpty()) {
            boolean both = LongImage.isIn(current.width(), current.height(), rest);
            current = both
                    ? LongImage.middle(current, (Resize) rest.get(0), (CenterCrop) rest.get(1))
                    : rest.getFirst().apply(current, random);
            rest = rest.subList(both ? 2 : 1, rest.size());
        }
        return current;
    }
}
