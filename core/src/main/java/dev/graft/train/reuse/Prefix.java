package dev.graft.train.reuse;

import dev.graft.nn.FrozenStages;
import dev.graft.nn.Network;
import dev.graft.nn.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.bytedeco.pytorch.Tensor;

/// The frozen stages in front of a boundary, cut into pieces: what enters a cut can be kept.
final class Prefix implements AutoCloseable {
    private final Network network;
    private final List<Integer> cuts;
    private final List<FrozenStages> pieces = new ArrayList<>();

    /// @param boundary the first stage that changes
    /// @param inner    further cuts, between 0 and the boundary
    Prefix(Network network, int boundary, NavigableSet<Integer> inner) {
        this.network = network;
        NavigableSet<Integer> all = new TreeSet<>(inner.headSet(boundary, false));
        all.add(boundary);
        all.remove(0);
        this.cuts = List.copyOf(all);
        int from = 0;
        for (int cut : cuts) {
            pieces.add(network.frozen(from, cut));
            from = cut;
        }
    }

    /// Above 0, in order; the boundary is the last. None if the boundary is 0.
    List<Integer> cuts() {
        return cuts;
    }

    /// From the cut before `cut` to `cut`.
    Tensor run(int cut, Tensor x, List<Tensor> extras) {
        return pieces.get(cuts.indexOf(cut)).run(network.params().device().place(x), extras);
    }

    /// Name of the stage that a cut is in front of.
    String stage(int cut) {
        return network.stages().get(cut).name();
    }

    /// Names of the stages in front of a cut.
    List<String> before(int cut) {
        return network.stages().subList(0, cut).stream().map(Stage::name).toList();
    }

    @Override
    public void close() {
        pieces.forEach(FrozenStages::close);
    }
}
