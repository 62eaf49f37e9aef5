package dev.graft.data.alike;

import dev.graft.data.Thumbnail;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// Finds images that are nearly the same: saved again with losses, made smaller, or cut by about a twentieth of a side.
/// All pairs are compared coarsely, whole against whole and against whole with a twentieth cut away; those that might
/// be alike are laid over each other as well as that goes and compared closely. What features of a network make of a
/// photo that was saved again differs more than what they make of two photos of the same steel; its pixels do not.
public final class AlikeImages {
    /// From here on two are alike. Photos of steel and of insects come to more when they were saved again as JPEG of
    /// quality 60, made smaller by a tenth, or cut by a twentieth; different ones hardly ever do.
    public static final double LIKENESS = 0.95;

    /// From here on a closer look is worth it: such copies come to more, if not by much where they were cut.
    private static final double WORTH_A_LOOK = 0.7;

    private static final Comparator<Alike> MOST_ALIKE = Comparator.comparingDouble(Alike::likeness)
            .reversed()
            .thenComparingInt(Alike::first)
            .thenComparingInt(Alike::second);

    private static final double[] STEPS = {0.02, 0.01, 0.005};
    private static final double ENOUGH_BETTER = 1e-4;
    private static final int BLOCK = 64;

    /// Of those that seem alike to one image, when links are looked for.
    private static final int NEAREST = 20;

    /// Pairs that are compared closely when links are looked for. Each takes about 0.07 s of a core, so that frames of
    /// one camera that stands still do not take hours.
    private static final int MOST_CLOSELY = 4000;

    private static final int TOGETHER = 32; // pairs that are compared closely before links are looked at again

    private final List<Thumbnail> images;
    private final int nearest;
    private final IntConsumer compared;
    private final List<Box> boxes = Box.first();

    private AlikeImages(List<Thumbnail> images, int nearest, IntConsumer compared) {
        this.images = images;
        this.nearest = nearest;
        this.compared = compared;
    }

    /// The pairs that are alike, those that are most alike first. An image of one colour is like none.
    public static List<Alike> find(List<Thumbnail> images) {
        AlikeImages search = new AlikeImages(images, images.size(), done -> {});
        return search.worthALook().stream()
                .map(search::closely)
                .filter(pair -> pair.likeness() >= LIKENESS)
                .sorted(MOST_ALIKE)
                .toList();
    }

    /// Pairs that hang together what is alike.
    ///
    /// @param pairs       those that are most alike first
    /// @param notCompared pairs that seemed alike and were not compared closely, because there were too many
    public record Links(List<Alike> pairs, int notCompared) {
        public Links {
            pairs = List.copyOf(pairs);
        }
    }

    /// As many pairs as it takes to hang together what is alike: of many copies of one image not all pairs. What it
    /// takes grows with the square of the number of images, and does not depend on how many are alike.
    ///
    /// @param compared told how many images were compared with all others
    public static Links links(List<Thumbnail> images, IntConsumer compared) {
        AlikeImages search = new AlikeImages(images, NEAREST, compared);
        List<Alike> seeming = search.worthALook().stream().sorted(MOST_ALIKE).toList();
        Linked linked = Linked.none(images.size());
        List<Alike> found = new ArrayList<>();
        int closely = 0;
        int at = 0;
        while (at < seeming.size() && closely < MOST_CLOSELY) {
            List<Alike> some = new ArrayList<>();
            for (; at < seeming.size() && some.size() < TOGETHER; at++) {
                if (!linked.areLinked(seeming.get(at).first(), seeming.get(at).second())) {
                    some.add(seeming.get(at));
                }
            }
            closely += some.size();
            some.parallelStream()
                    .map(search::closely)
                    .filter(pair -> pair.likeness() >= LIKENESS)
                    .toList()
                    .forEach(pair -> {
                        linked.link(pair.first(), pair.second());
                        found.add(pair);
                    });
        }
        found.sort(MOST_ALIKE);
        return new Links(found, seeming.size() - at);
    }

    /// Every pair once, with how alike it seems.
    private List<Alike> worthALook() {
        TreeMap<Long, Alike> found = new TreeMap<>();
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor whole = rows(0, images.size(), List.of(Box.WHOLE)).t().contiguous();
            for (int from = 0; from < images.size(); from += BLOCK) {
                int to = Math.min(images.size(), from + BLOCK);
                for (Alike pair : against(whole, from, to)) {
                    long key = (long) pair.first() * images.size() + pair.second();
                    found.merge(key, pair, (a, b) -> a.likeness() >= b.likeness() ? a : b);
                }
                compared.accept(to);
            }
        }
        return List.copyOf(found.values());
    }

    private List<Alike> against(Tensor whole, int from, int to) {
        List<Alike> pairs = new ArrayList<>();
        try (Scope scope = Scope.open()) {
            Tensor scores = rows(from, to, boxes)
                    .mm(whole)
                    .view(to - from, boxes.size(), images.size())
                    .amax(new long[] {1}, false);
            float[] likeness = Tensors.floats(scores);
            for (int one = from; one < to; one++) {
                int row = (one - from) * images.size();
                pairs.addAll(nearest(one, Arrays.copyOfRange(likeness, row, row + images.size())));
            }
        }
        return pairs;
    }

    /// Those to which one image seems alike.
    ///
    /// @param likeness to each image
    private List<Alike> nearest(int one, float[] likeness) {
        List<Alike> near = new ArrayList<>();
        for (int other = 0; other < likeness.length; other++) {
            if (one != other && likeness[other] > WORTH_A_LOOK) {
                near.add(new Alike(Math.min(one, other), Math.max(one, other), likeness[other]));
            }
        }
        return near.size() <= nearest
                ? near
                : near.stream().sorted(MOST_ALIKE).limit(nearest).toList();
    }

    /// Details of parts of some images, a row each, image by image.
    private Tensor rows(int from, int to, List<Box> parts) {
        int width = Details.COARSE.side() * Details.COARSE.side();
        int rows = (to - from) * parts.size();
        float[] all = new float[Math.multiplyExact(rows, width)];
        for (int row = 0; row < rows; row++) {
            Thumbnail image = images.get(from + row / parts.size());
            float[] details = Details.COARSE.of(image, parts.get(row % parts.size()));
            System.arraycopy(details, 0, all, row * width, width);
        }
        return Tensors.of(all, rows, width);
    }

    /// Either may be a part of the other.
    private Alike closely(Alike pair) {
        Thumbnail first = images.get(pair.first());
        Thumbnail second = images.get(pair.second());
        double likeness = Math.max(asPart(first, second), asPart(second, first));
        return new Alike(pair.first(), pair.second(), Math.min(1, likeness));
    }

    /// How well the best part of one image shows what all of another does.
    private double asPart(Thumbnail image, Thumbnail part) {
        float[] wanted = Details.FINE.of(part, Box.WHOLE);
        Laid best = new Laid(Box.WHOLE, -1);
        for (Box box : boxes) {
            best = best.or(image, box, wanted);
        }
        for (double step : STEPS) {
            Laid before;
            do {
                before = best;
                for (Box box : before.box().around(step)) {
                    best = best.or(image, box, wanted);
                }
            } while (best.likeness() > before.likeness() + ENOUGH_BETTER);
        }
        return best.likeness();
    }

    /// A part of an image, and how alike it is to what is looked for.
    private record Laid(Box box, double likeness) {
        Laid or(Thumbnail image, Box other, float[] wanted) {
            double found = Details.likeness(Details.FINE.of(image, other), wanted);
            return found > likeness ? new Laid(other, found) : this;
        }
    }
}
