package dev.graft.bench.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.basicdataset.cv.classification.ImageFolder;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Feature extraction from folders of photos, and the training step alone.
final class Training {
    private Training() {}

    /// A new head on a frozen trunk: trains and validates each epoch, and saves the best model.
    static void featureExtraction(Work work) throws IOException, TranslateException, MalformedModelException {
        try (Model model = Networks.load(work.path("beginnings"), Networks.MOBILENET, true)) {
            long trainable = freezeAllButHead(model.getBlock());
            try (Trainer trainer = model.newTrainer(config(work.rate()))) {
            trainer.initialize(new Shape(1, 3, Networks.SIZE, Networks.SIZE));
            ImageFolder train = photos(work, "train", true);
            ImageFolder val = photos(work, "val", false);
            float best = -1;
            for (int epoch = 0; epoch < work.number("epochs"); epoch++) {
                EasyTrain.fit(trainer, 1, train, val);
                float accuracy = trainer.getTrainingResult().getValidateEvaluation("Accuracy");
                if (accuracy > best) {
                    best = accuracy;
                    save(model, work.path("out"));
                }
            }
            System.out.printf(Locale.ROOT, "bench val_accuracy %.4f%n", best);
            System.out.println("bench trainable " + trainable);
            }
        }
    }

    /// The step of a whole network on one batch in memory.
    static void step(Work work, String network) throws IOException, MalformedModelException {
        int batch = work.number("batch");
        try (Model model = Networks.load(work.path("beginnings"), network, true);
                Trainer trainer = model.newTrainer(config(1e-4f));
                NDManager manager = NDManager.newBaseManager()) {
            Shape shape = new Shape(batch, 3, Networks.SIZE, Networks.SIZE);
            trainer.initialize(shape);
            NDArray images = manager.randomNormal(shape);
            NDArray labels = manager.arange(batch).mod(Networks.CLASSES).toType(DataType.INT64, false);
            long started = System.nanoTime();
            int steps = work.number("steps");
            for (int step = -work.number("warmup"); step < steps; step++) {
                if (step == 0) {
                    started = System.nanoTime();
                }
                step(trainer, images, labels);
            }
            double seconds = (System.nanoTime() - started) * 1e-9 / steps;
            System.out.printf(Locale.ROOT, "bench seconds_per_step %.5f%n", seconds);
        }
    }

    private static void step(Trainer trainer, NDArray images, NDArray labels) {
        try (NDManager each = trainer.getManager().newSubManager()) {
            NDArray input = images.duplicate();
            input.attach(each);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList logits = trainer.forward(new NDList(input));
                NDArray loss = trainer.getLoss().evaluate(new NDList(labels), logits);
                collector.backward(loss);
                loss.getFloat();
                loss.close();
                logits.close();
            }
            trainer.step();
        }
    }

    private static DefaultTrainingConfig config(float rate) {
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adamW()
                        .optLearningRateTracker(Tracker.fixed(rate))
                        .optWeightDecays(0.01f)
                        .build())
                .optExecutorService() // photos are read on several threads
                .addEvaluator(new Accuracy())
                .addTrainingListeners(TrainingListener.Defaults.basic());
    }

    private static ImageFolder photos(Work work, String part, boolean shuffled) throws IOException, TranslateException {
        ImageFolder.Builder builder = ImageFolder.builder()
                .setRepositoryPath(work.path("data").resolve(part))
                .setSampling(work.number("batch"), shuffled);
        Networks.preprocessing().forEach(builder::addTransform);
        ImageFolder photos = builder.build();
        photos.prepare();
        return photos;
    }

    /// The head is what torchvision calls `classifier`.
    private static long freezeAllButHead(Block block) {
        long trainable = 0;
        for (Parameter parameter : block.getParameters().values()) {
            boolean head = parameter.getName().contains("classifier");
            parameter.freeze(!head);
            trainable += head ? parameter.getArray().size() : 0;
        }
        return trainable;
    }

    static void save(Model model, Path folder) throws IOException {
        Files.createDirectories(folder);
        model.setProperty("Epoch", "0");
        model.save(folder, model.getName());
    }
}
