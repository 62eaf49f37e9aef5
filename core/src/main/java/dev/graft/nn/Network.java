package dev.graft.nn;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/// An ordered list of stages, stem first and head last, over one [ParamStore]. Its forward pass is the
/// fold of its stages, so a slice of it can be run by itself: that is what makes freezing cheap.
public final class Network implements AutoCloseable {
    private final String name;
    private final ParamStore params;
    private final List<Stage> stages;

    /// @throws IllegalArgumentException if two stages share a name, there is none, or a parameter belongs to no stage
    public Network(String name, ParamStore params, List<Stage> stages) {
        this.name = name;
        this.params = params;
        this.stages = List.copyOf(stages);
        Set<String> names = new HashSet<>();
        for (Stage stage : stages) {
            if (!names.add(stage.name())) {
                throw new IllegalArgumentException(name + ": two stages are named " + stage.name());
            }
        }
        if (stages.isEmpty()) {
            throw new IllegalArgumentException(name + ": a network needs at least one stage");
        }
        for (ParamStore.Entry entry : params.entries()) {
            if (!names.contains(entry.stage())) {
                throw new IllegalArgumentException(
                        name + ": " + entry.name() + " belongs to stage " + entry.stage() + ", which does not exist");
            }
        }
    }

    /// The architecture: `resnet18`, `mobilenet_v2`, …
    public String name() {
        return name;
    }

    public ParamStore params() {
        return params;
    }

    /// Stem first, head last.
    public List<Stage> stages() {
        return stages;
    }

    /// The last stage: what is replaced for another task.
    public Stage head() {
        return stages.getLast();
    }

    /// Names of the stages that have parameters, stem first.
    public List<String> trainableStages() {
        Set<String> withParameters = new HashSet<>();
        params.parameters().forEach(entry -> withParameters.add(entry.stage()));
        return stages.stream().map(Stage::name).filter(withParameters::contains).toList();
    }

    /// Logits in evaluation mode, without gradients.
    ///
    /// @param x `[N, C, H, W]` for images
    /// @return `[N, classes]`
    public Tensor forward(Tensor x) {
        try (NoGradGuard guard = new NoGradGuard()) {
            return run(0, stages.size(), x, List.of(), StageModes.EVALUATION);
        }
    }

    /// Runs the stages from `from` up to, not including, `to`.
    ///
    /// @param x      what stage `from` takes
    /// @param extras the batch's other inputs, see [Pass#extras()]
    /// @param modes  which stages train; the others run in evaluation mode
    public Tensor run(int from, int to, Tensor x, List<Tensor> extras, StageModes modes) {
        Tensor value = x;
        for (Stage stage : stages.subList(from, to)) {
            value = stage.forward(value, pass(stage, extras, modes));
        }
        return value;
    }

    /// What the last stage makes of x where all stages are told of the same pass, as those of a network that is a part
    /// of another are.
    public Tensor outputs(Tensor x, Pass pass) {
        Tensor value = x;
        for (Stage stage : stages) {
            value = stage.forward(value, pass);
        }
        return value;
    }

    private static Pass pass(Stage stage, List<Tensor> extras, StageModes modes) {
        return new Pass(modes.trains(stage), modes.updatesStatistics(stage), extras, null, null, modes.gradients());
    }

    /// The stages from `from` up to, not including, `to`, in their fastest form, for as long as their weights do not
    /// change.
    public FrozenStages frozen(int from, int to) {
        return new FrozenStages(stages.subList(from, to));
    }

    @Override
    public void close() {
        params.close();
    }
}
