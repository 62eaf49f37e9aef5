package dev.graft.app;

import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.Input;
import dev.graft.data.Kind;
import dev.graft.data.Splits;
import dev.graft.model.Model;
import dev.graft.task.Decision;
import dev.graft.task.OperatingPoint;
import dev.graft.task.ThresholdSearch;
import dev.graft.train.DecisionFile;
import dev.graft.train.RunFolder;
import dev.graft.train.RunLock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Options about the thresholds that a model is measured with.
final class ThresholdArguments {
    @Option(
            names = "--threshold",
            paramLabel = "CLASS=P",
            description = "Measure with a threshold, in place of those of the model: CLASS is said from the probability"
                    + " P on, such as crack=0.2; or recall:CLASS=0.99 or precision:CLASS=0.95, found on the validation"
                    + " part of DATA. Repeatable, for several classes.")
    private List<String> thresholds = List.of();

    @Option(
            names = "--save",
            description = "With --threshold: keep the thresholds with the model, for evaluate and predict. With --raw:"
                    + " take away those it has.")
    private boolean save;

    @Mixin
    private RawArgument raw = new RawArgument();

    /// @throws IllegalArgumentException if the options do not go together, or one cannot be read
    void requireSound(Path run) {
        thresholds.forEach(OperatingPoint::parse);
        if (raw.isAsked() && !thresholds.isEmpty()) {
            throw new IllegalArgumentException("--raw and --threshold: choose one");
        }
        if (save && !raw.isAsked() && thresholds.isEmpty()) {
            throw new IllegalArgumentException("--save: expected --threshold CLASS=0.2, which it keeps, or --raw");
        }
        if (save) {
            RunLock.requireIdle(RunFolder.around(run));
        }
    }

    /// The model as it is to be measured, which shares all with the one that was opened. Says which
    /// thresholds decide, and keeps them where that is asked for.
    ///
    /// @param parts of the data
    /// @throws IllegalArgumentException if there is no such class, or no threshold does what is asked
    <X> Model<X> of(Model<X> opened, Splits<X> parts, Input<X> input, Path run, Output output) {
        if (thresholds.isEmpty()) {
            if (save && DecisionFile.delete(RunFolder.modelIn(run))) {
                output.say("the thresholds of %s are gone", run);
            }
            return raw.of(opened, output);
        }
        Decision decision = decision(opened, parts, input);
        DecisionText.lines(decision.thresholds(), parts.kind()).forEach(line -> output.say("%s", line));
        if (save) {
            output.say("kept in %s", DecisionFile.write(RunFolder.modelIn(run), decision));
        }
        return opened.withDecision(decision);
    }

    private <X> Decision decision(Model<X> model, Splits<X> parts, Input<X> input) {
        List<OperatingPoint> asked = new ThresholdSearch(
                        model.task(),
                        model.labels(),
                        thresholds.stream().map(OperatingPoint::parse).toList())
                .asked();
        if (asked.stream().anyMatch(OperatingPoint::isSearched)) {
            return model.decide(validation(parts), input, asked).decision();
        }
        Map<String, Double> said = new LinkedHashMap<>();
        asked.forEach(point -> said.put(point.label(), point.value()));
        return Decision.of(model.labels(), said);
    }

    private <X> Dataset<X> validation(Splits<X> parts) {
        if (parts.splitOff() || parts.validation().size() == 0) {
            throw new DataException("--threshold: " + String.join(", ", thresholds) + ": is found on a validation part,"
                    + " and none of these data is known to have been kept for one; give the data that the run was"
                    + " trained on, or a number: --threshold CLASS=0.2");
        }
        return parts.validation();
    }

    /// What thresholds that were found come to on the examples that the model was measured on.
    ///
    /// @param part   of the data that these are
    /// @param scores of each label, by name
    static void tell(Decision decision, String part, Kind kind, List<Map<String, Double>> scores, Output output) {
        decision.thresholds().forEach((label, threshold) -> {
            Decision.Finding found = threshold.found();
            if (found != null) {
                output.say(
                        "%s",
                        DecisionText.here(
                                label, found, scores.get(decision.labels().indexOf(label)), kind));
            }
        });
        boolean same = part.equals("val")
                && decision.thresholds().values().stream().anyMatch(threshold -> threshold.found() != null);
        if (same) {
            output.say(
                    "note: these are the %ss that the thresholds were found with; expect less of others, such as a"
                            + " test part",
                    kind.noun());
        }
    }
}
