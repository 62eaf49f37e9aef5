package dev.graft.method;

import dev.graft.data.Kind;
import dev.graft.text.NearNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All ways of tuning there are. A word may be written with hyphens or underscores, in any case.
public final class Methods {
    /// A new method is a new file and a line here.
    private static final Map<String, Method> METHODS = Stream.of(
                    new FeatureExtraction(),
                    new LastStage(),
                    new Full(),
                    new Discriminative(),
                    new LayerDecay(),
                    new Gradual(),
                    new ProbeThenFineTune(),
                    new FineTune(),
                    new Surgical(),
                    new NormOnly(),
                    new BiasOnly(),
                    new Lora())
            .collect(Collectors.toMap(
                    Method::word,
                    Function.identity(),
                    (one, other) -> {
                        throw new IllegalStateException("two methods are called " + other.word());
                    },
                    LinkedHashMap::new));

    private static final List<Method> ALL = List.copyOf(METHODS.values());
    private static final List<String> WORDS = List.copyOf(METHODS.keySet());

    private Methods() {}

    /// All of them, as the guide lists them.
    public static List<Method> all() {
        return ALL;
    }

    /// Their words.
    public static List<String> words() {
        return WORDS;
    }

    /// The method of that word.
    ///
    /// @throws IllegalArgumentException if there is none; the message names the nearest
    public static Method of(String word) {
        Method method = METHODS.get(word.strip().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (method == null) {
            throw new IllegalArgumentException("strategy: expected " + String.join(", ", WORDS) + ", found '" + word
                    + "'; nearest: " + NearNames.nearest(word, WORDS, 1).getFirst());
        }
        return method;
    }

    /// What is done where nobody chose one: of images the head is trained, of texts everything.
    public static Method usual(Kind kind) {
        return switch (kind) {
            case IMAGE -> new FeatureExtraction();
            case TEXT -> new Full();
        };
    }

    /// What there is to do with random weights.
    public static Method ofRandomWeights() {
        return new Full();
    }

    /// The words of all methods that can be told something.
    public static List<String> taking(Choice<?> choice) {
        return ALL.stream()
                .filter(method -> method.takes().contains(choice))
                .map(Method::word)
                .toList();
    }

    /// Whether only some methods can be told something.
    public static boolean isForSome(Choice<?> choice) {
        return ALL.stream().anyMatch(method -> method.takes().contains(choice));
    }

    /// Refuses what a method cannot be told.
    ///
    /// @param called what it is called where it was said: `--stages`
    /// @throws IllegalArgumentException if it is for other methods
    public static void requireTaken(Method method, Choice<?> choice, String called) {
        if (isForSome(choice) && !method.takes().contains(choice)) {
            throw new IllegalArgumentException(called + ": is for " + String.join(", ", taking(choice))
                    + ", but the strategy is " + method.word());
        }
    }
}
