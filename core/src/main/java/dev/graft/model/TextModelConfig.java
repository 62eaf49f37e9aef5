package dev.graft.model;

import dev.graft.data.Task;
import dev.graft.text.Tokenizer;
import dev.graft.weights.AtomicFile;
import dev.graft.weights.WeightsException;
import dev.graft.zoo.encoder.EncoderConfig;
import dev.graft.zoo.encoder.EncoderHead;
import dev.graft.zoo.encoder.Encoders;
import dev.graft.zoo.encoder.SentenceModules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a text model's `config.json` says: the encoder, and what its outputs mean.
///
/// @param encoder   as it was read, without what is said about outputs
/// @param task      what it answers
/// @param labels    label of each output, in order
/// @param maxLength tokens of a text at most
/// @param head      what it ends in
public record TextModelConfig(EncoderConfig encoder, Task task, List<String> labels, int maxLength, EncoderHead head) {
    private static final double OWN_VOCABULARY = 0.9;
    private static final String LABELS = "id2label";
    private static final String TASK = "problem_type";
    private static final String MAX_LENGTH = "max_length";
    private static final int SHORTEST = 4;
    private static final int FOLDER_DEPTH = 2; // files, and those in folders of modules
    private static final int USUAL_OUTPUTS = 2; // where config.json says nothing, as in transformers
    private static final int MOST_OUTPUTS = 100_000;

