package dev.graft.advise;

import dev.graft.advise.Inspection.Sizes;
import dev.graft.advise.Inspection.Spread;
import dev.graft.data.GreyImages;
import dev.graft.data.ImageSource;
import dev.graft.data.Thumbnail;
import dev.graft.data.ValueRange;
import dev.graft.data.Wording;
import dev.graft.data.alike.Alike;
import dev.graft.data.alike.AlikeImages;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Looks at images, each in small.
///
/// @param range which values of deep grey images are black and white; null where none is known
record Pictures(List<ImageSource> images, @Nullable ValueRange range, long seed, Inspector.Progress progress) {
    /// Images that are compared with each other: all pairs of so many take about five minutes on two cores.
    private static final int MOST_COMPARED = 20_000;

    private static final int LOOKED_FOR_COLOUR = 200;
    private static final int TOGETHER = 256;

    /// @param twins positions that have the content of another one before them
    Seen look(Set<Integer> twins) {
        List<Thumbnail> small = thumbnails();
        Map<Integer, String> blank = new TreeMap<>();
        List<Integer> compared = new ArrayList<>();
        for (int i = 0; i < small.size(); i++) {
            if (small.get(i).isEmpty()) {
                blank.put(i, "one colour all over");
            } else if (!twins.contains(i)) {
                compared.add(i);
            }
        }
        List<String> notDone = new ArrayList<>();
        if (compared.size() > MOST_COMPARED) {
            notDone.add("of %s that differ only %,d, drawn by chance, were compared with each other"
                    .formatted(Wording.count(compared.size(), "image"), MOST_COMPARED));
            compared = drawn(compared);
        }
        return Seen.ofImages(sizes(small), blank, alike(small, compared, notDone), notDone);
    }

    private List<Thumbnail> thumbnails() {
        List<Thumbnail> small = new ArrayList<>();
        while (small.size() < images.size()) {
            progress.at("looking", small.size(), images.size());
            small.addAll(images.subList(small.size(), Math.min(images.size(), small.size() + TOGETHER)).parallelStream()
                    .map(image -> Thumbnail.of(image, range))
                    .toList());
        }
        progress.at("looking", images.size(), images.size());
        return small;
    }

    private List<Integer> drawn(List<Integer> all) {
        List<Integer> mixed = new ArrayList<>(all);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < MOST_COMPARED; i++) {
            Collections.swap(mixed, i, i + random.nextInt(mixed.size() - i));
        }
        return mixed.stream().limit(MOST_COMPARED).sorted().toList();
    }

    private List<Alike> alike(List<Thumbnail> small, List<Integer> compared, List<String> notDone) {
        AlikeImages.Links links = AlikeImages.links(
                compared.stream().map(small::get).toList(), done -> progress.at("comparing", done, compared.size()));
        if (links.notCompared() > 0) {
            notDone.add(String.format(
                    "%,d pairs of images that might be nearly the same were not compared closely: there are too many",
                    links.notCompared()));
        }
        return links.pairs().stream()
                .map(pair -> new Alike(compared.get(pair.first()), compared.get(pair.second()), pair.likeness()))
                .toList();
    }

    private Sizes sizes(List<Thumbnail> small) {
        int some = Math.min(images.size(), LOOKED_FOR_COLOUR);
        long grey = IntStream.range(0, some)
                .parallel()
                .filter(i -> GreyImages.isGrey(images.get((int) ((long) i * images.size() / some)), range))
                .count();
        return new Sizes(
                spread(small, Thumbnail::width),
                spread(small, Thumbnail::height),
                spread(small, image -> (double) image.width() / image.height()),
                (double) grey / some);
    }

    private static Spread spread(List<Thumbnail> small, ToDoubleFunction<Thumbnail> number) {
        return Spread.of(small.stream().mapToDouble(number).toArray());
    }
}
