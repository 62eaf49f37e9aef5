package dev.graft.train;

import dev.graft.data.Kind;
import dev.graft.task.Objective;
import dev.graft.text.FileLabel;
import dev.graft.text.Printable;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.node.ObjectNode;

/// Reads `run.json`, as this version writes it or as earlier ones did, and says in one line what is wrong with it.
record ReportFile(Path file) {
    private static final String RECIPE = "recipe";
    private static final String KIND = "kind";
    private static final String REPAIR = "the file is damaged: restore it from a copy, or start a new run";
    private static final String MISSING = "expected a value, found none";
    private static final int SHOWN = 60;

    /// What the file holds.
    ///
    /// @param labelled whether it says its kind and version; those before that may lack a member that came later
    private record Content(ObjectNode report, boolean labelled) {}

    /// @throws IllegalArgumentException if it is not what Graft writes, or of a version or kind that is not known
    RunReport report() {
        ObjectNode report = content().report();
        RunReport read = bound(report, report, RunReport.class, "");
        requireNoNull(read, "");
        return read;
    }

    /// What a run was started with.
    ///
    /// @return empty if a program put the run together
    /// @throws IllegalArgumentException if it is not what Graft writes, or of a version or kind that is not known
    <T extends Record> Optional<T> recipe(Class<T> options) {
        Content content = content();
        ObjectNode report = content.report();
        JsonNode recipe = report.path(RECIPE);
        if (isOfProgram(recipe)) {
            return Optional.empty();
        }
        if (!recipe.isObject()) {
            throw damaged(RECIPE, "expected the options of the run, found " + shown(recipe));
        }
        T read = bound(report, recipe, options, RECIPE);
        requireNoNull(read, RECIPE);
        if (content.labelled()) {
            requireMembers(RunJson.MAPPER.valueToTree(read), recipe, RECIPE);
        }
        return Optional.of(read);
    }

    /// A program has no options: it leaves how steps are taken, with the batch and the input beside it, or nothing.
    private static boolean isOfProgram(JsonNode recipe) {
        return recipe.isNull() || recipe.has(RECIPE);
    }

    /// @throws IllegalArgumentException if it says that it is of a version or kind that is not known
    void requireKnown() {
        try {
            FileLabel.in(Files.readString(file), "", file.toString()).ifPresent(_ -> content());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Content content() {
        String text;
        JsonNode read;
        try {
            text = Files.readString(file);
            read = RunJson.MAPPER.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": is not JSON: " + e.getOriginalMessage() + "; " + REPAIR, e);
        }
        if (!(read instanceof ObjectNode report)) {
            throw damaged("", "expected what a run leaves, found " + shown(read));
        }
        Optional<FileLabel> label = FileLabel.in(text, "", file.toString());
        label.ifPresentOrElse(
                found -> found.requireKnown(RunKind.words(), RunReport.VERSION, file.toString(), maker(report)),
                () -> addLabel(report));
        return new Content(report, label.isPresent());
    }

    /// Earlier versions wrote none. Only a model that adapts itself to texts has no classes.
    private static void addLabel(ObjectNode report) {
        JsonNode classes = report.path("data").path("classes");
        RunKind kind = classes.isArray() && classes.isEmpty() ? RunKind.ADAPTATION : RunKind.FINE_TUNING;
        report.put(KIND, kind.word()).put("version", RunReport.VERSION);
        if (report.path("data") instanceof ObjectNode data && !data.has(KIND)) {
            boolean texts = kind == RunKind.ADAPTATION
                    || report.at("/recipe/data/texts").isObject();
            data.put(KIND, (texts ? Kind.TEXT : Kind.IMAGE).noun());
        }
    }

    private static String maker(JsonNode report) {
        JsonNode version = report.path("versions").path("graft");
        return version.isString() ? "Graft " + Printable.line(version.stringValue(), SHOWN) : "it does not say which";
    }

    /// What may be missing is said to be null by its record; everything else has to be there.
    private void requireNoNull(Record read, String where) {
        for (RecordComponent component : read.getClass().getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
            String place = where.isEmpty() ? name : where + "." + name;
            Object value = value(read, component);
            if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                throw damaged(place, MISSING);
            }
            boolean written = !(value instanceof Objective); // of which a word is written, and nothing in it
            if (value instanceof Record part && written) {
                requireNoNull(part, place);
            }
        }
    }

    private static @Nullable Object value(Record read, RecordComponent component) {
        try {
            return component.getAccessor().invoke(read);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // records that options are made of are public
        }
    }

    /// What is written of what was read was there, too: a number that was not would count as 0.
    private void requireMembers(JsonNode written, JsonNode read, String where) {
        written.forEachEntry((name, value) -> {
            if (!value.isNull() && !read.has(name)) {
                throw damaged(where + "." + name, MISSING);
            }
            requireMembers(value, read.path(name), where + "." + name);
        });
    }

    private <T> T bound(ObjectNode report, JsonNode json, Class<T> type, String where) {
        try {
            return RunJson.MAPPER.treeToValue(json, type);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    file + ": " + place(where, e) + ": there is no such member; the file is damaged, or another version"
                            + " of Graft wrote it (" + maker(report) + "): use that one",
                    e);
        } catch (JacksonException e) {
            throw damaged(
                    place(where, e), what(e, report.at("/" + place(where, e).replace('.', '/'))));
        }
    }

    private static String place(String where, JacksonException e) {
        Stream<String> steps = e.getPath().stream()
                .map(step ->
                        step.getPropertyName() == null ? Integer.toString(step.getIndex()) : step.getPropertyName());
        return Stream.concat(Stream.of(where), steps)
                .filter(step -> !step.isEmpty())
                .collect(Collectors.joining("."));
    }

    private static String what(JacksonException e, JsonNode found) {
        return switch (e.getCause()) {
            case IllegalArgumentException cause -> String.valueOf(cause.getMessage());
            case NullPointerException _ -> "a member is missing";
            case null, default -> "expected a value as Graft writes it, found " + shown(found);
        };
    }

    private static String shown(JsonNode found) {
        return found.isMissingNode() ? "none" : Printable.line(found.toString(), SHOWN);
    }

    private IllegalArgumentException damaged(String place, String what) {
        return new IllegalArgumentException(file + ": " + (place.isEmpty() ? "" : place + ": ") + what + "; " + REPAIR);
    }
}
