package dev.graft.job;

import dev.graft.data.DataSummary;
import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.data.Wording;
import dev.graft.metrics.ShareInterval;
import dev.graft.task.ConstantAnswer;
import dev.graft.task.Score;
import dev.graft.train.EpochResult;
import dev.graft.train.Finding;
import dev.graft.train.History;
import dev.graft.train.StopReason;
import dev.graft.tune.ResolvedPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Looks at a training that has ended, and says what is not good about it. Nothing is said where all is well, nor of a
/// training that was stopped on the way: one that goes on may still become better.
///
/// @param task       what was learned
/// @param data       how many examples there are
/// @param headOnly   whether nothing but the head learned, in the last phase
/// @param rate       highest learning rate of the last phase
/// @param phases     of the plan
/// @param stepped    whether an optimizer took steps; a head that was solved has no rate and no epochs to change
/// @param splitOff   share of the examples that was kept for validation; 0 where the data had a part for it
record Review(
        Task task, DataSummary data, boolean headOnly, double rate, int phases, boolean stepped, double splitOff) {
    private static final String VALIDATION = "validation";

    /// Wider, and two models that differ by what is worth a change cannot be told apart: 0.8 to 1.0, or 0.4 to 0.6.
    private static final double WIDE = 0.2;

    /// Of training and validation that are far apart. With few examples some gap is usual.
    private static final double FAR = 0.1;

    /// A class that is never answered takes so much from macro F1 where there are five of them.
    private static final double UNEVEN = 0.2;

    /// Of the steps, weighted by their rates, the last ones: a loss that falls towards an end by a constant factor has
    /// 5% of its way still to go where these brought 10% of it.
    private static final double LATE = 1 / 3.0;

    private static final double STILL_FALLING = 0.1;
    private static final int FEWEST_EPOCHS = 3;
    private static final double MOST_SPLIT_OFF = 0.5;
    private static final double LEARNED = 0.9;

    /// @param kept share of the examples that was kept for validation; 0 where the data had a part for it
    static Review of(ResolvedPlan plan, Task task, DataSummary data, double kept) {
        ResolvedPlan.ResolvedPhase last = plan.phases().getLast();
        return new Review(
                task,
                data,
                last.trainingStages().equals(List.of(plan.network().head())),
                last.groups().stream()
                        .mapToDouble(each -> each.group().learningRate())
                        .max()
                        .orElse(0),
                plan.phases().size(),
                !plan.plan().solves(last.phase()),
                kept);
    }

    /// What there is to say, the worst first.
    List<Finding> findings(History history) {
        Optional<EpochResult> best = history.best();
        boolean ended = history.stopReason()
                .filter(reason -> reason == StopReason.COMPLETED || reason == StopReason.EARLY_STOPPED)
                .isPresent();
        if (best.isEmpty() || !ended || task == Task.MASKED_LANGUAGE_MODELING) {
            return List.of();
        }
        List<Finding> found = new ArrayList<>();
        judgement(history.score(), best.get()).ifPresent(found::add);
        curve(history, best.get()).ifPresent(found::add);
        learnedByHeart(history.score(), best.get()).ifPresent(found::add);
        return List.copyOf(found);
    }

    /// The first of these that holds: where a result is no better than chance, nothing else is known of it.
    private Optional<Finding> judgement(Score score, EpochResult best) {
        return notBetter(score, best)
                .or(() -> mayBeChance(score, best))
                .or(() -> tooFew(best))
                .or(() -> rareMissed(score, best));
    }

    private Optional<Finding> notBetter(Score score, EpochResult best) {
        return constant(score)
                .filter(constant -> value(score, best, constant.metric()).orElse(1.0) <= constant.value())
                .map(constant -> {
                    double reached = value(score, best, constant.metric()).orElseThrow();
                    return finding(
                            Finding.Kind.NOT_BETTER_THAN_CONSTANT,
                            String.format(
                                    Locale.ROOT,
                                    "%s %.4f on %s to validate with is not better than %s (%.4f)",
                                    shown(constant.metric()),
                                    reached,
                                    examples(judged()),
                                    constant.answer(),
                                    constant.value()),
                            ofRareClasses(constant, best).orElseGet(() -> afterNothing(best)));
                });
    }

    /// Who answers the rare classes well is right less often than who never does, where nearly all are of one class.
    private Optional<Step> ofRareClasses(ConstantAnswer constant, EpochResult best) {
        if (!constant.metric().equals("accuracy")) {
            return Optional.empty();
        }
        double f1 = best.metrics().getOrDefault("macro_f1", 0.0);
        double without =
                2 * constant.value() / (1 + constant.value()) / data.classes().size();
        return f1 - without <= UNEVEN
                ? Optional.empty()
                : Optional.of(new Step(
                        String.format(
                                Locale.ROOT,
                                "judge it by all classes alike: its macro F1 is %.4f, that of one answer %.4f",
                                f1,
                                without),
                        List.of("--best-by", "macro-f1")));
    }

    /// A next step.
    private record Step(String words, List<String> options) {}

    private Step afterNothing(EpochResult best) {
        if (best.trainAccuracy() >= LEARNED) {
            return new Step(
                    "it has learned its training examples, but what it learned is not true of the others: look at"
                            + " those with graft evaluate RUN DATA --error-sheets errors, and whether both parts"
                            + " are labelled alike",
                    List.of());
        }
        if (stepped) {
            return new Step("ten times the learning rate", List.of("--lr", rate(10 * rate)));
        }
        return headOnly
                ? new Step("let more of the network learn", List.of("--strategy", "discriminative"))
                : new Step("another model, or more examples", List.of());
    }

    private Optional<Finding> mayBeChance(Score score, EpochResult best) {
        return interval(best)
                .flatMap(interval -> constant(score)
                        .filter(constant -> constant.metric().equals("accuracy"))
                        .filter(constant -> interval.contains(constant.value()))
                        .map(constant -> finding(
                                Finding.Kind.MAY_BE_CHANCE,
                                String.format(
                                        Locale.ROOT,
                                        "accuracy %.4f on %s to validate with may be chance: the true one is between %.2f and"
                                                + " %.2f, and %s is right for %.4f",
                                        best.metrics().getOrDefault("accuracy", 0.0),
                                        examples(judged()),
                                        interval.low(),
                                        interval.high(),
                                        constant.answer(),
                                        constant.value()),
                                interval.width() > WIDE ? moreToJudge(best) : afterNothing(best))));
    }

    private Optional<Finding> tooFew(EpochResult best) {
        return interval(best)
                .filter(interval -> interval.width() > WIDE)
                .map(interval -> finding(
                        Finding.Kind.TOO_FEW_TO_JUDGE,
                        String.format(
                                Locale.ROOT,
                                "%s to validate with %s too few to say how good it is: the true share of right answers"
                                        + " is between %.2f and %.2f",
                                examples(judged()),
                                judged() == 1 ? "is" : "are",
                                interval.low(),
                                interval.high()),
                        moreToJudge(best)));
    }

    /// As many as make the interval narrow enough, if that leaves most of them to learn from.
    private Step moreToJudge(EpochResult best) {
        int needed = judged();
        while (ShareInterval.of(share(best).orElse(0.5), needed).width() > WIDE) {
            needed++;
        }
        double share = Math.ceil(10 * splitOff * needed / judged()) / 10;
        return splitOff > 0 && share <= MOST_SPLIT_OFF && share > splitOff
                ? new Step("keep more of them for validation", List.of("--val-fraction", rate(share)))
                : new Step(
                        "label more examples to validate with, " + Wording.number(needed) + " or so in all", List.of());
    }

    private Optional<Finding> rareMissed(Score score, EpochResult best) {
        Optional<Double> accuracy = Optional.ofNullable(best.metrics().get("accuracy"));
        Optional<Double> f1 = Optional.ofNullable(best.metrics().get("macro_f1"));
        if (!score.name().equals("accuracy")
                || accuracy.isEmpty()
                || f1.isEmpty()
                || accuracy.get() - f1.get() <= UNEVEN) {
            return Optional.empty();
        }
        return Optional.of(finding(
                Finding.Kind.RARE_CLASSES_MISSED,
                String.format(
                        Locale.ROOT,
                        "accuracy %.4f is that of the frequent classes: macro F1, in which all classes count alike, is"
                                + " %.4f",
                        accuracy.get(),
                        f1.get()),
                new Step(
                        "more weight for rare classes, and the epoch that is best for all",
                        List.of("--balanced", "--best-by", "macro-f1"))));
    }

    /// What the order of the epochs says; one epoch has none.
    private Optional<Finding> curve(History history, EpochResult best) {
        List<EpochResult> epochs = history.epochs();
        EpochResult last = epochs.getLast();
        if (!stepped || epochs.size() < FEWEST_EPOCHS) {
            return Optional.empty();
        }
        if (best.equals(last)
                && history.stopReason().orElseThrow() == StopReason.COMPLETED
                && best.trainAccuracy() < 1
                && isStillFalling(epochs)) {
            int more = 2 * epochs.size();
            return Optional.of(finding(
                    Finding.Kind.STILL_LEARNING,
                    "the best epoch is the last of " + Wording.number(epochs.size())
                            + ", and the validation loss was still falling",
                    new Step("more epochs", List.of("--epochs", Integer.toString(more)))));
        }
        double lowest = history.valLosses().stream().min(Double::compare).orElseThrow();
        if (best.epoch() == 1
                && best.valLoss() == lowest
                && !history.score().reaches(last.valAccuracy(), best.valAccuracy())) {
            return Optional.of(finding(
                    Finding.Kind.WORSE_AFTER_FIRST,
                    "the best epoch is the first of " + Wording.number(epochs.size())
                            + ", and all after it made it worse",
                    phases > 1
                            ? new Step("the head alone", List.of("--strategy", "feature-extraction"))
                            : new Step("a tenth of the learning rate", List.of("--lr", rate(rate / 10)))));
        }
        return Optional.empty();
    }

    /// Whether the last third of the steps, weighted by their rates, still brought a tenth of what all did: towards
    /// the end of a cosine steps are small, and a loss that hardly moves there says nothing.
    private static boolean isStillFalling(List<EpochResult> epochs) {
        double all = epochs.stream().mapToDouble(Review::highestRate).sum();
        double done = 0;
        int late = 0;
        while (late < epochs.size() - 1 && done < (1 - LATE) * all) {
            done += highestRate(epochs.get(late++));
        }
        double then = epochs.get(Math.max(0, late - 1)).valLoss();
        double end = epochs.getLast().valLoss();
        double fall = epochs.getFirst().valLoss() - end;
        return fall > 0 && then - end > STILL_FALLING * fall;
    }

    private static double highestRate(EpochResult epoch) {
        return epoch.learningRates().values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private Optional<Finding> learnedByHeart(Score score, EpochResult best) {
        double gap = best.trainAccuracy() - best.valAccuracy();
        boolean beyondDoubt = !score.name().equals("accuracy")
                || interval(best)
                        .filter(others -> others.high()
                                < ShareInterval.of(best.trainAccuracy(), Math.max(1, data.total("train")))
                                        .low())
                        .isPresent();
        if (!score.higherIsBetter() || gap <= FAR || !beyondDoubt) {
            return Optional.empty();
        }
        Step step = data.kind() == Kind.IMAGE && !headOnly
                ? new Step("more examples, or images that vary more", List.of("--augment", "strong"))
                : new Step("more examples to learn from, which help most", List.of());
        return Optional.of(finding(
                Finding.Kind.LEARNED_BY_HEART,
                String.format(
                        Locale.ROOT,
                        "%s is %.4f on %s that it learned from, but %.4f on the others",
                        shown(score.name()),
                        best.trainAccuracy(),
                        examples(data.total("train")),
                        best.valAccuracy()),
                step));
    }

    private static Finding finding(Finding.Kind kind, String says, Step step) {
        return new Finding(kind, says, step.words(), step.options());
    }

    private Optional<ConstantAnswer> constant(Score score) {
        Map<String, Integer> counts = data.counts().getOrDefault(VALIDATION, Map.of());
        return ConstantAnswer.of(score, task, counts, judged());
    }

    private Optional<Double> value(Score score, EpochResult best, String metric) {
        return metric.equals(score.name())
                ? Optional.of(best.valAccuracy())
                : Optional.ofNullable(best.metrics().get(metric));
    }

    /// Share of right answers, where the answers are right or wrong.
    private static Optional<Double> share(EpochResult best) {
        return Optional.ofNullable(best.metrics().get("accuracy"))
                .or(() -> Optional.ofNullable(best.metrics().get("exact_match")));
    }

    private Optional<ShareInterval> interval(EpochResult best) {
        return judged() == 0 ? Optional.empty() : share(best).map(share -> ShareInterval.of(share, judged()));
    }

    private int judged() {
        return data.total(VALIDATION);
    }

    private String examples(int count) {
        return Wording.count(count, data.kind().noun());
    }

    private static String shown(String metric) {
        return switch (metric) {
            case "r2" -> "R2";
            case "exact_match" -> "share of whole answers";
            default -> metric.replace("macro_f1", "macro F1").replace("micro_f1", "micro F1");
        };
    }

    private static String rate(double value) {
        return Double.toString(Double.parseDouble(String.format(Locale.ROOT, "%.2g", value)));
    }
}
