package dev.graft.advise;

import dev.graft.data.Kind;
import dev.graft.data.text.TextSample;
import dev.graft.model.TextModels;
import dev.graft.weights.Embedded;
import dev.graft.weights.Hub;
import dev.graft.weights.StateDict;
import dev.graft.weights.WeightsFile;
import dev.graft.zoo.ModelCard;
import dev.graft.zoo.Zoo;
import dev.graft.zoo.encoder.EncoderConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which models there are to choose from.
///
/// @param kind of examples that they take
/// @param all  the one that is tried first in front; at least one
public record Contenders(Kind kind, List<Contender> all) {
    /// The word for all that are at hand.
    public static final String AUTO = "auto";

    /// What models for images have learned mostly; accuracies on other pictures cannot be compared with it.
    private static final int IMAGENET_CLASSES = 1_000;

    /// @throws IllegalArgumentException if there is none
    public Contenders {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("models: expected at least one, found none");
        }
    }

    /// Those that were asked for, in their order.
    ///
    /// @param asked names, folders of text models, files of weights whose model is found by their tensors,
    ///     `NAME=FILE`; `auto` for those that need no download
    /// @param data  that they would learn from
    /// @param hub   where models are looked for
    /// @throws IllegalArgumentException if one is certainly nothing, some are for images and others for texts,
    ///     or there is none for such texts
    public static Contenders of(List<String> asked, Path data, Hub hub) {
        Optional<TextSample> texts = TextSample.of(data);
        Set<Contender> all = new LinkedHashSet<>();
        for (String word : asked) {
            if (word.equals(AUTO)) {
                all.addAll(texts.map(sample -> forTexts(sample, data, hub)).orElseGet(() -> forImages(hub)));
            } else {
                all.add(named(word));
            }
        }
        List<Kind> kinds = all.stream().map(Contenders::kind).distinct().toList();
        if (kinds.size() > 1) {
            throw new IllegalArgumentException("--models: expected models for one kind of examples, found some for"
                    + " images and some for texts: " + all);
        }
        return new Contenders(kinds.isEmpty() ? Kind.IMAGE : kinds.getFirst(), List.copyOf(all));
    }

    private static Kind kind(Contender contender) {
        return isOfZoo(contender.model()) || !TextModels.isNamed(contender.model()) ? Kind.IMAGE : Kind.TEXT;
    }

    private static boolean isOfZoo(String name) {
        return Zoo.cards().stream().anyMatch(card -> card.name().equals(name));
    }

    private static Contender named(String word) {
        int equals = word.indexOf('=');
        if (equals > 0 && !Files.exists(Path.of(word))) {
            return new Contender(Zoo.card(word.substring(0, equals)).name(), word.substring(equals + 1));
        }
        Path path = Path.of(word);
        if (isOfZoo(word) || !Files.isRegularFile(path)) {
            return Contender.of(TextModels.isNamed(word) ? word : Zoo.card(word).name());
        }
        try (StateDict file = WeightsFile.read(path)) {
            return new Contender(
                    Zoo.fitting(file)
                            .orElseThrow(() -> new IllegalArgumentException("--models: " + word
                                    + ": fits none of the models; if it is one under other names, say which:"
                                    + " --models NAME=" + word)),
                    word);
        }
    }

    /// What is taken where nothing is said; then the most accurate where they were trained, those that learned from
    /// other pictures last.
    private static List<Contender> forImages(Hub hub) {
        return Zoo.cards().stream()
                .filter(card ->
                        card.embedded() || card.weights().flatMap(hub::cached).isPresent())
                .sorted(Comparator.comparing((ModelCard card) -> !card.name().equals(Embedded.EFFICIENTNET_LITE0))
                        .thenComparing(card -> card.classes() != IMAGENET_CLASSES)
                        .thenComparing(card -> -card.top1().orElse(0)))
                .map(card -> Contender.of(card.name()))
                .toList();
    }

    /// The embedded one for Korean, which is all that it knows; then encoders that were made to give vectors of whole
    /// texts, then others.
    private static List<Contender> forTexts(TextSample texts, Path data, Hub hub) {
        List<TextModels.Known> others = TextModels.known(hub).stream()
                .filter(known -> !known.embedded())
                .sorted(Comparator.comparing(known -> !isOfSentences(known)))
                .toList();
        if (!texts.isKorean() && others.isEmpty()) {
            TextModels.suiting(texts, data, hub); // says how to get one
        }
        List<Contender> found = new ArrayList<>();
        if (texts.isKorean()) {
            found.add(Contender.of(TextModels.EMBEDDED));
        }
        others.forEach(known -> found.add(Contender.of(known.name())));
        return found;
    }

    private static boolean isOfSentences(TextModels.Known known) {
        return EncoderConfig.isIn(known.folder()) && Files.exists(known.folder().resolve("modules.json"));
    }
}
