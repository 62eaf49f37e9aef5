package dev.graft.examples;

import dev.graft.Models;
import dev.graft.data.Splits;
import dev.graft.data.text.TextData;
import dev.graft.job.FineTuning;
import dev.graft.job.Run;
import dev.graft.model.InitialWeights;
import dev.graft.model.Model;
import dev.graft.model.ModelChoice;
import dev.graft.text.Text;
import dev.graft.torch.Device;
import dev.graft.train.TrainingListener;
import dev.graft.tune.Plan;
import dev.graft.tune.Plans;

/// Fine-tuning a text encoder as HuggingFace's `Trainer` does it: one small rate for everything, a warm-up, evaluation
/// and saving each epoch, the best model at the end.
/// ```text
/// TextClassification DATA --model FOLDER [--weights pretrained|none|FILE] [--epochs N] [--batch N] [--max-length N]
///     [--out DIR]
/// ```
/// DATA is a CSV, TSV or JSONL file of texts and labels, or a folder of them.
final class TextClassification {
    private static final double RATE = 2e-5;

    void main(String... args) {
        Arguments given = Arguments.of(args, "model", "weights", "epochs", "batch", "max-length", "out");
        Splits<Text> data = given.data()
                .map(TextData::open)
                .orElseThrow(() -> new IllegalArgumentException("expected DATA, a table of texts and labels"));
        ModelChoice choice = ModelChoice.of(given.text("model", "models/bert-base-multilingual-cased"))
                .withWeights(InitialWeights.parse(given.text("weights", "pretrained")))
                .withMaxLength(given.number("max-length", 0));

        try (Model<Text> model = Models.start(choice, data, Device.parse("auto"))) {
            Plan plan = Plans.huggingFace(model.outline(), given.number("epochs", 3), RATE);
            Run run = FineTuning.of(model, data, plan)
                    .withBatch(given.number("batch", 16))
                    .withListener(TrainingListener.lines(System.out::println))
                    .run(given.path("out", "runs/texts"));
            System.out.println(run.line(plan.epochs()));
        }
    }
}
