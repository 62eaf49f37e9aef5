package dev.graft.advise;

import dev.graft.advise.Inspection.Lengths;
import dev.graft.advise.Inspection.Spread;
import dev.graft.data.alike.Alike;
import dev.graft.data.alike.AlikeTexts;
import dev.graft.text.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Looks at texts.
///
/// @param tokens of each, as the model reads it
/// @param most   tokens that it reads
@SuppressWarnings("ArrayRecordComponent") // never compared
record Writings(List<Text> texts, int[] tokens, int most) {
    /// @param twins positions that have the content of another one before them
    Seen look(Set<Integer> twins) {
        Map<Integer, String> blank = new TreeMap<>();
        for (int i = 0; i < texts.size(); i++) {
            if (words(texts.get(i)).noneMatch(Writings::says)) {
                blank.put(i, "neither a letter nor a digit");
            }
        }
        Lengths lengths = new Lengths(
                Spread.of(
                        texts.stream().mapToDouble(text -> words(text).count()).toArray()),
                Spread.of(Arrays.stream(tokens).asDoubleStream().toArray()),
                most,
                (int) IntStream.of(tokens).filter(length -> length >= most).count());
        return Seen.ofTexts(lengths, blank, alike(twins), List.of());
    }

    private List<Alike> alike(Set<Integer> twins) {
        List<Integer> compared = IntStream.range(0, texts.size())
                .filter(i -> !twins.contains(i))
                .boxed()
                .toList();
        return AlikeTexts.links(compared.stream().map(texts::get).toList()).stream()
                .map(pair -> new Alike(compared.get(pair.first()), compared.get(pair.second()), pair.likeness()))
                .toList();
    }

    private static boolean says(String word) {
        return word.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private static Stream<String> words(Text text) {
        return Stream.concat(Stream.of(text.first()), text.second().stream())
                .flatMap(one -> Stream.of(one.split("[\\s\\p{Z}]+")))
                .filter(word -> !word.isEmpty());
    }
}
