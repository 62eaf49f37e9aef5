package dev.graft.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The usual tutorial program in Python, `bench/peers/pytorch`, on the official builds.
///
/// @param environment  variables that it runs with, beside the number of threads
/// @param channelsLast whether convolutions work in the layout that suits them
/// @param say          is told before something is downloaded
record PyTorchProgram(String name, Map<String, String> environment, boolean channelsLast, Consumer<String> say)
        implements Program {
    private static final Map<String, String> KEEPS_LARGE_BLOCKS =
            Map.of("MALLOC_MMAP_THRESHOLD_", "4294967296", "MALLOC_TRIM_THRESHOLD_", "8589934592");

    PyTorchProgram {
        environment = Map.copyOf(environment);
    }

    /// As people type it.
    static PyTorchProgram plain(Consumer<String> say) {
        return new PyTorchProgram("pytorch", Map.of(), false, say);
    }

    /// With the C library told to keep large blocks, as Graft does by itself.
    static PyTorchProgram withMalloc(Consumer<String> say) {
        return new PyTorchProgram("pytorch+malloc", KEEPS_LARGE_BLOCKS, false, say);
    }

    /// As those who know it set it up: the same, and images channels-last.
    static PyTorchProgram best(Consumer<String> say) {
        return new PyTorchProgram("pytorch+best", KEEPS_LARGE_BLOCKS, true, say);
    }

    @Override
    public String prepare(Setting setting, Launch launch) {
        List<String> command = List.of(
                "prepare.py",
                "--weights",
                setting.mobileNetWeights().toString(),
                "--out",
                model(setting).toString());
        PythonEnvironment.prepare(setting, launch, say);
        Told told = launch.run(call(setting, command), false, Told::of).told();
        return told.values().getOrDefault("version", "version unknown") + ", " + setting.processors() + " threads"
                + (environment.isEmpty() ? "" : ", " + described()) + (channelsLast ? ", channels_last" : "");
    }

    @Override
    public Optional<Call> call(Row row, Setting setting, Path out) {
        return row == Row.TEXT_SMALL ? Optional.empty() : Optional.of(call(setting, arguments(row, setting, out)));
    }

    @Override
    public Told read(Row row, String output) {
        return row.isPrediction()
                ? new Told(Map.of("photos", Long.toString(output.lines().count())))
                : Told.of(output);
    }

    private Path model(Setting setting) {
        return setting.scratch().resolve(name + ".pth");
    }

    private List<String> arguments(Row row, Setting setting, Path out) {
        return switch (row) {
            case FEATURE_EXTRACTION, MEMORY -> featureExtraction(setting, out, "none");
            case FEATURE_EXTRACTION_LIGHT -> featureExtraction(setting, out, "light");
            case LAST_STAGE -> training(setting, out, List.of("--model", "resnet18", "--train", "layer4"));
            case FULL, FULL_BF16, MOBILENET_STEP, MOBILENET_STEP_BF16 -> {
                List<String> step = steps("step.py", row, setting, Setting.BATCH);
                step.addAll(List.of("--network", row.network().id()));
                yield withLayout(step);
            }
            case PREDICT_FOLDER -> prediction(setting, setting.photos());
            case PREDICT_ONE -> prediction(setting, setting.photo());
            case PREDICT_WARM -> {
                List<String> warm = prediction(setting, setting.photo());
                warm.add("--warm");
                yield warm;
            }
            case TEXT -> texts(setting, out, "all", 1, Setting.TEXT_RATE);
            case TEXT_FROZEN -> texts(setting, out, "head", Texts.FROZEN_EPOCHS, Setting.RATE);
            case TEXT_STEP, TEXT_STEP_BF16 -> {
                List<String> step = steps("text_step.py", row, setting, Texts.BATCH);
                step.addAll(List.of("--config", config(setting), "--length", Integer.toString(Texts.MAX_LENGTH)));
                yield step;
            }
            case TEXT_SMALL -> throw new IllegalArgumentException(row.id() + " is Graft's alone");
        };
    }

    private static List<String> steps(String program, Row row, Setting setting, int batch) {
        List<String> arguments = new ArrayList<>(List.of(program));
        arguments.addAll(List.of("--steps", Integer.toString(setting.steps())));
        arguments.addAll(List.of("--warm-up", Integer.toString(Setting.WARM_UP_STEPS)));
        arguments.addAll(List.of("--batch", Integer.toString(batch)));
        if (row.isBfloat16()) {
            arguments.add("--bf16");
        }
        return arguments;
    }

    private List<String> prediction(Setting setting, Path photos) {
        return withLayout(new ArrayList<>(List.of("predict.py", model(setting).toString(), photos.toString())));
    }

    private List<String> withLayout(List<String> arguments) {
        if (channelsLast) {
            arguments.add("--channels-last");
        }
        return arguments;
    }

    private static String config(Setting setting) {
        return setting.texts().model().resolve("config.json").toString();
    }

    @Override
    public Optional<Call> beginning(SameNetwork network, Setting setting) {
        return Optional.of(beginning(network, setting, false));
    }

    /// @param export whether to leave the network and the batch for programs that are not Python
    static Call beginning(SameNetwork network, Setting setting, boolean export) {
        List<String> arguments = new ArrayList<>(
                List.of("start.py", network.id(), setting.beginning(network).toString()));
        if (network.isOfTexts()) {
            arguments.addAll(List.of("--config", config(setting)));
        }
        if (export) {
            arguments.add("--export");
        }
        return call(setting, arguments, Map.of());
    }

    private static List<String> texts(Setting setting, Path out, String learns, int epochs, double rate) {
        return List.of(
                "text.py",
                setting.texts().tokens().toString(),
                "--config",
                config(setting),
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

    private List<String> featureExtraction(Setting setting, Path out, String augment) {
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

    private List<String> training(Setting setting, Path out, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("train.py", setting.data().toString()));
        arguments.addAll(more);
        arguments.addAll(List.of("--epochs", Integer.toString(setting.epochs())));
        arguments.addAll(List.of("--batch", Integer.toString(Setting.BATCH)));
        arguments.addAll(List.of("--lr", String.format(Locale.ROOT, "%.4f", Setting.RATE)));
        arguments.addAll(List.of("--out", out.toString()));
        return withLayout(arguments);
    }

    private Call call(Setting setting, List<String> arguments) {
        return call(setting, arguments, environment);
    }

    private static Call call(Setting setting, List<String> arguments, Map<String, String> environment) {
        Path folder = setting.root().resolve("bench/peers/pytorch");
        List<String> command =
                new ArrayList<>(List.of(PythonEnvironment.of(setting).python().toString()));
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
