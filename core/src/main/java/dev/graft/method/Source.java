package dev.graft.method;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Somebody who answers choices: a person, a plan file, a method, what is usual for such examples.
/// ```java
/// Source asked = Source.GIVEN.with(Choice.STRATEGY, "gradual").with(Choice.EPOCHS, 12);
/// ```
public final class Source {
    /// Name of the method that was chosen, as a source.
    public static final String METHOD = "method";

    /// Name of the examples, as a source: how many there are.
    public static final String DATA = "data";

    /// Name of what is usual for such examples, as a source.
    public static final String KIND = "kind of examples";

    /// Name of the model that is tuned, as a source.
    public static final String MODEL = "model";

    /// What was said; as yet nothing.
    public static final Source GIVEN = named("given");

    private final String name;
    private final Map<Choice<?>, Function<Answers, Optional<?>>> rules;

    private Source(String name, Map<Choice<?>, Function<Answers, Optional<?>>> rules) {
        this.name = name;
        this.rules = rules;
    }

    /// Somebody who has no answer yet.
    public static Source named(String name) {
        return new Source(name, Map.of());
    }

    public String name() {
        return name;
    }

    /// With an answer; null and [TuningOptions#AUTO] are none.
    public <T> Source with(Choice<T> choice, @Nullable T value) {
        if (value == null || value.equals(TuningOptions.AUTO)) {
            return this;
        }
        return withRule(choice, soFar -> value);
    }

    /// With an answer that depends on what was answered before.
    public <T> Source withRule(Choice<T> choice, Function<Answers, T> rule) {
        return withRuleForSome(choice, soFar -> Optional.of(rule.apply(soFar)));
    }

    /// The same where what was answered before may leave it to others.
    public <T> Source withRuleForSome(Choice<T> choice, Function<Answers, Optional<T>> rule) {
        Map<Choice<?>, Function<Answers, Optional<?>>> more = new LinkedHashMap<>(rules);
        more.put(choice, rule::apply);
        return new Source(name, more);
    }

    /// Whether there is an answer.
    public boolean knows(Choice<?> choice) {
        return rules.containsKey(choice);
    }

    /// @param soFar answers to earlier choices
    public <T> Optional<T> answer(Choice<T> choice, Answers soFar) {
        Function<Answers, Optional<?>> rule = rules.get(choice);
        return rule == null ? Optional.empty() : rule.apply(soFar).map(choice.type()::cast);
    }
}
