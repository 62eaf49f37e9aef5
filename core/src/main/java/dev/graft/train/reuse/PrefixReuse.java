package dev.graft.train.reuse;

import dev.graft.data.BatchSource;
import dev.graft.data.IndexedSource;
import dev.graft.nn.Network;
import dev.graft.torch.Autocast;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Feeds the part of a network that changes: images pass the frozen stages before it once, in their fastest form,
/// and what comes out is kept for the other epochs.
///
/// Stages in front of the boundary must not change as long as it stays where it is. When it moves towards the stem,
/// what was kept behind it is forgotten; when it moves towards the head, what was kept before it is where computing
/// starts. Boundaries that later phases will have are kept on the way, while there is room.
public final class PrefixReuse implements AutoCloseable {
    private final Network network;
    private final BatchSource trainingSource;
    private final BatchSource validationSource;
    private final ReuseSettings settings;
    private final Budget budget;
    private final Supplier<Optional<Autocast>> autocast;
    private final Consumer<String> report;
    private boolean blends;
    private @Nullable FeatureFolder folder;
    private @Nullable FeatureSource training;
    private @Nullable FeatureSource validation;
    private @Nullable Prefix prefix;
    private @Nullable Prefix none;
    private int boundary = -1;

    /// Some epochs with the same boundary.
    ///
    /// @param boundary index of the first stage that changes
    /// @param epochs   how many, at least 1
    public record Stretch(int boundary, int epochs) {}

    /// @param autocast what the forward pass of training computes in; opened for each batch. Validation has none
    /// @param report   told in one line what is kept and where, or why nothing is
    public PrefixReuse(
            Network network,
            BatchSource training,
            BatchSource validation,
            ReuseSettings settings,
            Supplier<Optional<Autocast>> autocast,
            Consumer<String> report) {
        this.network = network;
        this.trainingSource = training;
        this.validationSource = validation;
        this.settings = settings;
        this.budget = new Budget(settings);
        this.autocast = autocast;
        this.report = report;
    }

    /// Uses a folder for what does not fit into memory. Call it before anything is fed.
    public PrefixReuse withFolder(Path path) {
        folder = new FeatureFolder(path, settings.keep());
        return this;
    }

    /// Training images are blended after they were read, so they enter at the first stage, and nothing of them is
    /// kept.
    public PrefixReuse withBlending() {
        blends = true;
        return this;
    }

    /// Moves the boundary.
    ///
    /// @param ahead the epochs that come, in order; the first stretch begins now
    public void enter(List<Stretch> ahead) {
        enter(ahead, true);
    }

    /// The same, saying why nothing is kept only where somebody may have expected that it is.
    ///
    /// @param expected whether features could be used again
    public void enter(List<Stretch> ahead, boolean expected) {
        int next = ahead.getFirst().boundary();
        if (next == boundary) {
            return;
        }
        boundary = next;
        NavigableMap<Integer, Integer> wanted = new TreeMap<>();
        if (settings.on()) {
            ahead.stream()
                    .filter(stretch -> stretch.boundary() > 0 && stretch.boundary() <= next)
                    .forEach(stretch -> wanted.merge(stretch.boundary(), stretch.epochs(), Integer::sum));
        }
        Prefix before = prefix;
        NavigableSet<Integer> cuts = new TreeSet<>(wanted.keySet());
        cuts.addAll(source(true).kept());
        cuts.addAll(source(false).kept());
        Prefix now = new Prefix(network, next, cuts);
        prefix = now;
        source(true).enter(blends ? whole() : now, blends ? new TreeMap<>() : wanted);
        source(false).enter(now, wanted);
        if (before != null) {
            before.close();
        }
        if (settings.on() && next > 0 && expected) {
            explain(ahead.getFirst());
        }
    }

    /// Why nothing is kept, where that is known before anything is computed.
    private void explain(Stretch now) {
        if (blends) {
            report.accept("Frozen stages run for training examples in every epoch: mixup and CutMix blend them"
                    + " again each time");
        } else if (now.epochs() == 1) {
            report.accept("The outputs of frozen stages are not kept: this phase has only one epoch");
        } else if (trainingSource instanceof IndexedSource data) {
            int views = data.distinctViews().orElse(0);
            if (views == 0) {
                report.accept("Frozen stages run for training examples in every epoch: augmentation makes new"
                        + " versions each time (--views K makes only K per image)");
            } else if (views >= now.epochs()) {
                report.accept("Frozen stages run for training examples in every epoch: there are as many views"
                        + " as epochs");
            }
        }
    }

    /// Batches of another source as they enter the stage at [#validationBoundary()]; nothing of them is kept.
    public BatchSource through(IndexedSource other) {
        FeatureSource source =
                new FeatureSource(other, new Shelf("plain", network, settings, budget, null, report), autocast);
        source.enter(Objects.requireNonNull(prefix), new TreeMap<>());
        return source;
    }

    /// Index of the stage that training batches enter.
    public int trainingBoundary() {
        return blends ? 0 : boundary;
    }

    /// Index of the stage that validation batches enter.
    public int validationBoundary() {
        return boundary;
    }

    /// Training batches as they enter the stage at [#trainingBoundary()].
    public BatchSource training() {
        return source(true);
    }

    /// Validation batches as they enter the stage at [#validationBoundary()].
    public BatchSource validation() {
        return source(false);
    }

    private FeatureSource source(boolean forTraining) {
        FeatureSource source = forTraining ? training : validation;
        if (source == null) {
            String split = forTraining ? "training" : "validation";
            source = new FeatureSource(
                    forTraining ? trainingSource : validationSource,
                    new Shelf(split, network, settings, budget, folder, report),
                    forTraining ? autocast : Optional::empty);
            if (forTraining) {
                training = source;
            } else {
                validation = source;
            }
        }
        return source;
    }

    private Prefix whole() {
        Prefix found = none;
        if (found == null) {
            found = new Prefix(network, 0, new TreeSet<>());
            none = found;
        }
        return found;
    }

    /// Forgets everything; files stay only where they are to be kept.
    @Override
    public void close() {
        if (training != null) {
            training.close();
        }
        if (validation != null) {
            validation.close();
        }
        if (prefix != null) {
            prefix.close();
        }
        if (folder != null) {
            folder.close();
        }
    }
}
