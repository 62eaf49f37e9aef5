package dev.graft.data.text;

import dev.graft.data.ClassNames;
import dev.graft.data.DataException;
import dev.graft.data.Labelled;
import dev.graft.data.Listing;
import dev.graft.data.Part;
import dev.graft.data.PartFolders;
import dev.graft.data.Problem;
import dev.graft.data.TextInput;
import dev.graft.data.Understood;
import dev.graft.data.Wording;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A folder for each class, with a text in each `.txt` file, with or without folders for the parts above them.
final class TextFolders {
    private final Path root;
    private final Listing<Text> listing;
    private int strays;
    private final Map<String, Integer> encodings = new TreeMap<>();

    private TextFolders(Path root, String layout) {
        this.root = root;
        this.listing = Listing.empty(layout);
    }

    static Listing<Text> list(Path root) {
        List<String> notes = new ArrayList<>();
        PartFolders.Found found = PartFolders.of(root, TextFormat::isPlain, notes::add);
        TextFolders reader =
                new TextFolders(root, found.divided() ? "folders of class folders of texts" : "class folders of texts");
        reader.listing.notes().addAll(notes);
        found.parts().forEach(reader::readPart);
        reader.listing.understood().add(Understood.FILES);
        if (reader.strays > 0) {
            reader.listing.notes().add("ignored " + Wording.count(reader.strays, "file") + " not called .txt");
        }
        reader.encodings.forEach((code, count) ->
                reader.listing.notes().add(TextLines.encodingNote(Wording.count(count, "file"), code)));
        return reader.listing;
    }

    private void readPart(Part part, Path folder) {
        List<Path> classes = PartFolders.folders(folder);
        List<Path> files = PartFolders.files(folder);
        if (classes.isEmpty()) {
            throw new DataException(folder + ": expected " + TextFormat.TRAIN + ", or one folder per class ("
                    + folder + "/good/1.txt, …), found "
                    + (files.isEmpty()
                            ? "nothing"
                            : "only other files, such as " + files.getFirst().getFileName()));
        }
        strays += files.size();
        for (Path each : classes) {
            String name = String.valueOf(each.getFileName());
            if (part == Part.TRAIN) {
                listing.declared().add(ClassNames.plain(name));
            }
            PartFolders.below(each).stream().sorted().forEach(file -> read(part, file, name));
        }
    }

    private void read(Part part, Path file, String label) {
        if (!TextFormat.isPlain(file)) {
            strays++;
            return;
        }
        String where = root.relativize(file).toString();
        try (TextInput input = TextInput.open(file)) {
            String text = input.rest().strip();
            input.encoding().ifPresent(code -> encodings.merge(code, 1, Integer::sum));
            if (text.isEmpty()) {
                listing.problems().add(new Problem(where, "no text"));
            } else {
                Text read = Text.of(text);
                listing.add(
                        part,
                        new Labelled<>(
                                read, List.of(ClassNames.plain(label)), false, TextId.of(where, 0, read), "", read));
            }
        } catch (DataException e) {
            String reason = String.valueOf(e.getMessage()).replace(file + ": ", "");
            listing.problems().add(new Problem(where, reason.replace(file + " ", "")));
        }
    }
}
