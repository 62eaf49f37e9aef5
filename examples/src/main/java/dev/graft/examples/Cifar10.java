package dev.graft.examples;

import dev.graft.Models;
import dev.graft.data.ImageData;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageOptions;
import dev.graft.data.ImagePipeline;
import dev.graft.data.ImageSource;
import dev.graft.data.Splits;
import dev.graft.data.image.Normalize;
import dev.graft.data.image.RandomHorizontalFlip;
import dev.graft.data.image.RandomRotation;
import dev.graft.data.image.Resize;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.torch.Device;
import dev.graft.train.TrainingEvent;
import dev.graft.tune.Group;
import dev.graft.tune.Interval;
import dev.graft.tune.OptimizerSettings;
import dev.graft.tune.Plan;
import dev.graft.tune.Schedule;
import java.nio.file.Path;
import java.util.List;

/// A whole fine-tuning: ResNet-18, pretrained on ImageNet, learns the ten classes of CIFAR-10.
/// ```text
/// Cifar10 DATA [--out DIR] [--weights pretrained|none|FILE] [--epochs N] [--size PIXELS] [--limit N] [--resume DIR]
/// ```
/// DATA is `cifar-10-batches-bin` or `cifar-10-batches-py` as published, or folders of class folders. `--limit` takes
/// so many images of each class and no more; `--resume` goes on with a run that was interrupted.
final class Cifar10 {
    void main(String... args) {
        Arguments given = Arguments.of(args, "out", "weights", "epochs", "size", "limit", "resume");
        int size = given.number("size", 224);

        // Trains on the training part and validates on the test part.
        Path folder = given.data().orElseThrow(() -> new IllegalArgumentException("expected DATA, found none"));
        Splits<ImageSource> data = ImageData.open(
                        folder, ImageOptions.defaults().withTestForValidation(true))
                .atMost(given.number("limit", Integer.MAX_VALUE));

        // 32 pixels grow to what the network learned from; nothing is cut off in validation, either.
        ModelChoice resnet18 = ModelChoice.of("resnet18")
                .withWeights(InitialWeights.parse(given.text("weights", "pretrained")))
                .withSize(size)
                .withResize(size);
        ImagePipeline augmented = ImagePipeline.of(new Resize(size), new RandomHorizontalFlip(), new RandomRotation(10))
                .withNormalize(Normalize.IMAGENET);

        try (Model<ImageSource> model = Models.start(resnet18, data, Device.parse("auto"))) {
            Plan plan = Plan.of(
                            given.number("epochs", 10),
                            new Group("pretrained", model.outline().backbone(), 1e-4, 1e-2),
                            new Group("classifier", List.of("fc"), 1e-3, 1e-2))
                    .withOptimizer(OptimizerSettings.adamW())
                    .withSchedule(Schedule.cosine(), Interval.EPOCH)
                    .withName("fine-tuning");
            System.out.println(plan.resolve(model.outline()).describe());

            FineTuning<ImageSource> tuning = FineTuning.of(model, data, plan)
                    .withInput(ImageInput.of(model).withPipeline(augmented))
                    .withBatch(64)
                    .withListener(Cifar10::tell);
            Run run = given.options().containsKey("resume")
                    ? tuning.resume(given.path("resume", ""))
                    : tuning.run(given.path("out", "runs/cifar10"));
            System.out.printf(
                    "%nBest validation accuracy: %.4f%nModel: %s%n", run.best().valAccuracy(), run.folder());
        }
    }

    private static void tell(TrainingEvent event) {
        if (event instanceof TrainingEvent.EpochDone done) {
            System.out.println(done.line());
            if (done.best()) {
                System.out.printf(
                        "  → Best model saved (Val Acc: %.4f)%n", done.result().valAccuracy());
            }
        }
    }
}
