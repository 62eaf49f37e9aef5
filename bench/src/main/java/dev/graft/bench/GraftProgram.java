package dev.graft.bench;

import dev.graft.torch.Engine;
import dev.graft.train.Precision;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Graft through its command line, and through the library for the training step alone.
final class GraftProgram implements Program {
    static final String NAME = "graft";

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String prepare(Setting setting, Launch launch) {
        // builds where sources changed, unpacks the natives on a new machine, and leaves a model to predict with
        List<String> command = train(task(Row.FEATURE_EXTRACTION, setting.withEpochs(1)), setting, model(setting));
        command.addAll(List.of("--per-class", "4"));
        launch.run(call(command, setting), false, output -> read(Row.FEATURE_EXTRACTION, output));
        // the second start after a build makes the start-up cache
        launch.run(call(graft(setting, "--version"), setting), false, Told::of);
        return "libtorch " + Engine.version() + ", Java " + Runtime.version().feature() + ", as ./graft starts it";
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        if (row.isTraining()) {
            return Optional.of(call(train(task(row, setting), setting, out), setting));
        }
        if (row == Row.PREDICT_WARM) {
            return Optional.of(warm(setting));
        }
        if (row.isStep()) {
            return Optional.of(row.isOfTexts() ? textStep(row, setting) : step(row, setting));
        }
        Path photos = row == Row.PREDICT_ONE ? setting.photo() : setting.photos();
        return Optional.of(call(prediction(setting, photos), setting));
    }

    @Override
    public Told read(Row row, String output) {
        if (row.isTraining()) {
            return report(output);
        }
        return row.isTold()
                ? Told.of(output)
                : new Told(Map.of("photos", Long.toString(output.lines().count() - 1))); // a header above
    }

    private static Path model(Setting setting) {
        return setting.scratch().resolve("graft-model");
    }

    private static List<String> train(List<String> task, Setting setting, Path out) {
        List<String> command = graft(setting, "train");
        command.addAll(task);
        command.addAll(List.of("--out", out.toString(), "--quiet", "--json"));
        return command;
    }

    /// Data and options of a row's training, as `graft train` and `graft plan` take them.
    static List<String> task(Row row, Setting setting) {
        return switch (row) {
            case FEATURE_EXTRACTION, MEMORY -> photos(setting, frozenMobileNet(setting), List.of("--augment", "none"));
            case FEATURE_EXTRACTION_LIGHT -> {
                List<String> augment = new ArrayList<>(List.of("--augment", "light"));
                augment.addAll(setting.lightArgs());
                yield photos(setting, frozenMobileNet(setting), augment);
            }
            case LAST_STAGE ->
                photos(
                        setting,
                        List.of("--model", "resnet18", "--weights", "none", "--strategy", "last-stage"),
                        List.of("--augment", "none"));
            case TEXT -> texts(setting, "full", 1, Setting.TEXT_RATE);
            case TEXT_FROZEN -> texts(setting, "feature-extraction", Texts.FROZEN_EPOCHS, Setting.RATE);
            case TEXT_SMALL -> {
                List<String> small =
                        new ArrayList<>(List.of(setting.texts().data().toString()));
                small.addAll(List.of("--model", "graft-nano-ko", "--epochs", "1"));
                yield small;
            }
            case FULL,
                    FULL_BF16,
                    MOBILENET_STEP,
                    MOBILENET_STEP_BF16,
                    PREDICT_FOLDER,
                    PREDICT_ONE,
                    PREDICT_WARM,
                    TEXT_STEP,
                    TEXT_STEP_BF16 -> throw new IllegalArgumentException(row.id() + " is not a training");
        };
    }

    private static List<String> frozenMobileNet(Setting setting) {
        return List.of(
                "--model",
                "mobilenet_v2",
                "--weights",
                setting.mobileNetWeights().toString(),
                "--strategy",
                "feature-extraction");
    }

    private static List<String> photos(Setting setting, List<String> model, List<String> augment) {
        List<String> task = new ArrayList<>(List.of(setting.data().toString()));
        task.addAll(model);
        task.addAll(List.of("--epochs", Integer.toString(setting.epochs())));
        task.addAll(List.of("--batch", Integer.toString(Setting.BATCH)));
        task.addAll(List.of("--lr", String.format(Locale.ROOT, "%.4f", Setting.RATE)));
        task.addAll(augment);
        return task;
    }

    private static List<String> texts(Setting setting, String strategy, int epochs, double rate) {
        return List.of(
                setting.texts().data().toString(),
                "--model",
                setting.texts().model().toString(),
                "--weights",
                "none",
                "--strategy",
                strategy,
                "--epochs",
                Integer.toString(epochs),
                "--batch",
                Integer.toString(Texts.BATCH),
                "--lr",
                Double.toString(rate),
                "--max-length",
                Integer.toString(Texts.MAX_LENGTH));
    }

    /// The launcher with a command, to add to.
    static List<String> graft(Setting setting, String command) {
        return new ArrayList<>(List.of(setting.root().resolve("graft").toString(), command));
    }

    private static List<String> prediction(Setting setting, Path photos) {
        List<String> command = graft(setting, "predict");
        command.addAll(List.of(model(setting).toString(), photos.toString(), "--csv"));
        return command;
    }

    /// Leaves what all programs begin with, and says what the network makes of it.
    static Call firstLoss(SameNetwork network, Setting setting) {
        String folder = setting.beginning(network).toString();
        return switch (network) {
            case MOBILENET_V2 ->
                java(
                        setting,
                        FirstLoss.class,
                        network.id(),
                        folder,
                        setting.mobileNetWeights().toString());
            case RESNET18 -> java(setting, FirstLoss.class, network.id(), folder);
            case BERT_BASE ->
                java(
                        setting,
                        FirstLoss.class,
                        network.id(),
                        folder,
                        setting.texts().model().toString());
        };
    }

    private static String precision(Row row) {
        return (row.isBfloat16() ? Precision.BF16 : Precision.FP32).name();
    }

    private static Call step(Row row, Setting setting) {
        return java(
                setting,
                TrainingStep.class,
                row.network().id(),
                precision(row),
                Integer.toString(setting.steps()),
                Integer.toString(Setting.WARM_UP_STEPS));
    }

    private static Call textStep(Row row, Setting setting) {
        return java(
                setting,
                TextStep.class,
                setting.texts().model().toString(),
                precision(row),
                Integer.toString(setting.steps()),
                Integer.toString(Setting.WARM_UP_STEPS));
    }

    /// As a service of one's own runs it: nothing is set for the C library.
    private static Call warm(Setting setting) {
        String folder = model(setting).toString();
        return plainJava(setting, WarmPrediction.class, folder, setting.photo().toString());
    }

    /// The JVM that the launcher would start, on this module's classes.
    private static Call java(Setting setting, Class<?> main, String... arguments) {
        return plainJava(setting, main, arguments).with("MALLOC_ARENA_MAX", "1");
    }

    private static Call plainJava(Setting setting, Class<?> main, String... arguments) {
        String java =
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path", ""),
                main.getName()));
        command.addAll(List.of(arguments));
        return call(command, setting);
    }

    static Call call(List<String> command, Setting setting) {
        return new Call(command, Map.of("GRAFT_OFFLINE", "1"), setting.root());
    }

    private static Told report(String output) {
        JsonNode report = JSON.readTree(output);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("val_accuracy", report.at("/best/val_accuracy").asString());
        values.put("trainable", report.at("/model/trainable/0").asString());
        return new Told(values);
    }
}
