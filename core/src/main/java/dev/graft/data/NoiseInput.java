package dev.graft.data;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Noise in place of images that there are not yet: to measure with.
///
/// @param like what images will come in by
public record NoiseInput(ImageInput like) implements Input<ImageSource> {
    /// As many examples as there will be, in classes of like size.
    public static Splits<ImageSource> splits(int training, int validation, List<String> classes) {
        return Splits.of(Kind.IMAGE, examples(training, classes), examples(validation, classes));
    }

    private static Dataset<ImageSource> examples(int count, List<String> classes) {
        List<Example<ImageSource>> one = IntStream.range(0, classes.size())
                .mapToObj(label -> Example.of(new ImageBytes("noise", new byte[0]), label))
                .toList();
        List<Example<ImageSource>> all = Collections.nCopies(Math.ceilDiv(count, one.size()), one).stream()
                .flatMap(List::stream)
                .limit(count)
                .toList();
        return Dataset.ofClasses(all, classes);
    }

    @Override
    public Kind kind() {
        return like.kind();
    }

    @Override
    public IndexedSource training(Dataset<ImageSource> data, int batch, long seed, boolean joinsLone) {
        int views = like.pipeline().isRandom() ? like.views() : 1;
        return noise(data, batch, joinsLone, views);
    }

    @Override
    public IndexedSource validation(Dataset<ImageSource> data, int batch) {
        return noise(data, batch, false, 1);
    }

    private IndexedSource noise(Dataset<ImageSource> data, int batch, boolean joins, int views) {
        Preprocessing made = like.preprocessing();
        return new NoiseImages(data.size(), batch, data.labels().size(), made.channels(), made.size(), joins, views);
    }

    @Override
    public Questions questions(List<ImageSource> examples, int batch) {
        return like.questions(examples, batch);
    }

    @Override
    public Reading<ImageSource, ?> reading() {
        return like.reading();
    }
}
