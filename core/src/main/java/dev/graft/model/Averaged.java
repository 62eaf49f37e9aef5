package dev.graft.model;

import dev.graft.nn.Layer;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.nn.Stage;
import dev.graft.task.Objective;
import dev.graft.torch.Device;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// A network made of others: the first of its two stages asks them all, the second averages what they answer. Its
/// outputs mean what theirs do, so that it is asked, judged and given thresholds like any other. It has no parameters
/// of its own.
final class Averaged {
    private static final String ASKING = "members";
    private static final String AVERAGING = "average";

    private Averaged() {}

    /// @param name    of the whole
    /// @param members whose outputs mean the same, at least one; they belong to the caller
    /// @param meaning what their outputs mean
    static Network of(String name, List<Network> members, Objective meaning, Device device) {
        List<Network> asked = List.copyOf(members);
        Layer asking = (x, pass) ->
                stacked(asked.stream().map(member -> member.outputs(x, pass)).toList());
        Layer averaging = (x, pass) -> meaning.outputs(mean(x, meaning));
        return new Network(
                name, new ParamStore(device), List.of(new Stage(ASKING, asking), new Stage(AVERAGING, averaging)));
    }

    /// `[N, members, outputs]`.
    private static Tensor stacked(List<Tensor> outputs) {
        return torch.stack(new TensorVector(outputs.toArray(Tensor[]::new)), 1);
    }

    /// What they answer in the mean, `[N, outputs]`.
    private static Tensor mean(Tensor outputs, Objective meaning) {
        Tensor each = outputs.reshape(-1, outputs.size(2));
        return meaning.answers(each)
                .view(outputs.size(0), outputs.size(1), outputs.size(2))
                .mean(1);
    }
}
