package dev.graft.train;

import dev.graft.nn.ParamStore;
import dev.graft.task.Score;
import dev.graft.torch.Scope;
import dev.graft.weights.Safetensors;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import tools.jackson.core.JacksonException;

/// The part of a checkpoint that is not tensors. All of it is one safetensors file, so that it is there whole
/// or not at all: what changes of the network under `model/`, the optimizer's state under `optimizer/`,
/// averaged weights under `average/`, the best weights under `best/` where the model's file is not enough to
/// have them back, and this in its metadata. What never changes is in the model's file.
///
/// @param history   results so far; the next epoch follows from them
/// @param seconds   of training and evaluation so far
/// @param scale     factor of the loss scaler; 1 when none is used
/// @param goodSteps steps since that factor changed
record Checkpoint(Results history, double seconds, double scale, int goodSteps) {
    static final String MODEL = "model/";
    private static final String OPTIMIZER = "optimizer/";
    private static final String AVERAGE = "average/";
    static final String BEST = "best/";
    private static final String METADATA = "checkpoint";

    /// What is kept of a [History]: by what its epochs are judged is for the recipe to say.
    record Results(List<EpochResult> epochs, Optional<StopReason> stopReason) {
        static Results of(History history) {
            return new Results(history.epochs(), history.stopReason());
        }

        History judgedBy(Score score) {
            return new History(score, epochs, stopReason);
        }
    }

    /// The tensors of a checkpoint beside the network's own.
    ///
    /// @param best empty where the model's file holds the same
    record Parts(Map<String, Tensor> optimizer, Map<String, Tensor> average, Map<String, Tensor> best) {}

    void write(Path file, List<ParamStore.Entry> network, Parts parts) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        network.forEach(entry -> tensors.put(MODEL + entry.name(), entry.tensor()));
        parts.optimizer().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        parts.average().forEach((name, tensor) -> tensors.put(AVERAGE + name, tensor));
        parts.best().forEach((name, tensor) -> tensors.put(BEST + name, tensor));
        Safetensors.writeFinite(file, tensors, Map.of(METADATA, RunJson.LINES.writeValueAsString(this)));
    }

    /// @throws WeightsException if the file is not a checkpoint
    static Checkpoint of(StateDict saved) {
        String json = saved.origin().metadata().get(METADATA);
        if (json == null) {
            throw new WeightsException(
                    saved.origin().source() + ": not a checkpoint: has no metadata '" + METADATA + "'");
        }
        try {
            return RunJson.LINES.readValue(json, Checkpoint.class);
        } catch (JacksonException e) {
            throw new WeightsException(saved.origin().source() + ": damaged checkpoint: " + e.getOriginalMessage(), e);
        }
    }

    /// Copies tensors under a prefix into a network's of the same names.
    ///
    /// @throws WeightsException if one is missing
    static void copy(StateDict saved, String prefix, Collection<ParamStore.Entry> into) {
        try (Scope scope = Scope.open();
                NoGradGuard guard = new NoGradGuard()) {
            for (ParamStore.Entry entry : into) {
                Tensor tensor = saved.tensors().get(prefix + entry.name());
                if (tensor == null) {
                    throw new WeightsException(saved.origin().source() + ": has no " + prefix + entry.name()
                            + "; it belongs to another network");
                }
                entry.tensor().copy_(tensor);
            }
        }
    }

    static Map<String, Tensor> optimizerState(StateDict saved) {
        return below(OPTIMIZER, saved);
    }

    static Map<String, Tensor> average(StateDict saved) {
        return below(AVERAGE, saved);
    }

    private static Map<String, Tensor> below(String prefix, StateDict saved) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        saved.tensors().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return found;
    }
}
