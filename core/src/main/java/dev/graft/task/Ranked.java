package dev.graft.task;

import dev.graft.data.Task;
import dev.graft.metrics.ConfusionMatrix;
import dev.graft.metrics.Ranking;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/// The tally of an objective with classes or labels that also says how well the probability of each ranks the
/// examples.
final class Ranked implements Tally {
    /// 256 MB. With more, say 10,000 examples of 10,000 classes, nothing is kept, and no ranking is defined.
    private static final long MOST_ANSWERS = 1L << 26;

    private final Objective kind;
    private final Tally usual;
    private final long most;
    private Rows targets = new Rows();
    private Rows answers = new Rows();
    private long kept;
    private int width;
    private @Nullable List<Ranking> rankings;

    Ranked(Objective kind) {
        this(kind, MOST_ANSWERS);
    }

    /// @param most probabilities that are kept
    Ranked(Objective kind, long most) {
        this.kind = kind;
        this.usual = kind.tally();
        this.most = most;
    }

    @Override
    public void add(Tensor outputs, List<Tensor> wanted) {
        usual.add(outputs, wanted);
        width = (int) outputs.size(1);
        if (fits(outputs.numel())) {
            targets.add(wanted.getFirst());
            answers.add(kind.answers(outputs));
        }
    }

    @Override
    public void add(Tally other) {
        Ranked more = Tally.sameKind(Ranked.class, other);
        usual.add(more.usual);
        width = Math.max(width, more.width);
        if (fits(more.kept)) {
            targets.add(more.targets);
            answers.add(more.answers);
        }
    }

    /// Whether so many more may be kept; where not, those that were are let go.
    private boolean fits(long more) {
        rankings = null;
        kept += more;
        if (kept > most) {
            targets = new Rows();
            answers = new Rows();
        }
        return kept <= most;
    }

    @Override
    public double score() {
        return usual.score();
    }

    /// The means stand behind the usual ones.
    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>(usual.metrics());
        Ranking.mean(rankings()).named().forEach((name, value) -> metrics.put("macro_" + name, value));
        return metrics;
    }

    @Override
    public List<Map<String, Double>> outputs() {
        List<Map<String, Double>> outputs = new ArrayList<>();
        for (Map<String, Double> output : usual.outputs()) {
            Map<String, Double> more = new LinkedHashMap<>(output);
            more.putAll(rankings().get(outputs.size()).named());
            outputs.add(more);
        }
        return outputs;
    }

    @Override
    public Optional<ConfusionMatrix> confusion() {
        return usual.confusion();
    }

    /// Made once for those that were counted so far: thousands of classes take a second.
    private List<Ranking> rankings() {
        if (rankings == null) {
            rankings = IntStream.range(0, width)
                    .mapToObj(output ->
                            kept > most ? Ranking.UNDEFINED : Ranking.of(truth(output), answers.column(output)))
                    .toList();
        }
        return rankings;
    }

    /// Whether each example has a class or a label.
    private boolean[] truth(int output) {
        if (kind.task() != Task.SINGLE_LABEL_CLASSIFICATION) {
            return targets.yes(output);
        }
        float[] wanted = targets.column(0);
        boolean[] truth = new boolean[wanted.length];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = wanted[i] == output;
        }
        return truth;
    }
}
