package dev.graft.data.text;

import dev.graft.data.DataException;
import dev.graft.data.ImageFiles;
import dev.graft.data.LineInput;
import dev.graft.data.Part;
import dev.graft.data.Row;
import dev.graft.data.Rows;
import dev.graft.data.TableFiles;
import dev.graft.data.UsualNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What labelled texts begin with, looked at before anybody has said what learns from them.
///
/// @param texts of the first rows, or of some files
public record TextSample(List<String> texts) {
    private static final int ROWS = 200;
    private static final int FILES = 20;

    public TextSample {
        texts = List.copyOf(texts);
    }

    /// The beginning of a data set, if it is one of texts: a table none of whose first rows names an image; a
    /// folder of such tables; a folder of folders of `.txt` files. A folder with an image in it is one of images.
    ///
    /// @return empty for images, and where nothing can be read
    public static Optional<TextSample> of(Path data) {
        try {
            if (Files.isRegularFile(data)) {
                return ofTable(data);
            }
            return Files.isDirectory(data) ? ofFolder(data) : Optional.empty();
        } catch (DataException | IOException e) {
            return Optional.empty(); // whoever reads the data says so
        }
    }

    /// Whether most of the letters are Hangul.
    public boolean isKorean() {
        long letters = count(false);
        return letters > 0 && 2 * count(true) > letters;
    }

    private long count(boolean hangul) {
        return texts.stream()
                .flatMapToInt(String::codePoints)
                .filter(Character::isLetter)
                .filter(letter -> !hangul || Character.UnicodeScript.of(letter) == Character.UnicodeScript.HANGUL)
                .count();
    }

    private static Optional<TextSample> ofTable(Path table) {
        List<List<String>> first = new ArrayList<>();
        try (Rows rows = Rows.open(table, UsualNames.LABEL)) {
            for (Row row = rows.next(); row != null && first.size() < ROWS; row = rows.next()) {
                if (row.words().stream().anyMatch(ImageFiles::isImageName)) {
                    return Optional.empty();
                }
                first.add(row.words());
            }
        }
        if (first.isEmpty() || TableFiles.namesImages(table)) {
            return Optional.empty();
        }
        return Optional.of(new TextSample(longestColumn(first.subList(Math.min(1, first.size() - 1), first.size()))));
    }

    /// Labels and numbers are shorter than texts.
    ///
    /// @param rows without the first, which may be a header
    private static List<String> longestColumn(List<List<String>> rows) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        return IntStream.range(0, columns)
                .mapToObj(column -> rows.stream()
                        .map(row -> column < row.size() ? row.get(column) : "")
                        .toList())
                .max(Comparator.comparingInt(
                        words -> words.stream().mapToInt(String::length).sum()))
                .orElse(List.of());
    }

    private static Optional<TextSample> ofFolder(Path folder) throws IOException {
        List<Path> plain = new ArrayList<>();
        Set<Path> classes = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (ImageFiles.isImageName(String.valueOf(file.getFileName()))) {
                    return Optional.empty();
                }
                if (isInAClass(folder, file) && TextFormat.isPlain(file)) {
                    classes.add(file.resolveSibling(""));
                    plain.add(file);
                }
            }
        }
        Path train = PartFiles.in(folder).parts().get(Part.TRAIN);
        if (train != null) {
            return ofTable(train);
        }
        return classes.size() < 2 ? Optional.empty() : ofFiles(everySo(plain, FILES));
    }

    /// About so many of them, of all classes if they lie one after the other.
    private static List<Path> everySo(List<Path> files, int many) {
        int step = Math.max(1, files.size() / many);
        return IntStream.range(0, files.size() / step)
                .mapToObj(i -> files.get(i * step))
                .toList();
    }

    private static boolean isInAClass(Path folder, Path file) {
        return !folder.equals(file.getParent()) && Files.isRegularFile(file);
    }

    private static Optional<TextSample> ofFiles(List<Path> files) {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            if (ImageFiles.isImage(file)) {
                return Optional.empty();
            }
            try (LineInput input = LineInput.open(file)) {
                texts.add(input.rest());
            }
        }
        return texts.isEmpty() ? Optional.empty() : Optional.of(new TextSample(texts));
    }
}
