package dev.graft.data.text;

import dev.graft.data.ClassNames;
import dev.graft.data.DataException;
import dev.graft.data.FileFilter;
import dev.graft.data.FilePatterns;
import dev.graft.data.Kind;
import dev.graft.data.Labelled;
import dev.graft.data.LineInput;
import dev.graft.data.Listing;
import dev.graft.data.Part;
import dev.graft.data.PartFolders;
import dev.graft.data.Problem;
import dev.graft.data.Understood;
import dev.graft.data.Wording;
import dev.graft.text.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// A folder for each class, with a text in each `.txt` file, with or without folders for the parts above them.
final class TextFolders {
    private final Path root;
    private final FileFilter filter;
    private final Listing<Text> listing;
    private int strays;
    private final Map<String, Integer> encodings = new TreeMap<>();

    private TextFolders(Path root, String layout, FileFilter filter) {
        this.root = root;
        this.filter = filter;
        this.listing = Listing.empty(layout);
    }

    static Listing<Text> list(Path root, FilePatterns patterns) {
        FileFilter filter = new FileFilter(root, patterns);
        Predicate<Path> isExample = file -> filter.takes(file) && TextFormat.isPlain(file);
        Map<Path, Map<Part, Path>> classes = PartFolders.belowClasses(root, isExample);
        if (!classes.isEmpty()) {
            TextFolders reader = new TextFolders(root, "class folders of parts of texts", filter);
            classes.forEach((each, parts) -> parts.forEach(
                    (part, folder) -> reader.readClass(part, folder, String.valueOf(each.getFileName()))));
            return reader.listed();
        }
        List<String> notes = new ArrayList<>();
        PartFolders.Found found = PartFolders.of(root, isExample, notes::add);
        TextFolders reader = new TextFolders(
                root, found.divided() ? "folders of class folders of texts" : "class folders of texts", filter);
        reader.listing.notes().addAll(notes);
        found.parts().forEach(reader::readPart);
        return reader.listed();
    }

    private Listing<Text> listed() {
        filter.report(listing, Kind.TEXT.noun());
        listing.understood().add(Understood.FILES);
        if (strays > 0) {
            listing.notes().add("ignored " + Wording.count(strays, "file") + " not called .txt");
        }
        encodings.forEach(
                (code, count) -> listing.notes().add(TextLines.encodingNote(Wording.count(count, "file"), code)));
        return listing;
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
        classes.forEach(each -> readClass(part, each, String.valueOf(each.getFileName())));
    }

    private void readClass(Part part, Path folder, String name) {
        List<Path> files = PartFolders.below(folder);
        if (!files.isEmpty() && files.stream().noneMatch(filter::takes)) {
            listing.notes().add("ignored " + root.relativize(folder) + ": all of its texts are left out");
        } else if (part == Part.TRAIN) {
            listing.declared().add(ClassNames.plain(name));
        }
        files.stream().sorted().forEach(file -> read(part, file, name));
    }

    private void read(Part part, Path file, String label) {
        if (!TextFormat.isPlain(file)) {
            strays++;
            return;
        }
        if (!filter.takesExample(file)) {
            return;
        }
        String where = root.relativize(file).toString();
        try (LineInput input = LineInput.open(file)) {
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
