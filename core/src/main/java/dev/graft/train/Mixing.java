package dev.graft.train;

/// Blends each image of a training batch, and its label, with the one before it in the batch. With both on, each
/// batch is blended in one of the two ways, by equal chance.
///
/// - mixup: Zhang et al. 2017, <https://arxiv.org/abs/1710.09412>
/// - CutMix: Yun et al. 2019, <https://arxiv.org/abs/1905.04899>
///
/// The blends are those of `MixUp` and `CutMix` in torchvision 0.16, `transforms/v2/_augment.py`. How much of each
/// image is drawn from Beta(alpha, alpha) for each batch, and follows from the recipe's seed, the epoch and the batch
/// alone. The training accuracy counts against the label that has the larger share.
///
/// @param mixupAlpha  above 0: images are added; 0 for never. Usual: 0.2
/// @param cutmixAlpha above 0: a rectangle is taken from the other image; 0 for never. Usual: 1
public record Mixing(double mixupAlpha, double cutmixAlpha) {
    /// Every image as it is.
    public static final Mixing NONE = new Mixing(0, 0);

    public Mixing {
        requireAlpha("mixup", mixupAlpha);
        requireAlpha("cutmix", cutmixAlpha);
    }

    public static Mixing mixup(double alpha) {
        return new Mixing(alpha, 0);
    }

    public static Mixing cutmix(double alpha) {
        return new Mixing(0, alpha);
    }

    /// Whether anything is blended at all.
    public boolean blends() {
        return mixupAlpha > 0 || cutmixAlpha > 0;
    }

    private static void requireAlpha(String what, double alpha) {
        if (!(alpha >= 0 && Double.isFinite(alpha))) {
            throw new IllegalArgumentException(what + ": expected an alpha of 0 or more, found " + alpha);
        }
    }
}
