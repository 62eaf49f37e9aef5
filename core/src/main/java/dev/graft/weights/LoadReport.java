package dev.graft.weights;

import dev.graft.text.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What matching a [StateDict] to a network came to. Every name of the file and of the network is in
/// exactly one of the lists; nothing is skipped silently.
///
/// @param source     the file
/// @param network    the network's name
/// @param loaded     names that the file gives values for
/// @param leftOut    names in the network that keep their values, which is allowed: the head's, when the file
///     has another head or none, and `num_batches_tracked`, which old files lack
/// @param missing    names in the network that the file lacks
/// @param unexpected names in the file that the network lacks
/// @param mismatched names whose shapes or types do not fit
/// @param notes      decisions to tell a person, a line each
public record LoadReport(
        String source,
        String network,
        List<String> loaded,
        List<String> leftOut,
        List<String> missing,
        List<String> unexpected,
        List<Mismatch> mismatched,
        List<String> notes) {
    private static final int SHOWN = 3;

    /// A tensor that does not fit.
    ///
    /// @param expected what the network has: `float32 [10, 512]`
    /// @param found    what the file has
    public record Mismatch(String name, String expected, String found) {
        @Override
        public String toString() {
            return Lines.name(name) + ": expected " + expected + ", found " + found;
        }
    }

    public LoadReport {
        loaded = List.copyOf(loaded);
        leftOut = List.copyOf(leftOut);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        mismatched = List.copyOf(mismatched);
        notes = List.copyOf(notes);
    }

    /// The same with one more decision to tell.
    public LoadReport withNote(String note) {
        List<String> all = new ArrayList<>(notes);
        all.add(note);
        return new LoadReport(source, network, loaded, leftOut, missing, unexpected, mismatched, all);
    }

    /// Whether the file may be loaded.
    public boolean ok() {
        return missing.isEmpty() && unexpected.isEmpty() && mismatched.isEmpty() && !loaded.isEmpty();
    }

    /// Why it may not be loaded and what to do, in one line.
    public Optional<String> problem() {
        if (ok()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (!missing.isEmpty()) {
            parts.add("missing " + Lines.some(missing));
        }
        if (!unexpected.isEmpty()) {
            parts.add("unexpected " + Lines.some(unexpected));
        }
        if (!mismatched.isEmpty()) {
            parts.add("of another shape or type "
                    + Lines.some(mismatched.stream().map(Mismatch::toString).toList()));
        }
        return Optional.of(Lines.message(source + " does not fit " + network + ": " + String.join("; ", parts)
                + suggestions() + "; " + advice()));
    }

    /// One line for people: `resnet18.pth -> resnet18: 120 loaded, 2 left out`.
    @Override
    public String toString() {
        return source + " -> " + network + ": " + loaded.size() + " loaded, " + leftOut.size() + " left out, "
                + missing.size() + " missing, " + unexpected.size() + " unexpected, " + mismatched.size()
                + " mismatched";
    }

    private String suggestions() {
        List<String> wanted = new ArrayList<>(missing);
        wanted.addAll(leftOut);
        StringBuilder text = new StringBuilder();
        unexpected.stream()
                .limit(SHOWN)
                .forEach(name -> NearNames.closest(name, wanted)
                        .ifPresent(near -> text.append("; ")
                                .append(Lines.name(name))
                                .append(": did you mean ")
                                .append(near)
                                .append('?')));
        return text.toString();
    }

    private String advice() {
        if (loaded.isEmpty()) {
            return "it has no tensor of this network: choose the architecture it was saved from";
        }
        if (missing.isEmpty() && mismatched.isEmpty()) {
            return "load it into the architecture it was saved from, or save it without these entries";
        }
        return "load it into the architecture it was saved from, or rename its entries";
    }
}
