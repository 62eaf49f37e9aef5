package dev.graft.data;

import dev.graft.data.image.CenterCrop;
import dev.graft.data.image.Interpolation;
import dev.graft.data.image.Padded;
import dev.graft.data.image.Resampling;
import dev.graft.data.image.Resize;
import dev.graft.data.image.ResizeTo;
import dev.graft.data.image.Squeezed;
import dev.graft.data.image.Transform;
import java.util.List;

/// How an image that is not square becomes the square that a network takes.
public enum Fit {
    /// The middle of it: the ends of the longer side are cut off. As most networks were pretrained.
    CROP,
    /// The whole of it: a border in the mean colour makes it a square first.
    PAD,
    /// The whole of it: the longer side is resized to the length of the shorter one.
    SQUEEZE;

    private static final double MANY = 0.1;

    /// What suits images of such shapes, as far as it was measured: where more than a tenth of them would lose half of
    /// what they show, all are squeezed.
    ///
    /// @param data to learn from
    public static Fit suiting(Dataset<?> data) {
        return SeenShare.longOnes(data) > MANY ? SQUEEZE : CROP;
    }

    /// What is done to an image outside training. A middle that is cut out of more than the network takes would lose
    /// the ends again, so that only [#CROP] does that.
    List<Transform> evaluation(Preprocessing preprocessing) {
        int size = preprocessing.size();
        Interpolation how = preprocessing.interpolation();
        return switch (this) {
            case CROP -> List.of(new Resize(preprocessing.resize(), how), new CenterCrop(size));
            case PAD, SQUEEZE -> List.of(of(new ResizeTo(size, size, how), preprocessing.mean()));
        };
    }

    /// A resampling of the image after it was made a square so.
    ///
    /// @param mean colour of a border, one value a channel on the 0…1 scale
    public Resampling of(Resampling square, List<Double> mean) {
        return switch (this) {
            case CROP -> square;
            case PAD -> new Padded(square, mean);
            case SQUEEZE -> new Squeezed(square);
        };
    }
}
