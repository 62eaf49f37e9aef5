package dev.graft.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Files that are taken for tables or texts and are something else, by their first bytes.
///
/// @param magic what they begin with, a character a byte
/// @param name  what they are
/// @param way   how to come by a table
record FileKind(String magic, String name, String way) {
    /// Bytes that are looked at.
    static final int BYTES = 512;

    private static final String EXCEL = "in Excel, File > Save As > CSV UTF-8 (one file per sheet)";
    private static final String OFFICE = "open it and save it as plain text or CSV in UTF-8";
    private static final String PANDAS = "in Python, pandas.read_%s(…).to_csv(\"train.csv\", index=False)";
    private static final String ARROW = "in Python, datasets.load_from_disk(FOLDER) and, for each part,"
            + " [\"train\"].to_csv(\"train.csv\", index=False)";
    private static final String UNPACK = "unpack it first";
    private static final String NONE = "it has no rows of text";

    private static final List<FileKind> ALL = List.of(
            new FileKind("PAR1", "a Parquet file", String.format(Locale.ROOT, PANDAS, "parquet")),
            new FileKind("ARROW1", "an Arrow file", ARROW),
            new FileKind("\u00ff\u00ff\u00ff\u00ff", "an Arrow file", ARROW),
            new FileKind("FEA1", "a Feather file", String.format(Locale.ROOT, PANDAS, "feather")),
            new FileKind("ORC", "an ORC file", String.format(Locale.ROOT, PANDAS, "orc")),
            new FileKind("Obj\u0001", "an Avro file", "convert it to CSV or JSON lines"),
            new FileKind("\u00d0\u00cf\u0011\u00e0", "an old Excel or Office file (.xls, .doc)", EXCEL),
            new FileKind("SQLite format 3", "an SQLite database", "export the table as CSV"),
            new FileKind("\u0089HDF", "an HDF5 file", String.format(Locale.ROOT, PANDAS, "hdf")),
            new FileKind("\u0093NUMPY", "a NumPy array", NONE),
            new FileKind("\u0080\u0002", "a Python pickle", String.format(Locale.ROOT, PANDAS, "pickle")),
            new FileKind("\u0080\u0003", "a Python pickle", String.format(Locale.ROOT, PANDAS, "pickle")),
            new FileKind("\u0080\u0004", "a Python pickle", String.format(Locale.ROOT, PANDAS, "pickle")),
            new FileKind("\u0080\u0005", "a Python pickle", String.format(Locale.ROOT, PANDAS, "pickle")),
            new FileKind("%PDF", "a PDF", NONE),
            new FileKind("{\\rtf", "an RTF document", OFFICE),
            new FileKind("<!doctype html", "a web page", "an .xls that is one: " + EXCEL),
            new FileKind("<html", "a web page", "an .xls that is one: " + EXCEL),
            new FileKind("<?xml", "an XML file", "convert it to CSV or JSON lines"),
            new FileKind("\u00fd7zXZ", "a file packed with xz", UNPACK),
            new FileKind("BZh", "a file packed with bzip2", UNPACK),
            new FileKind("(\u00b5/\u00fd", "a file packed with zstd", UNPACK),
            new FileKind("7z\u00bc\u00af", "a 7-Zip archive", UNPACK),
            new FileKind("Rar!", "a RAR archive", UNPACK),
            new FileKind("HWP Document File", "a Hangul document (.hwp)", OFFICE),
            new FileKind("\u00ff\u00d8\u00ff", "a JPEG", NONE),
            new FileKind("\u0089PNG", "a PNG", NONE),
            new FileKind("GIF8", "a GIF", NONE),
            new FileKind(
                    "version https://git-lfs.github.com/spec",
                    "the note that Git LFS leaves in place of a large file",
                    "run git lfs pull to download the file itself"));

    private static final int TAR_MAGIC = 257;

    /// What the file is, if it is known and no text.
    static Optional<FileKind> of(byte[] head) {
        String begin = new String(head, StandardCharsets.ISO_8859_1);
        if (begin.startsWith("ustar", TAR_MAGIC)) {
            return Optional.of(new FileKind("ustar", "a tar archive", UNPACK));
        }
        String text = begin.stripLeading().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(kind -> begin.startsWith(kind.magic) || (kind.isMarkup() && text.startsWith(kind.magic)))
                .findFirst();
    }

    private boolean isMarkup() {
        return magic.startsWith("<");
    }

    /// What a zip archive is whose entries tell: an Office document is one.
    static Optional<FileKind> ofArchive(List<String> entries) {
        if (entries.stream().anyMatch(name -> name.startsWith("xl/"))) {
            return Optional.of(new FileKind("PK", "an Excel workbook", EXCEL));
        }
        if (entries.contains("[Content_Types].xml") || entries.contains("mimetype")) {
            return Optional.of(new FileKind("PK", "an Office document", OFFICE));
        }
        return Optional.empty();
    }

    DataException refusal(Path file) {
        return new DataException(file + ": expected a table or lines of text, found " + name + "; " + way);
    }
}
