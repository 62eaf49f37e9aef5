package dev.graft.advise;

import dev.graft.advise.Concern.Kind;
import dev.graft.advise.Inspection.AlikeGroup;
import dev.graft.advise.Inspection.Blank;
import dev.graft.advise.Inspection.Lengths;
import dev.graft.data.DataSummary;
import dev.graft.data.Dataset;
import dev.graft.data.GroupHint;
import dev.graft.data.Part;
import dev.graft.data.Splits;
import dev.graft.data.Task;
import dev.graft.data.Wording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What of that which was found somebody should look at, and what to do then.
record Concerns(
        Splits<?> data,
        DataSummary summary,
        @Nullable Lengths lengths,
        List<AlikeGroup> alike,
        List<Blank> blank,
        Judged judged) {
    /// A class of fewer is learned by luck.
    private static final int FEW = 10;

    /// From so many times as many on, rare classes are answered worse.
    private static final double UNEVEN = 10;

    /// Share of the texts that may be cut without a word.
    private static final double CUT = 0.01;

    List<Concern> worstFirst() {
        List<Concern> all = new ArrayList<>();
        leakage(all);
        conflict(all);
        wrongLabels(all);
        unreadable(all);
        blank(all);
        counts(all);
        groups(all);
        cut(all);
        repeated(all);
        outliers(all);
        all.sort(Comparator.comparing(Concern::kind));
        return List.copyOf(all);
    }

    private String count(long examples) {
        return Wording.count(examples, data.kind().noun());
    }

    private static String are(int count) {
        return count == 1 ? "is" : "are";
    }

    private void leakage(List<Concern> all) {
        int judged = (int) alike.stream()
                .filter(AlikeGroup::acrossParts)
                .flatMap(group -> group.members().stream())
                .filter(member -> member.part() != Part.TRAIN)
                .count();
        if (judged > 0) {
            all.add(new Concern(
                    Kind.LEAKAGE,
                    judged,
                    count(judged) + " to judge by " + are(judged)
                            + " the same as one to train on, or nearly: results look" + " better than they are",
                    data.splitOff()
                            ? "remove copies, or keep what belongs together in one part: --group-column,"
                                    + " --group-pattern"
                            : "remove them from one of the two parts"));
        }
    }

    private void conflict(List<Concern> all) {
        List<AlikeGroup> groups =
                alike.stream().filter(AlikeGroup::acrossLabels).toList();
        if (!groups.isEmpty()) {
            int members = members(groups);
            all.add(new Concern(
                    Kind.CONFLICT,
                    members,
                    count(members) + " are the same as one with another label, or nearly ("
                            + Wording.count(groups.size(), "group") + ")",
                    "decide which label is right, and correct or remove the others"));
        }
    }

    private void wrongLabels(List<Concern> all) {
        int suspects = judged.suspects().size();
        Double agreed = judged.agreed();
        if (suspects > 0) {
            all.add(new Concern(
                    Kind.WRONG_LABELS,
                    suspects,
                    count(suspects) + " may have a wrong label"
                            + (agreed == null
                                    ? ""
                                    : String.format(
                                            Locale.ROOT,
                                            " (what the model can tell agrees with %.0f of 100 labels)",
                                            Math.floor(100 * agreed))),
                    "look at them, the first first, and write down what is right: --suspects FILE"));
        }
    }

    private void unreadable(List<Concern> all) {
        int left = summary.skipped().size();
        if (left > 0) {
            all.add(new Concern(
                    Kind.UNREADABLE,
                    left,
                    count(left) + " cannot be used and " + are(left) + " left out",
                    "repair or remove " + (left == 1 ? "it" : "them")));
        }
    }

    private void blank(List<Concern> all) {
        if (!blank.isEmpty()) {
            all.add(new Concern(
                    Kind.BLANK,
                    blank.size(),
                    count(blank.size()) + " with nothing in " + (blank.size() == 1 ? "it" : "them"),
                    "remove " + (blank.size() == 1 ? "it" : "them") + ", unless that is a class"));
        }
    }

    /// Of classes that are rare, or far more frequent than others.
    private void counts(List<Concern> all) {
        Map<String, Integer> learned = summary.counts().getOrDefault(Part.TRAIN.word(), Map.of());
        if (learned.isEmpty()) {
            return;
        }
        List<String> few = learned.entrySet().stream()
                .filter(entry -> entry.getValue() < FEW)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        String noun = data.task().noun();
        if (!few.isEmpty()) {
            all.add(new Concern(
                    Kind.FEW,
                    few.size(),
                    Wording.count(few.size(), noun) + " with fewer than " + FEW + " "
                            + data.kind().noun() + "s to train on: " + Wording.shown(few),
                    "collect more of these first; until then results for them are luck"));
        }
        int least = Collections.min(learned.values());
        int most = Collections.max(learned.values());
        if (least > 0 && most >= UNEVEN * least) {
            all.add(new Concern(
                    Kind.UNEVEN,
                    learned.size(),
                    String.format(
                            Locale.ROOT,
                            "the most frequent %s has %.0f times as many %ss as the rarest: %,d (%s), %,d (%s)",
                            noun,
                            (double) most / least,
                            data.kind().noun(),
                            most,
                            first(learned, count -> count == most),
                            least,
                            first(learned, count -> count == least)),
                    "judge by --best-by macro_f1, and try --balanced"));
        }
    }

    private static String first(Map<String, Integer> counts, Predicate<Integer> wanted) {
        return counts.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /// Nothing is said where groups are known.
    private void groups(List<Concern> all) {
        Dataset<?> examples = data.all();
        if (examples.examples().stream().allMatch(example -> example.group().isEmpty())) {
            GroupHint.of(examples)
                    .ifPresent(hint -> all.add(new Concern(
                            Kind.GROUPS,
                            hint.examples(),
                            "names of files look like " + Wording.count(hint.groups(), "group") + " of "
                                    + count(hint.examples()) + " that belong together: "
                                    + Wording.shown(hint.members()),
                            "if they do, keep them in one part: --group-pattern '" + hint.pattern() + "'")));
        }
    }

    private void cut(List<Concern> all) {
        int texts = data.all().size();
        if (lengths != null && lengths.cut() > CUT * texts) {
            all.add(new Concern(
                    Kind.CUT,
                    lengths.cut(),
                    String.format(
                            Locale.ROOT,
                            "%,d of %s have %,d tokens or more; the rest is not read",
                            lengths.cut(),
                            count(texts),
                            lengths.most()),
                    "read more with --max-length if the model can, or put what matters first"));
        }
    }

    private void repeated(List<Concern> all) {
        List<AlikeGroup> groups = alike.stream()
                .filter(group -> !group.acrossParts() && !group.acrossLabels())
                .toList();
        if (!groups.isEmpty()) {
            int members = members(groups);
            all.add(new Concern(
                    Kind.REPEATED,
                    members,
                    count(members) + " are the same as others of the same label, or nearly ("
                            + Wording.count(groups.size(), "group") + ")",
                    "one of each is enough, unless it is meant to count more"));
        }
    }

    private void outliers(List<Concern> all) {
        int outliers = judged.outliers().size();
        if (outliers > 0) {
            all.add(new Concern(
                    Kind.OUTLIERS,
                    outliers,
                    count(outliers) + " " + are(outliers) + " unlike all others"
                            + (data.task() == Task.REGRESSION
                                    ? ""
                                    : " of the same " + data.task().noun()),
                    "look whether they belong there"));
        }
    }

    private static int members(List<AlikeGroup> groups) {
        return groups.stream().mapToInt(group -> group.members().size()).sum();
    }
}
