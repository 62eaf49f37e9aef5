package dev.graft.data.alike;

import dev.graft.text.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Finds texts that are the same but for case, blanks and punctuation, or nearly so: with a word more or less, a letter
/// wrong, or cut at the end. How alike two are is the share of their grams that both have: one wrong letter costs five,
/// so a text of 40 letters may have one, and one of 100 a few; shorter ones are alike only if they are the same, which
/// keeps "yes" and "yet" apart. What two texts mean is not looked at.
public final class AlikeTexts {
    /// From here on two are alike. Of 10,003 questions to a bank and of 20,000 film reviews, 116 and 16 pairs are,
    /// most of which somebody would call the same. Of copies with one wrong letter nearly all of 40 letters or
    /// more are found, of those with a word more four of five, and all of 80 letters or more.
    public static final double LIKENESS = 0.75;

    /// Texts that are not the same are not quite alike, however long they are.
    private static final double MOST = 0.99;

    /// Grams of a text that others may begin with because it was cut there; shorter ones happen to be such.
    private static final int LONG_ENOUGH = 44;

    /// Of more texts it is how people begin, and no copy that was cut.
    private static final int MOST_CONTINUED = 3;

    /// Of the texts that share a rare gram, those that are nearest in length: where more do, it is a form that was
    /// filled
    /// in, and hangs together by these.
    private static final int MOST_LOOKED_UP = 50;

    private static final int COUNTERS = 1 << 20;

    private static final Comparator<Alike> MOST_ALIKE = Comparator.comparingDouble(Alike::likeness)
            .reversed()
            .thenComparingInt(Alike::first)
            .thenComparingInt(Alike::second);

    private final int[] positions;
    private final List<String> plain;
    private final long[][] grams;
    private final List<List<long[]>> parts;
    private final Linked linked;
    private final List<Alike> found;

    /// @param different texts that are not the same, with the position of each
    /// @param found     pairs that are the same
    private AlikeTexts(Map<String, Integer> different, int texts, List<Alike> found) {
        this.positions = different.values().stream().mapToInt(Integer::intValue).toArray();
        this.plain = List.copyOf(different.keySet());
        this.grams = plain.parallelStream().map(Grams::of).toArray(long[][]::new);
        this.parts = plain.parallelStream().map(AlikeTexts::parts).toList();
        this.linked = Linked.none(texts);
        this.found = found;
    }

    /// Of a pair, the grams of each text; none where there is one text.
    private static List<long[]> parts(String plain) {
        List<String> texts = PlainText.parts(plain);
        return texts.size() == 1 ? List.of() : texts.stream().map(Grams::of).toList();
    }

    /// As many pairs as it takes to hang together what is alike, those that are most alike first: of texts that are
    /// the same, each with the first of them and a likeness of 1. A text without a letter or digit is like none.
    /// Twenty thousand texts take a second or two.
    public static List<Alike> links(List<Text> texts) {
        Map<String, Integer> different = new LinkedHashMap<>();
        List<Alike> found = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String plain = PlainText.of(texts.get(i));
            Integer same = plain.isBlank() ? null : different.putIfAbsent(plain, i);
            if (same != null) {
                found.add(new Alike(same, i, 1));
            }
        }
        AlikeTexts search = new AlikeTexts(different, texts.size(), found);
        search.linkNear();
        search.linkCut();
        found.sort(MOST_ALIKE);
        return List.copyOf(found);
    }

    /// Two texts that share so many grams share one of their rarest: of each the more, the fewer they have to
    /// share. Those are looked up, the shortest text first (Bayardo, Ma and Srikant, Scaling Up All Pairs
    /// Similarity Search, 2007).
    private void linkNear() {
        rarestFirst();
        int[] rare = Arrays.stream(grams).mapToInt(AlikeTexts::rare).toArray();
        Postings having = new Postings(IntStream.of(rare).sum());
        int[] comparedWith = new int[grams.length];
        Arrays.fill(comparedWith, -1);
        for (int text : shortestFirst()) {
            for (int i = 0; i < rare[text]; i++) {
                having.last(grams[text][i], MOST_LOOKED_UP, other -> {
                    if (comparedWith[other] != text) {
                        comparedWith[other] = text;
                        compare(text, other);
                    }
                });
                having.add(grams[text][i], text);
            }
        }
    }

    private static int rare(long[] grams) {
        return grams.length - (int) Math.ceil(LIKENESS * grams.length) + 1;
    }

    private int[] shortestFirst() {
        return IntStream.range(0, grams.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> grams[i].length))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void compare(int text, int shorter) {
        if (grams[shorter].length < LIKENESS * grams[text].length
                || linked.areLinked(positions[text], positions[shorter])) {
            return;
        }
        double likeness = Grams.likeness(grams[text], grams[shorter], LIKENESS);
        if (likeness > 0 && areAlikeInParts(parts.get(text), parts.get(shorter))) {
            link(text, shorter, likeness);
        }
    }

    /// A long text that two pairs share does not make their short ones alike.
    private static boolean areAlikeInParts(List<long[]> one, List<long[]> other) {
        return one.size() == other.size()
                && IntStream.range(0, one.size()).allMatch(i -> Grams.likeness(one.get(i), other.get(i), LIKENESS) > 0);
    }

    /// Who begins with another text stands right behind it when they are sorted.
    private void linkCut() {
        int[] sorted = IntStream.range(0, plain.size())
                .boxed()
                .sorted(Comparator.comparing(plain::get))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; i < sorted.length; i++) {
            String cut = plain.get(sorted[i]);
            int end = i + 1;
            while (end < sorted.length
                    && end - i <= MOST_CONTINUED + 1
                    && plain.get(sorted[end]).startsWith(cut)) {
                end++;
            }
            if (grams[sorted[i]].length >= LONG_ENOUGH && end - i - 1 <= MOST_CONTINUED) {
                for (int whole = i + 1; whole < end; whole++) {
                    linkCut(sorted[i], sorted[whole]);
                }
            }
        }
    }

    /// However much of it is missing; of pairs it is not asked, whose second text may be short.
    private void linkCut(int cut, int whole) {
        boolean single = parts.get(cut).isEmpty() && parts.get(whole).isEmpty();
        if (single && !linked.areLinked(positions[cut], positions[whole])) {
            link(cut, whole, Math.max(LIKENESS, Grams.likeness(grams[cut], grams[whole], 0)));
        }
    }

    private void link(int one, int other, double likeness) {
        int first = Math.min(positions[one], positions[other]);
        int second = Math.max(positions[one], positions[other]);
        linked.link(first, second);
        found.add(new Alike(first, second, Math.min(likeness, MOST)));
    }

    /// Changes the numbers of grams so that they go from rare to frequent. Those that share a counter seem more
    /// frequent
    /// than they are, which only takes longer.
    private void rarestFirst() {
        int[] counts = new int[COUNTERS];
        for (long[] text : grams) {
            for (long gram : text) {
                counts[(int) gram & (COUNTERS - 1)]++;
            }
        }
        for (long[] text : grams) {
            for (int i = 0; i < text.length; i++) {
                long often = Math.min(counts[(int) text[i] & (COUNTERS - 1)], Short.MAX_VALUE);
                text[i] = often << Long.SIZE - Short.SIZE | text[i] >>> Short.SIZE;
            }
            Arrays.sort(text);
        }
    }
}
