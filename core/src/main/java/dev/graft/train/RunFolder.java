package dev.graft.train;

import dev.graft.data.PartsTable;
import dev.graft.nn.Adapters;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.PeftAdapter;
import dev.graft.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a run leaves on disk:
/// ```text
/// run.json               recipe, plan, data, versions, results
/// parts.csv              which example was in which part
/// metrics.jsonl          one line an epoch; the same seed gives the same bytes
/// model/                 config.json, model.safetensors: the best model, ready to be used; its decision.json,
///                        if it has thresholds
/// adapter/               adapter_config.json, adapter_model.safetensors: the best adapters, for PEFT, if there
///                        are any
/// checkpoints/last.safetensors   what is needed beside the model to go on after the last epoch
/// cache/                 what frozen stages made of the images, while it is of use
/// run.lock               empty; locked while a training writes here
/// ```
/// Every file is written whole or not at all.
public final class RunFolder {
    private final Path root;

    private RunFolder(Path root) {
        this.root = root;
    }

    /// Makes the folder of a new run.
    ///
    /// @throws IllegalArgumentException if the folder holds a run already, or is no folder
    public static RunFolder create(Path root) {
        requireFree(root);
        RunFolder folder = new RunFolder(root);
        try {
            Files.createDirectories(folder.model());
            Files.createDirectories(folder.checkpointFile().getParent());
        } catch (IOException e) {
            throw new IllegalArgumentException(root + ": cannot be used as a run folder: " + e.getMessage(), e);
        }
        return folder;
    }

