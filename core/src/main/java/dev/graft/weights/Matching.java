package dev.graft.weights;

import dev.graft.data.Wording;
import dev.graft.nn.Network;
import dev.graft.nn.ParamStore;
import dev.graft.torch.Scope;
import dev.graft.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// Decides tensor by tensor what of a file goes where in a network.
final class Matching {
    private static final String COUNTER = "num_batches_tracked";

    private final StateDict file;
    private final Network network;
    private final String head;
    private final ParamStore.@Nullable Entry firstConvolution;
    private final Map<ParamStore.Entry, UnaryOperator<Tensor>> copies = new LinkedHashMap<>();
    private final List<String> leftOut = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<LoadReport.Mismatch> mismatched = new ArrayList<>();
    private final List<String> notes;

    Matching(StateDict file, Network network) {
        this.file = Prefixes.strip(file, network);
        this.network = network;
        this.head = network.head().name();
        this.firstConvolution = network.params().parameters().stream()
                .filter(entry -> entry.tensor().dim() == 4)
                .findFirst()
                .orElse(null);
        this.notes = new ArrayList<>(this.file.origin().notes());
        Set<String> newModules = newHeadModules();
        network.params().entries().forEach(entry -> decide(entry, newModules));
        noteCounters();
    }

    LoadReport report() {
        List<String> unexpected = file.tensors().keySet().stream()
                .filter(name -> network.params().find(name) == null)
                .toList();
        return new LoadReport(
                file.origin().source(),
                network.name(),
                copies.keySet().stream().map(ParamStore.Entry::name).toList(),
                leftOut,
                missing,
                unexpected,
                mismatched,
                notes);
    }

    void copy() {
        copies.forEach((entry, adapt) -> {
            try (Scope scope = Scope.open();
                    NoGradGuard guard = new NoGradGuard()) {
                entry.tensor().copy_(adapt.apply(file.get(entry.name())));
            }
        });
    }

    private void decide(ParamStore.Entry entry, Set<String> newModules) {
        Tensor found = file.tensors().get(entry.name());
        if (newModules.contains(module(entry.name())) && isHead(entry)) {
            leftOut.add(entry.name());
        } else if (found == null && entry.name().endsWith("." + COUNTER)) {
            leftOut.add(entry.name());
        } else if (found == null) {
            missing.add(entry.name());
        } else if (fits(entry, found)) {
            copies.put(entry, UnaryOperator.identity());
        } else if (entry.equals(firstConvolution) && Channels.canAdapt(found, entry.tensor())) {
            long channels = entry.tensor().size(1);
            copies.put(entry, weight -> Channels.adapt(weight, channels));
            notes.add(entry.name() + ": made for 3 input channels, "
                    + (channels == 1 ? "summed" : "repeated and scaled") + " for " + channels);
        } else {
            mismatched.add(
                    new LoadReport.Mismatch(entry.name(), Tensors.describe(entry.tensor()), Tensors.describe(found)));
        }
    }

    /// The head's modules that the file has in another size, or lacks: a bias of the old classes is of no
    /// use beside a new weight, so a module is left out as a whole.
    private Set<String> newHeadModules() {
        Set<String> modules = new HashSet<>();
        List<String> other = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        for (ParamStore.Entry entry : network.params().entries()) {
            if (isHead(entry) && entry.isParameter()) {
                Tensor found = file.tensors().get(entry.name());
                if (found == null) {
                    absent.add(entry.name());
                    modules.add(module(entry.name()));
                } else if (!Arrays.equals(Tensors.shape(found), Tensors.shape(entry.tensor()))) {
                    other.add(entry.name() + " " + Lines.shape(Tensors.shape(found)) + " instead of "
                            + Lines.shape(Tensors.shape(entry.tensor())));
                    modules.add(module(entry.name()));
                }
            }
        }
        if (!other.isEmpty()) {
            notes.add("the head is new, because your classes differ from those in the file; not loaded from it: "
                    + String.join(", ", other));
        }
        if (!absent.isEmpty()) {
            notes.add("the file lacks " + Lines.some(absent) + " of the head, which is new and will be trained");
        }
        return modules;
    }

    private void noteCounters() {
        long counters = leftOut.stream().filter(name -> name.endsWith(COUNTER)).count();
        if (counters > 0) {
            notes.add("the file is from before PyTorch 0.4.1 and lacks " + COUNTER + " ("
                    + Wording.count(counters, "time") + ")");
        }
    }

    /// A float tensor is never filled from integers: those are quantised weights, which mean something else.
    private static boolean fits(ParamStore.Entry entry, Tensor found) {
        return Arrays.equals(Tensors.shape(found), Tensors.shape(entry.tensor()))
                && (found.is_floating_point() || !entry.tensor().is_floating_point());
    }

    private boolean isHead(ParamStore.Entry entry) {
        return entry.stage().equals(head);
    }

    private static String module(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('.')));
    }
}
