package dev.graft.advise;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.graft.data.Corrections;
import dev.graft.data.DataSummary;
import dev.graft.data.Part;
import dev.graft.data.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was found in a data set before anything learned from it: sizes, repetitions, labels that are probably wrong. A
/// value that holds no examples, only what they are called and where they stand.
///
/// @param data     what there is, in counts, and what is left out
/// @param task     what would be learned
/// @param sizes    of images; null for texts
/// @param lengths  of texts; null for images
/// @param concerns what to look at, the worst first; none where nothing was found
/// @param alike    examples that are the same, or nearly so, the worst first
/// @param blank    examples in which there is nothing to be seen or read
/// @param suspects examples whose label is probably wrong, the most certain first
/// @param outliers examples that are unlike all others of their class, the farthest first
/// @param model    by whose features labels and outliers were judged; null where nothing was
/// @param agreed   share of the classes that were said by heads on features which had not learned from the example:
///     the nearer to 1, the more of the suspects are right; null where there is not one class each, or nothing was
/// judged
/// @param notDone  what was not looked at, and why
public record Inspection(
        DataSummary data,
        Task task,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Sizes sizes,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Lengths lengths,
        List<Concern> concerns,
        List<AlikeGroup> alike,
        List<Blank> blank,
        List<Suspect> suspects,
        List<Outlier> outliers,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String model,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double agreed,
        List<String> notDone) {
    public Inspection {
        concerns = List.copyOf(concerns);
        alike = List.copyOf(alike);
        blank = List.copyOf(blank);
        suspects = List.copyOf(suspects);
        outliers = List.copyOf(outliers);
        notDone = List.copyOf(notDone);
    }

    /// What was found, to be printed: what there is, then what to look at with a few examples of each, the worst first.
    public List<String> lines() {
        return new InspectionLines(this).all();
    }

    /// What a person has to decide on, to be written for them: each example once, with nothing decided yet.
    public Corrections corrections() {
        return Doubts.of(this);
    }

    /// How large images are, or how long texts, in a line.
    public List<String> extent() {
        return new InspectionLines(this).extent();
    }

    /// Sizes of images.
    ///
    /// @param width  in pixels
    /// @param height in pixels
    /// @param aspect width by height
    /// @param grey   share of them in which there is no colour; of some, where there are many
    public record Sizes(Spread width, Spread height, Spread aspect, double grey) {}

    /// Lengths of texts.
    ///
    /// @param words  between blanks
    /// @param tokens as the model reads them, at most as many as it takes
    /// @param most   tokens that the model takes
    /// @param cut    texts that have so many or more
    public record Lengths(Spread words, Spread tokens, int most, int cut) {}

    /// How a number is spread over the examples.
    public record Spread(double least, double median, double most) {
        /// @throws IllegalArgumentException if there is no number
        static Spread of(double[] values) {
            if (values.length == 0) {
                throw new IllegalArgumentException("spread: expected numbers, found none");
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            return new Spread(sorted[0], sorted[sorted.length / 2], sorted[sorted.length - 1]);
        }
    }

    /// Examples that are the same, or nearly so.
    ///
    /// @param likeness     1 for the same content; else that of the least alike pair that hangs them together, from
    ///     0.95 on for images, 0.75 for texts
    /// @param acrossParts  whether some are learned from, and others are judged by
    /// @param acrossLabels whether they have different labels
    /// @param members      at least two, those to learn from first
    public record AlikeGroup(double likeness, boolean acrossParts, boolean acrossLabels, List<Inspected> members) {
        public AlikeGroup {
            members = List.copyOf(members);
        }

        static AlikeGroup of(double likeness, List<Inspected> members) {
            long learned = members.stream()
                    .filter(member -> member.part() == Part.TRAIN)
                    .count();
            long labels = members.stream()
                    .map(member -> Set.copyOf(member.labels()))
                    .distinct()
                    .count();
            return new AlikeGroup(likeness, learned > 0 && learned < members.size(), labels > 1, members);
        }
    }

    /// An example in which there is nothing to be seen or read.
    ///
    /// @param why in a few words
    public record Blank(Inspected example, String why) {}

    /// An example whose label is probably wrong.
    ///
    /// @param suggested the labels that it seems to have; none where numbers are learned
    /// @param score     0 for a label that is certainly wrong, 1 for one that is certainly right
    /// @param why       in one line with its numbers
    public record Suspect(Inspected example, List<String> suggested, double score, String why) {
        public Suspect {
            suggested = List.copyOf(suggested);
        }
    }

    /// An example that is unlike all others of its class.
    ///
    /// @param distance to the five that are nearest in features: the mean of 1 less the cosine
    /// @param z        how far that is from the median of the class, in deviations, robustly
    public record Outlier(Inspected example, double distance, double z) {}
}
