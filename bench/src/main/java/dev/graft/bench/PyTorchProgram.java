package dev.graft.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The usual tutorial program in Python, `bench/peers/pytorch`.
///
/// @param environment variables that it runs with, beside the number of threads
record PyTorchProgram(String name, Map<String, String> environment) implements Program {
    private static final String PYTHON = System.getenv().getOrDefault("GRAFT_PYTHON", "/usr/bin/python3");

    PyTorchProgram {
        environment = Map.copyOf(environment);
    }

    /// As it is installed.
    static PyTorchProgram plain() {
        return new PyTorchProgram("pytorch", Map.of());
    }

    /// With the C library told to keep large blocks, as Graft does by itself.
    static PyTorchProgram withMalloc() {
        return new PyTorchProgram(
                "pytorch+malloc",
                Map.of("MALLOC_MMAP_THRESHOLD_", "4294967296", "MALLOC_TRIM_THRESHOLD_", "8589934592"));
    }

    @Override
    public String prepare(Setting setting, Launch launch) {
        List<String> command = List.of(
                "prepare.py",
                "--weights",
                setting.mobileNetWeights().toString(),
                "--out",
                model(setting).toString());
        Told told = launch.run(call(setting, command), false, Told::of).told();
        return told.values().getOrDefault("version", "version unknown") + ", " + setting.processors() + " threads"
                + (environment.isEmpty() ? "" : ", " + described());
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        return Optional.of(call(setting, arguments(row, setting, out)));
    }

    @Override
    public Told read(Row row, String output) {
        return switch (row) {
            case FEATURE_EXTRACTION, FEATURE_EXTRACTION_LIGHT, LAST_STAGE, MEMORY, FULL, TEXT, TEXT_FROZEN, TEXT_STEP ->
                Told.of(output);
            case PREDICT_FOLDER, PREDICT_ONE ->
                new Told(Map.of("photos", Long.toString(output.lines().count())));
        };
    }

    private Path model(Setting setting) {
        return setting.scratch().resolve(name + ".pth");
    }

    private List<String> arguments(Row row, Setting setting, Path out) {
        return switch (row) {
            case FEATURE_EXTRACTION, MEMORY -> featureExtraction(setting, out, "none");
            case FEATURE_EXTRACTION_LIGHT -> featureExtraction(setting, out, "light");
            case LAST_STAGE -> training(setting, out, List.of("--model", "resnet18", "--train", "layer4"));
            case FULL ->
                List.of(
                        "step.py",
                        "--steps",
                        Integer.toString(setting.steps()),
                        "--warm-up",
                        Integer.toString(Setting.WARM_UP_STEPS),
                        "--batch",
                        Integer.toString(Setting.BATCH));
            case PREDICT_FOLDER ->
                List.of(
                        "predict.py",
                        model(setting).toString(),
                        setting.photos().toString());
            case PREDICT_ONE ->
                List.of("predict.py", model(setting).toString(), setting.photo().toString());
            case TEXT -> texts(setting, out, "all", 1, Setting.TEXT_RATE);
            case TEXT_FROZEN -> texts(setting, out, "head", Texts.FROZEN_EPOCHS, Setting.RATE);
            case TEXT_STEP ->
                List.of(
                        "text_step.py",
                        "--config",
                        setting.texts().model().resolve("config.json").toString(),
                        "--steps",
                        Integer.toString(setting.steps()),
                        "--warm-up",
                        Integer.toString(Setting.WARM_UP_STEPS),
                        "--batch",
                        Integer.toString(Texts.BATCH),
                        "--length",
                        Integer.toString(Texts.MAX_LENGTH));
        };
    }

    private static List<String> texts(Setting setting, Path out, String learns, int epochs, double rate) {
        return List.of(
                "text.py",
                setting.texts().tokens().toString(),
                "--config",
                setting.texts().model().resolve("config.json").toString(),
                "--train",
                learns,
                "--epochs",
                Integer.toString(epochs),
                "--batch",
                Integer.toString(Texts.BATCH),
                "--lr",
                Double.toString(rate),
                "--out",
                out.toString());
    }

    private static List<String> featureExtraction(Setting setting, Path out, String augment) {
        return training(
                setting,
                out,
                List.of(
                        "--model",
                        "mobilenet_v2",
                        "--weights",
                        setting.mobileNetWeights().toString(),
                        "--augment",
                        augment));
    }

    private static List<String> training(Setting setting, Path out, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("train.py", setting.data().toString()));
        arguments.addAll(more);
        arguments.addAll(List.of("--epochs", Integer.toString(setting.epochs())));
        arguments.addAll(List.of("--batch", Integer.toString(Setting.BATCH)));
        arguments.addAll(List.of("--lr", String.format(Locale.ROOT, "%.4f", Setting.RATE)));
        arguments.addAll(List.of("--out", out.toString()));
        return arguments;
    }

    private Call call(Setting setting, List<String> arguments) {
        Path folder = setting.root().resolve("bench/peers/pytorch");
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.add(folder.resolve(arguments.getFirst()).toString());
        command.addAll(arguments.subList(1, arguments.size()));
        Map<String, String> variables = new HashMap<>(environment);
        // one a core, as Graft has; where processors are virtual, PyTorch counts fewer
        variables.put("OMP_NUM_THREADS", setting.processors());
        variables.put("PYTHONDONTWRITEBYTECODE", "1");
        return new Call(command, variables, folder);
    }

    private String described() {
        return String.join(
                " ",
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .sorted()
                        .toList());
    }
}
