package dev.graft.model;

import dev.graft.nn.Network;
import dev.graft.task.Objective;
import dev.graft.text.FileLabel;
import dev.graft.text.Printable;
import dev.graft.torch.Device;
import dev.graft.train.DecisionFile;
import dev.graft.train.RunJson;
import dev.graft.weights.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Several models of one task as one, whose answers are the mean of theirs. Its folder has a file that lists them, and
/// in `members/` a model folder for each; it is opened, asked and judged like the folder of any model.
/// ```text
/// ensemble.json        who is in it
/// members/NAME/        a model folder each
/// ```
///
/// @param members names of their folders, in order; at least two
public record Ensemble(List<String> members) {
    private static final String FILE = "ensemble.json";
    private static final String FOLDER = "members";
    private static final String KIND = "ensemble";
    private static final int VERSION = 1;
    private static final int FEWEST = 2;
    private static final String DAMAGED = "; the folder is damaged: copy it again";

    /// What the file holds.
    private record Content(
            String kind, int version, @Nullable List<@Nullable String> members) {}

    /// @throws IllegalArgumentException if there are fewer than two, one is there twice, or a name is not that of a
    ///     folder
    public Ensemble {
        members = List.copyOf(members);
        if (members.size() < FEWEST || new HashSet<>(members).size() < members.size()) {
            throw new IllegalArgumentException("ensemble: expected at least two different members, found " + members);
        }
        for (String member : members) {
            if (!member.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new IllegalArgumentException("ensemble: expected letters, digits, '.', '_' and '-' in the name"
                        + " of a member, found '" + Printable.line(member) + "'");
            }
        }
    }

    /// What a model folder lists.
    ///
    /// @param model the model folder
    /// @return empty where it is a model of its own
    /// @throws IllegalArgumentException if its file is damaged, or of a later version
    public static Optional<Ensemble> in(Path model) {
        Path file = model.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            FileLabel.in(text, "", file.toString())
                    .orElseThrow(() ->
                            new IllegalArgumentException(file + ": expected kind and version, found none" + DAMAGED))
                    .requireKnown(
                            List.of(KIND),
                            VERSION,
                            file.toString(),
                            "versions.graft in the run.json beside its folder says which");
            Content content = RunJson.MAPPER.readValue(text, Content.class);
            return Optional.of(new Ensemble(listed(content, file)));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(file + ": " + Printable.line(e.getOriginalMessage()) + DAMAGED, e);
        }
    }

    private static List<String> listed(Content content, Path file) {
        List<@Nullable String> listed = content.members();
        List<String> names = listed == null
                ? List.of()
                : listed.stream().filter(Objects::nonNull).toList();
        if (listed == null || names.size() < Math.max(FEWEST, listed.size())) {
            throw new IllegalArgumentException(
                    file + ": expected names of at least two members, found " + listed + DAMAGED);
        }
        return names;
    }

    /// Makes a model folder of others, which stay where they are. The file that lists them comes last: until then the
    /// folder is not one of an ensemble.
    ///
    /// @param model   to be written to
    /// @param members a model folder by the name of each, in order
    /// @throws IllegalArgumentException if a name is not that of a folder, or a folder is not there
    /// @throws dev.graft.weights.WeightsException if a file cannot be written
    public static Ensemble write(Path model, Map<String, Path> members) {
        Ensemble ensemble = new Ensemble(List.copyOf(members.keySet()));
        members.forEach((name, from) -> copy(from, ensemble.folder(model, name)));
        Content content = new Content(KIND, VERSION, List.copyOf(ensemble.members()));
        AtomicFile.write(model.resolve(FILE), RunJson.MAPPER.writeValueAsString(content) + "\n");
        return ensemble;
    }

    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                AtomicFile.copy(file, copy);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(from + ": cannot be copied to " + to + ": " + e.getMessage(), e);
        }
    }

    /// Where a member of an ensemble lies.
    ///
    /// @param model folder of the ensemble
    public Path folder(Path model, String member) {
        return model.resolve(FOLDER).resolve(member);
    }

    /// Opens all members as one model.
    <X> Model<X> open(ModelKind<X> kind, Path model, Device device) {
        Held<X> held = new Held<>(new ArrayList<>(), members);
        return Opening.of(held, opened -> {
            for (String member : members) {
                opened.models().add(kind.open(folder(model, member), device).withoutDecision());
            }
            Model<X> together = opened.together(model, device);
            return DecisionFile.in(model, together.task(), together.labels())
                    .map(together::withDecision)
                    .orElse(together);
        });
    }

    /// Open members, which are closed together.
    private record Held<X>(List<Model<X>> models, List<String> members) implements Model.Form {
        Model<X> together(Path model, Device device) {
            Model<X> first = models.getFirst();
            for (Model<X> other : models) {
                if (other.task() != first.task() || !other.labels().equals(first.labels())) {
                    throw new IllegalArgumentException(model + ": expected members with the same labels, found "
                            + first.labels() + " and " + other.labels() + DAMAGED);
                }
                first.input().requireLike(other.input());
            }
            List<Network> networks = models.stream().map(Model::network).toList();
            Network network = Averaged.of(architecture(), networks, Objective.of(first.task()), device);
            return new Model<>(
                    network,
                    first::input,
                    first.task(),
                    first.labels(),
                    this,
                    Optional.empty(),
                    Fresh.of(network, Optional.empty(), null));
        }

        @Override
        public String architecture() {
            return models.stream().map(Model::architecture).distinct().collect(Collectors.joining(", ")) + " × "
                    + members.size();
        }

        @Override
        public List<Path> write(Path folder) {
            throw new IllegalArgumentException("ensemble: is not tuned; tune one of its members, in " + FOLDER);
        }

        @Override
        public void close() {
            models.forEach(Model::close);
        }
    }
}
