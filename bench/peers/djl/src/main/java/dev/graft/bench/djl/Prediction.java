package dev.graft.bench.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Photos through a MobileNetV2.
final class Prediction {
    private Prediction() {}

    /// Prints path, class and probability of each photo; they are decoded on several threads, a batch at a time.
    static void predict(Path folder, List<Path> photos, int batch)
            throws IOException, MalformedModelException, TranslateException {
        ImageClassificationTranslator.Builder translator = ImageClassificationTranslator.builder()
                .optSynset(List.of("ants", "bees"))
                .optApplySoftmax(true);
        Networks.preprocessing().forEach(translator::addTransform);
        try (Model model = Networks.load(folder, Networks.MOBILENET, false)) {
            int done = 0;
            try (Predictor<Image, Classifications> predictor = model.newPredictor(translator.build())) {
                for (int from = 0; from < photos.size(); from += batch) {
                    List<Path> paths = photos.subList(from, Math.min(photos.size(), from + batch));
                    List<Image> images =
                            paths.parallelStream().map(Prediction::read).toList();
                    List<Classifications> found = predictor.batchPredict(images);
                    for (int i = 0; i < paths.size(); i++) {
                        Classifications.Classification best = found.get(i).best();
                        System.out.println(paths.get(i) + "\t" + best.getClassName() + "\t" + best.getProbability());
                        done++;
                    }
                }
            }
            System.out.println("bench photos " + done);
        }
    }

    static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private static Image read(Path photo) {
        try {
            return ImageFactory.getInstance().fromFile(photo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
