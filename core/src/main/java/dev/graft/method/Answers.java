package dev.graft.method;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What was answered so far, and by whom.
///
/// @param all answers in the order in which the choices came
public record Answers(Map<Choice<?>, Answer> all) {
    /// Nothing yet.
    public static final Answers NONE = new Answers(Map.of());

    public Answers {
        all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
    }

    /// Puts choices to sources: of each, the first source that has an answer decides. Where nobody has one, the
    /// choice stays without.
    public Answers ask(List<Choice<?>> choices, List<Source> sources) {
        Answers answers = this;
        for (Choice<?> choice : choices) {
            answers = answers.ask(choice, sources);
        }
        return answers;
    }

    private Answers ask(Choice<?> choice, List<Source> sources) {
        for (Source source : sources) {
            Optional<?> value = source.answer(choice, this);
            if (value.isPresent()) {
                return with(choice, new Answer(value.get(), source.name()));
            }
        }
        return this;
    }

    private Answers with(Choice<?> choice, Answer answer) {
        Map<Choice<?>, Answer> more = new LinkedHashMap<>(all);
        more.put(choice, answer);
        return new Answers(more);
    }

    /// The same before a choice was put.
    public Answers without(Choice<?> choice) {
        Map<Choice<?>, Answer> fewer = new LinkedHashMap<>(all);
        fewer.remove(choice);
        return new Answers(fewer);
    }

    /// The answer to a choice; empty where nobody had one.
    public <T> Optional<T> find(Choice<T> choice) {
        return Optional.ofNullable(all.get(choice)).map(answer -> choice.type().cast(answer.value()));
    }

    /// The answer to a choice to which somebody always has one.
    public <T> T get(Choice<T> choice) {
        return find(choice).orElseThrow(() -> new IllegalStateException(choice + ": nobody had an answer"));
    }

    /// What was answered by somebody else than who asks, by the names that `run.json` has for it.
    public Map<String, Answer> notGiven() {
        Map<String, Answer> others = new LinkedHashMap<>();
        all.forEach((choice, answer) -> {
            if (!answer.from().equals(Source.GIVEN.name())) {
                others.put(choice.name(), new Answer(plain(answer.value()), answer.from()));
            }
        });
        return others;
    }

    private static Object plain(Object value) {
        return value instanceof Enum<?> word ? word.name().toLowerCase(Locale.ROOT) : value;
    }
}