    public TextModelConfig {
        labels = List.copyOf(labels);
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("text model: expected at least one label, found none");
        }
    }

    /// What is known before the weights are: they may change the head.
    ///
    /// @param maxLength 0 for as much as the folder says, or model and tokenizer take
    /// @param folder    of the model
    /// @throws WeightsException if the tokenizer is another model's
    static TextModelConfig of(
            EncoderConfig encoder, Tokenizer tokenizer, Task task, List<String> labels, int maxLength, Path folder) {
        int told = Math.min(SentenceModules.maxLength(folder), Encoders.maxLength(encoder));
        return new TextModelConfig(
                encoder,
                task,
                labels,
                maxLength(encoder, tokenizer, maxLength == 0 ? told : maxLength, folder),
                EncoderHead.classification(labels.size()));
    }

    TextModelConfig withHead(EncoderHead value) {
        return new TextModelConfig(encoder, task, labels, maxLength, value);
    }

    /// @throws IllegalArgumentException if a text of so many tokens would have next to none of its own
    public static void requireLength(int maxLength) {
        if (maxLength != 0 && maxLength < SHORTEST) {
            throw new IllegalArgumentException("max length: expected at least " + SHORTEST
                    + " tokens, or 0 for the model's own, found " + maxLength);
        }
    }

    /// Tokens of a text at most.
    ///
    /// @param asked 0 for as much as model and tokenizer take
    /// @throws WeightsException if the tokenizer is another model's
    static int maxLength(EncoderConfig encoder, Tokenizer tokenizer, int asked, Path folder) {
        if (tokenizer.vocabularySize() > encoder.vocabulary()) {
            throw new WeightsException(folder + ": the tokenizer has " + tokenizer.vocabularySize()
                    + " tokens, expected at most " + encoder.vocabulary()
                    + " as config.json says (vocab_size); they belong to different models");
        }
        requireLength(asked);
        int most = Encoders.maxLength(encoder);
        if (asked > most) {
            throw new IllegalArgumentException(
                    "max length: expected at most " + most + ", what the model takes, found " + asked);
        }
        return asked == 0 ? Math.min(most, tokenizer.maxLength().orElse(most)) : asked;
    }

    /// What is to be told of a tokenizer that fits but knows far fewer tokens than the weights do. Some models have a
    /// few rows more than tokens, so that their number divides well; none has a tenth more.
    Optional<String> doubt(Tokenizer tokenizer) {
        int tokens = tokenizer.vocabularySize();
        return tokens < OWN_VOCABULARY * encoder.vocabulary()
                ? Optional.of("the tokenizer has " + tokens + " tokens but the weights are for " + encoder.vocabulary()
                        + ": if they belong to different models, training will give poor results; compare the"
                        + " tokenizer files in the folder with the published ones")
                : Optional.empty();
    }

    /// What a saved model says.
    ///
    /// @throws WeightsException if it does not make sense
    static TextModelConfig saved(EncoderConfig saved, Tokenizer tokenizer, Path folder) {
        if (saved.isLanguageModel()) {
            throw new WeightsException(folder + ": expected a model with a task, found a language model, as graft adapt"
                    + " leaves it: train it with graft train DATA --model " + folder);
        }
        Object named = saved.find(LABELS).orElseGet(() -> unnamed(saved));
        Map<?, ?> names = named instanceof Map<?, ?> map ? map : Map.of();
        List<String> labels = new ArrayList<>();
        for (int i = 0; isWord(names.get(Integer.toString(i))); i++) {
            labels.add(String.valueOf(names.get(Integer.toString(i))));
        }
        if (labels.isEmpty() || labels.size() != names.size()) {
            throw new WeightsException(folder + ": config.json: " + LABELS
                    + ": expected one label per output, from 0 on, found " + named
                    + "; the folder contains a model without a task: train it with graft train DATA --model " + folder);
        }
        Object word = saved.find(TASK).orElse("");
        Task task = Stream.of(Task.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElse(labels.size() == 1 ? Task.REGRESSION : Task.SINGLE_LABEL_CLASSIFICATION);
        int maxLength = saved.find(EncoderConfig.OWN).orElse(0) instanceof Map<?, ?> own
                        && own.get(MAX_LENGTH) instanceof Integer length
                ? length
                : 0;
        return of(saved, tokenizer, task, labels, maxLength, folder);
    }

    private static boolean isWord(@Nullable Object label) {
        return label instanceof String || label instanceof Number || label instanceof Boolean;
    }

    /// What transformers calls the outputs of a classifier whose configuration has no names for them.
    ///
    /// @return none for a model without a task
    private static Map<String, String> unnamed(EncoderConfig saved) {
        Map<String, String> names = new LinkedHashMap<>();
        if (classifies(saved)) {
            int count = saved.find("num_labels").orElse(USUAL_OUTPUTS) instanceof Integer told ? told : 0;
            for (int i = 0; i < Math.min(count, MOST_OUTPUTS); i++) {
                names.put(Integer.toString(i), "LABEL_" + i);
            }
        }
        return names;
    }

    /// Whether a model has a head for whole texts.
    static boolean classifies(EncoderConfig saved) {
        return saved.isTextModel()
                || saved.find("architectures").orElse("") instanceof List<?> all
                        && !all.isEmpty()
                        && String.valueOf(all.getFirst()).endsWith("ForSequenceClassification");
    }

    String architecture() {
        return Encoders.architecture(encoder, head);
    }

    /// Writes `config.json` and the tokenizer's files, as transformers reads them, and for a pooled text what
    /// sentence-transformers reads.
    ///
    /// @return the files that are new
    List<Path> write(Path folder, Tokenizer tokenizer) {
        Map<String, String> toLabel = new LinkedHashMap<>();
        Map<String, Integer> toNumber = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            toLabel.put(Integer.toString(i), labels.get(i));
            toNumber.put(labels.get(i), i);
        }
        EncoderConfig written = encoder.with("architectures", List.of(architecture()))
                .with(LABELS, toLabel)
                .with("label2id", toNumber)
                .with(TASK, task.word())
                .with("torch_dtype", "float32")
                .withOwn(EncoderConfig.TEXT, head instanceof EncoderHead.Pooled, Map.of(MAX_LENGTH, maxLength));
        return writing(folder, () -> {
            AtomicFile.write(folder.resolve("config.json"), written + "\n");
            tokenizer.write(folder);
            if (head instanceof EncoderHead.Pooled pooled) {
                new SentenceModules(pooled.pooling(), pooled.normalized(), maxLength).write(folder, encoder.width());
            }
        });
    }

    /// @return the files that are new in the folder once something was written there
    static List<Path> writing(Path folder, Runnable writer) {
        Set<Path> before = files(folder);
        writer.run();
        return files(folder).stream().filter(file -> !before.contains(file)).toList();
    }

    private static Set<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder, FOLDER_DEPTH)) {
            return files.filter(Files::isRegularFile).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
