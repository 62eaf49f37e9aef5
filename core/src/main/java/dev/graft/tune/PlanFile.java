package dev.graft.tune;

import dev.graft.text.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/// Plans as files that people write: YAML, or JSON, which is YAML too.
/// ```yaml
/// epochs: 10
/// phases:
///   - groups:
///       - {selectors: fc, learning_rate: 1e-3}
///   - from_epoch: 3
///     groups:
///       - {selectors: fc, learning_rate: 1e-3}
///       - {selectors: layer4, learning_rate: 1e-4}
/// ```
/// What is left out has a default ([PlanDefaults]); what is there is checked as strictly as by [PlanJson].
public final class PlanFile {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .build();
    /// How Jackson says that a name is there twice.
    private static final Pattern TWICE = Pattern.compile("^Duplicate \\w+(?: \\w+)*? ['\"](.*?)['\"]");

    private static final ObjectMapper JSON = new ObjectMapper();

    private PlanFile() {}

    /// @throws IllegalArgumentException naming the file and the line or the field, if it is not there, not YAML, or
    ///     not a sound plan
    public static Plan read(Path file) {
        try {
            RegularFile.require(file);
            JsonNode parsed = parsed(Files.readString(file));
            try {
                return PlanJson.read(PlanDefaults.filled(parsed, name(file)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(asWritten(e.getMessage(), parsed), e);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + ": cannot be read as a plan: "
                            + (Files.exists(file) ? e.getMessage() : "there is no such file"),
                    e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /// The place by the names in the file: the groups of a plan of one phase stand in no phase.
    private static String asWritten(@Nullable String message, JsonNode parsed) {
        String told = String.valueOf(message);
        return parsed.has("phases") ? told : told.replace("plan.phases[0].", "plan.");
    }

    /// The plan as text for a file of that name: JSON for `.json`, else YAML.
    public static String text(Plan plan, Path file) {
        JsonNode tree = PlanJson.tree(plan);
        return file.toString().endsWith(".json")
                ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n"
                : YAML.writeValueAsString(tree);
    }

    private static JsonNode parsed(String text) {
        try {
            return YAML.readTree(text);
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            String line = at == null || at.getLineNr() < 1 ? "" : "line " + at.getLineNr() + ": ";
            throw new IllegalArgumentException(line + what(e.getOriginalMessage()), e);
        }
    }

    /// What the parser tells over several lines, without its excerpts from the file, which are indented.
    private static String what(String message) {
        Matcher twice = TWICE.matcher(message);
        if (twice.find()) {
            return "'" + twice.group(1) + "' occurs twice; remove one of the two";
        }
        String told = message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .map(String::strip)
                .collect(Collectors.joining(": "));
        return "not YAML: " + (told.isEmpty() ? "cannot be read" : told);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\.\\w+$", "");
    }
}
