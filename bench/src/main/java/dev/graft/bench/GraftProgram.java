package dev.graft.bench;

import dev.graft.torch.Engine;
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
        List<String> command = new ArrayList<>(training(Row.FEATURE_EXTRACTION, setting.withEpochs(1), model(setting)));
        command.addAll(List.of("--per-class", "4"));
        launch.run(call(command, setting), false, output -> read(Row.FEATURE_EXTRACTION, output));
        return "libtorch " + Engine.version() + ", Java " + Runtime.version().feature() + ", as ./graft starts it";
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        return Optional.of(
                switch (row) {
                    case FEATURE_EXTRACTION, FEATURE_EXTRACTION_LIGHT, LAST_STAGE, MEMORY ->
                        call(training(row, setting, out), setting);
                    case FULL -> step(setting);
                    case PREDICT_FOLDER -> call(prediction(setting, setting.photos()), setting);
                    case PREDICT_ONE -> call(prediction(setting, setting.photo()), setting);
                    case TEXT -> call(texts(setting, out, "full", 1, Setting.TEXT_RATE), setting);
                    case TEXT_FROZEN ->
                        call(texts(setting, out, "feature-extraction", Texts.FROZEN_EPOCHS, Setting.RATE), setting);
                    case TEXT_STEP -> textStep(setting);
                });
    }

    @Override
    public Told read(Row row, String output) {
        return switch (row) {
            case FEATURE_EXTRACTION, FEATURE_EXTRACTION_LIGHT, LAST_STAGE, MEMORY, TEXT, TEXT_FROZEN -> report(output);
            case FULL, TEXT_STEP -> Told.of(output);
            case PREDICT_FOLDER, PREDICT_ONE ->
                new Told(Map.of("photos", Long.toString(output.lines().count() - 1))); // a header above
        };
    }

    private static Path model(Setting setting) {
        return setting.scratch().resolve("graft-model");
    }

    private static List<String> training(Row row, Setting setting, Path out) {
        boolean lastStage = row == Row.LAST_STAGE;
        List<String> command =
                new ArrayList<>(List.of(setting.root().resolve("graft").toString(), "train"));
        command.add(setting.data().toString());
        command.addAll(
                lastStage
                        ? List.of("--model", "resnet18", "--weights", "none", "--strategy", "last-stage")
                        : List.of(
                                "--model",
                                "mobilenet_v2",
                                "--weights",
                                setting.mobileNetWeights().toString(),
                                "--strategy",
                                "feature-extraction"));
        command.addAll(List.of("--epochs", Integer.toString(setting.epochs())));
        command.addAll(List.of("--batch", Integer.toString(Setting.BATCH)));
        command.addAll(List.of("--lr", String.format(Locale.ROOT, "%.4f", Setting.RATE)));
        if (row == Row.FEATURE_EXTRACTION_LIGHT) {
            command.addAll(List.of("--augment", "light"));
            command.addAll(setting.lightArgs());
        } else {
            command.addAll(List.of("--augment", "none"));
        }
        command.addAll(List.of("--out", out.toString(), "--quiet", "--json"));
        return command;
    }

    private static List<String> texts(Setting setting, Path out, String strategy, int epochs, double rate) {
        return List.of(
                setting.root().resolve("graft").toString(),
                "train",
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
                Integer.toString(Texts.MAX_LENGTH),
                "--out",
                out.toString(),
                "--quiet",
                "--json");
    }

    private static List<String> prediction(Setting setting, Path photos) {
        return List.of(
                setting.root().resolve("graft").toString(),
                "predict",
                model(setting).toString(),
                photos.toString(),
                "--csv");
    }

    private static Call step(Setting setting) {
        return java(
                setting,
                TrainingStep.class,
                Integer.toString(setting.steps()),
                Integer.toString(Setting.WARM_UP_STEPS));
    }

    private static Call textStep(Setting setting) {
        return java(
                setting,
                TextStep.class,
                setting.texts().model().toString(),
                Integer.toString(setting.steps()),
                Integer.toString(Setting.WARM_UP_STEPS));
    }

    /// The JVM that the launcher would start, on this module's classes.
    private static Call java(Setting setting, Class<?> main, String... arguments) {
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
        return call(command, setting).with("MALLOC_ARENA_MAX", "1");
    }

    private static Call call(List<String> command, Setting setting) {
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
