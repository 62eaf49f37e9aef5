package dev.graft.train;

import dev.graft.data.Batch;
import dev.graft.torch.Ops;
import dev.graft.torch.Rng;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// A training batch after [Mixing].
///
/// @param inputs  what the network takes
/// @param own     targets of the examples themselves; where they are blended, class indices `[N]`
/// @param other   class indices of what each was blended with, `[N]`
/// @param share   how much of each example is itself
/// @param blended whether it was blended at all: targets are probabilities then
record Mixed(List<Tensor> inputs, List<Tensor> own, Tensor other, double share, boolean blended) {

    /// A batch blended as the recipe says.
    ///
    /// @param seed decides how; libtorch's global generators are seeded with it where they are used
    /// @throws IllegalArgumentException if the batch does not hold images and there is something to blend
    static Mixed of(Mixing mixing, Batch batch, long seed) {
        if (!mixing.blends()) {
            return new Mixed(batch.inputs(), batch.targets(), batch.target(), 1, false);
        }
        requireImages(batch);
        SplittableRandom random = new SplittableRandom(seed);
        boolean both = mixing.mixupAlpha() > 0 && mixing.cutmixAlpha() > 0;
        boolean cut = both ? random.nextBoolean() : mixing.cutmixAlpha() > 0;
        double lambda = beta(cut ? mixing.cutmixAlpha() : mixing.mixupAlpha(), seed);
        if (!cut) {
            return mixup(batch, lambda);
        }
        int height = (int) batch.inputs().getFirst().size(2);
        int width = (int) batch.inputs().getFirst().size(3);
        int x = random.nextInt(width);
        int y = random.nextInt(height);
        return cutmix(batch, CutBox.around(x, y, lambda, width, height));
    }

    /// `lambda` of each image and the rest of the one before it.
    static Mixed mixup(Batch batch, double lambda) {
        Tensor images = batch.inputs().getFirst();
        Tensor mixed = rolled(images).mul_(new Scalar(1 - lambda)).add_(images.mul(new Scalar(lambda)));
        return blended(batch, mixed, lambda);
    }

    /// Each image with a rectangle of the one before it.
    static Mixed cutmix(Batch batch, CutBox box) {
        Tensor images = batch.inputs().getFirst();
        Tensor mixed = images.clone();
        part(mixed, box).copy_(part(rolled(images), box));
        return blended(batch, mixed, box.outside(images.size(3), images.size(2)));
    }

    /// What the loss compares with: the batch's targets, or probabilities `[N, classes]` where images were blended.
    List<Tensor> targets(long classes) {
        if (!blended) {
            return own;
        }
        return List.of(probabilities(other, classes)
                .mul_(new Scalar(1 - share))
                .add_(probabilities(own.getFirst(), classes).mul_(new Scalar(share))));
    }

    /// The class with the larger share in each example; its own when both are equal.
    List<Tensor> heavier() {
        return share >= 0.5 ? own : List.of(other);
    }

    private static Mixed blended(Batch batch, Tensor images, double share) {
        return new Mixed(List.of(images), batch.targets(), rolled(batch.target()), share, true);
    }

    private static Tensor rolled(Tensor tensor) {
        return tensor.roll(new long[] {1}, 0);
    }

    private static Tensor part(Tensor images, CutBox box) {
        return images.narrow(2, box.y1(), box.y2() - box.y1()).narrow(3, box.x1(), box.x2() - box.x1());
    }

    private static Tensor probabilities(Tensor classes, long count) {
        return torch.one_hot(classes, count).to(ScalarType.Float);
    }

    /// A number of 0…1 from Beta(alpha, alpha).
    private static double beta(double alpha, long seed) {
        Rng.seedGlobal(seed);
        try (Scope scope = Scope.open()) {
            Tensor alphas =
                    Tensors.of(new float[] {(float) alpha, (float) alpha}, 2).to(ScalarType.Double);
            return Ops.call("aten::_sample_dirichlet", Ops.tensor(alphas), Ops.none())
                    .get(0)
                    .toTensor()
                    .narrow(0, 0, 1)
                    .item_double();
        }
    }

    private static void requireImages(Batch batch) {
        Tensor first = batch.inputs().getFirst();
        if (batch.inputs().size() > 1 || first.dim() != 4 || !first.is_floating_point()) {
            throw new IllegalArgumentException("mixing: expected batches of images, float [N, C, H, W], found "
                    + batch.inputs().stream().map(Tensors::describe).toList()
                    + "; only images can be blended: remove mixup and cutmix");
        }
        if (batch.targets().size() > 1) {
            throw new IllegalArgumentException("mixing: expected one tensor of targets, class indices, found "
                    + batch.targets().stream().map(Tensors::describe).toList() + ": remove mixup and cutmix");
        }
    }
}
