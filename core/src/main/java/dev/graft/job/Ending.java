package dev.graft.job;

import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Input;
import dev.graft.data.Splits;
import dev.graft.model.Model;
import dev.graft.model.ModelKind;
import dev.graft.task.Decision;
import dev.graft.task.OperatingPoint;
import dev.graft.task.ThresholdSearch;
import dev.graft.torch.Device;
import dev.graft.train.DecisionFile;
import dev.graft.train.Evaluation;
import dev.graft.train.RunFolder;
import dev.graft.train.RunReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is done with the best model of a run once it is kept.
@FunctionalInterface
interface Ending {
    /// Nothing.
    Ending NONE = run -> Optional.empty();

    /// @param run that has ended, and that nobody else writes into
    Optional<RunReport.Decided> of(RunFolder run);

    /// Finds thresholds with the model as it was saved, on the validation part, and keeps them with it.
    static <X> Ending deciding(Splits<X> data, Input<X> input, List<OperatingPoint> asked, Device device) {
        return run -> {
            ModelKind<X> kind = ModelKind.of(data.kind());
            try (Model<X> kept = kind.open(run.root(), device)) {
                Model.Decided decided = kept.decide(data.validation(), input, asked);
                DecisionFile.write(run.model(), decided.decision());
                return Optional.of(told(decided));
            } catch (IllegalArgumentException | DataException e) {
                throw new IllegalArgumentException(
                        e.getMessage() + "; the run is complete and its model is kept without thresholds: graft"
                                + " evaluate " + run.root() + " DATA --threshold CLASS=0.2 --save sets some",
                        e);
            }
        };
    }

    private static RunReport.Decided told(Model.Decided decided) {
        Decision decision = decided.decision();
        return new RunReport.Decided(
                decision.thresholds(), judged(decided.evaluation(), decision), judged(decided.without(), decision));
    }

    private static RunReport.Judged judged(Evaluation evaluation, Decision decision) {
        Set<String> decided = decision.thresholds().keySet();
        Map<String, Map<String, Double>> classes = new LinkedHashMap<>();
        for (int i = 0; i < evaluation.outputs().size(); i++) {
            String label = decision.labels().get(i);
            if (decided.contains(label)) {
                classes.put(label, defined(evaluation.outputs().get(i)));
            }
        }
        return new RunReport.Judged(defined(evaluation.metrics()), classes);
    }

    /// JSON has no word for what is undefined.
    private static Map<String, Double> defined(Map<String, Double> scores) {
        Map<String, Double> defined = new LinkedHashMap<>(scores);
        defined.values().removeIf(value -> value.isNaN());
        return defined;
    }

    /// @throws IllegalArgumentException if thresholds cannot be found on a validation part: there is no such
    ///     class, or no example of it
    static void requireCanBeFound(List<OperatingPoint> asked, Splits<?> data) {
        if (asked.isEmpty()) {
            return;
        }
        for (OperatingPoint point : new ThresholdSearch(data.task(), data.labels(), asked).asked()) {
            Dataset<?> validation = data.validation();
            if (point.isSearched() && validation.counts()[data.labels().indexOf(point.label())] == 0) {
                throw new IllegalArgumentException("threshold: " + point + ": none of the " + validation.size()
                        + " examples in the validation part, which it is looked for with, is of '" + point.label()
                        + "'; put some there, or keep a larger share (--val-fraction)");
            }
        }
    }
}