    /// Says at once what [#create(Path)] would say after data have been read.
    ///
    /// @throws IllegalArgumentException if the folder holds a run already, or is no folder
    public static void requireFree(Path root) {
        if (Files.exists(root.resolve("run.json"))) {
            throw new IllegalArgumentException(
                    root + ": already holds a run; choose another folder with --out, or continue it with" + " --resume "
                            + root);
        }
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IllegalArgumentException(
                    root + ": expected a folder for the run, found a file; choose another with --out");
        }
    }

    /// @throws IllegalArgumentException if there is no run in the folder
    public static RunFolder open(Path root) {
        if (!Files.isRegularFile(root.resolve("run.json"))) {
            throw new IllegalArgumentException(
                    root + ": expected a run folder with run.json, found " + (Files.exists(root) ? "none" : "nothing"));
        }
        return new RunFolder(root);
    }

    /// The folder of a run that somebody names by it or by its `model/`.
    public static Path around(Path runOrModel) {
        return runOrModel.endsWith("model") ? runOrModel.resolveSibling("") : runOrModel;
    }

    /// The model folder that somebody names by it or by its run.
    public static Path modelIn(Path runOrModel) {
        Path model = runOrModel.resolve("model");
        return Files.isDirectory(model) ? model : runOrModel;
    }

    /// Says what [#readReport()] would say of a run that is of a version or kind that is not known: what only
    /// the model is asked for would not find out.
    ///
    /// @param runOrModel any folder; one that is not of a run is passed over
    /// @throws IllegalArgumentException if it is of such a run
    public static void requireKnown(Path runOrModel) {
        Path report = around(runOrModel).resolve("run.json");
        if (Files.isRegularFile(report)) {
            new ReportFile(report).requireKnown();
        }
    }

    public Path root() {
        return root;
    }

    /// The folder of the best model.
    public Path model() {
        return root.resolve("model");
    }

    /// Writing goes by names: without this, files of a folder that is gone would be written alone into a new
    /// one.
    ///
    /// @throws WeightsException if the folder, or a part of it, was deleted or moved since it was made
    private void requireThere() {
        for (Path part : List.of(root, model(), root.resolve("checkpoints"))) {
            if (!Files.isDirectory(part)) {
                throw gone(part);
            }
        }
    }

    /// @param files of a finished run
    /// @throws WeightsException if one of them was deleted or moved while the run was going on
    public void requireWhole(List<Path> files) {
        files.stream().filter(file -> !Files.isRegularFile(file)).findFirst().ifPresent(file -> {
            throw gone(file);
        });
    }

    private WeightsException gone(Path part) {
        return new WeightsException(part + ": was deleted or moved while the run was writing into " + root
                + "; the run is incomplete: start it again or, if the folder was moved, continue it with"
                + " --resume and its new path");
    }

    /// Writes what is known of the run so far.
    public void writeReport(RunReport report) {
        requireThere();
        AtomicFile.write(root.resolve("run.json"), RunJson.MAPPER.writeValueAsString(report) + "\n");
    }

    /// Writes which example is in which part.
    public void writeParts(PartsTable parts) {
        AtomicFile.write(root.resolve(PartsTable.FILE), parts.csv());
    }

    /// What was known of the run when it was last written; empty for a new one.
    public Optional<RunReport> earlierReport() {
        return Files.exists(root.resolve("run.json")) ? Optional.of(readReport()) : Optional.empty();
    }

    /// @throws IllegalArgumentException if run.json is not what Graft writes, or of a later version
    public RunReport readReport() {
        return reportFile().report();
    }

    /// What the run was started with.
    ///
    /// @param kind    of runs that are started with such options
    /// @param options what they are
    /// @return empty if the run is of another kind, or a program put it together
    /// @throws IllegalArgumentException if run.json is not what Graft writes, or of a later version
    public <T extends Record> Optional<T> readRecipe(RunKind kind, Class<T> options) {
        return readReport().kind() == kind ? reportFile().recipe(options) : Optional.empty();
    }

    private ReportFile reportFile() {
        return new ReportFile(root.resolve("run.json"));
    }

    /// @throws IllegalArgumentException if another kind of run is in the folder, or run.json is not what
    ///     Graft writes
    public void requireKind(RunKind kind) {
        RunKind found = readReport().kind();
        if (found != kind) {
            throw new IllegalArgumentException(root + ": expected a run of " + kind.command() + ", found one of "
                    + found.command() + "; to continue it: " + found.command() + " --resume " + root);
        }
    }

    /// Takes back what was written for a run that has not finished an epoch. Files that are not the run's stay.
    ///
    /// @param description files that describe the model
    /// @throws IllegalArgumentException if a file cannot be deleted
    public void discardUnlessBegun(List<Path> description) {
        if (hasCheckpoint()) {
            return;
        }
        try {
            Files.deleteIfExists(root.resolve("run.json"));
            Files.deleteIfExists(root.resolve(PartsTable.FILE));
            Files.deleteIfExists(root.resolve(RunLock.FILE));
            for (Path file : description) {
                Files.deleteIfExists(file);
                if (!file.resolveSibling("").equals(model())) {
                    deleteIfEmpty(file.resolveSibling("")); // of a module
                }
            }
            for (Path folder : List.of(model(), root.resolve("checkpoints"), root)) {
                deleteIfEmpty(folder);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(root + ": cannot be undone: " + e.getMessage(), e);
        }
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                return;
            }
        }
        Files.delete(folder);
    }

    void writeMetrics(History history) {
        requireThere();
        String lines = history.epochs().stream()
                .map(result -> RunJson.LINES.writeValueAsString(result) + "\n")
                .collect(Collectors.joining());
        AtomicFile.write(root.resolve("metrics.jsonl"), lines);
    }

    void writeModel(Network network) {
        requireThere();
        DecisionFile.delete(model()); // its thresholds were for other weights
        SavedModel.writeWeights(model(), network);
        if (Adapters.of(network).isPresent()) {
            PeftAdapter.write(root.resolve("adapter"), network);
        }
    }

    void writeCheckpoint(Checkpoint checkpoint, List<ParamStore.Entry> network, Checkpoint.Parts parts) {
        requireThere();
        checkpoint.write(checkpointFile(), network, parts);
    }

    /// Whether an epoch has ended: from then on the run holds all that its network is made of.
    public boolean hasCheckpoint() {
        return Files.isRegularFile(checkpointFile());
    }

    Path cache() {
        return root.resolve("cache");
    }

    Path checkpointFile() {
        return root.resolve("checkpoints").resolve("last.safetensors");
    }
}
