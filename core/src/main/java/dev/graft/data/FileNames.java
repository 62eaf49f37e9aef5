package dev.graft.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Names of files that Java cannot tell. On Linux it reads them in the encoding of the locale it was started in: in
/// `POSIX`, or in a locale that is not installed, every letter outside ASCII becomes the same mark, so that names of
/// one length are one name. No option of Java changes that.
final class FileNames {
    private static final char LOST = '\uFFFD';
    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

    private FileNames() {}

    /// Refuses a listed name with lost letters.
    ///
    /// @throws DataException if letters were lost
    static void requireTold(Path listed) {
        if (String.valueOf(listed.getFileName()).indexOf(LOST) >= 0) {
            throw lost(listed);
        }
    }

    /// Refuses a listed path with lost letters where the fault is not the file's. One in another encoding on the disk
    /// can be read all the same.
    ///
    /// @throws DataException if the locale is why letters were lost
    static void requireToldByLocale(Path listed) {
        if (!isUnicode() && listed.toString().indexOf(LOST) >= 0) {
            throw lost(listed);
        }
    }

    /// Refuses a name from a table that no file can have in this locale.
    ///
    /// @throws DataException if the locale is why there can be no such file
    static void requireTellable(String name, InvalidPathException fault) {
        if (!isUnicode() && !StandardCharsets.US_ASCII.newEncoder().canEncode(name)) {
            throw new DataException(
                    name + ": files with such names cannot be found, because Java was started for file names"
                            + " in " + ENCODING
                            + "; start it again with " + remedy(),
                    fault);
        }
    }

    private static DataException lost(Path listed) {
        return new DataException(
                isUnicode()
                        ? listed + ": expected names of folders in UTF-8, found another encoding; rename it, or all of"
                                + " them: convmv -r --notest -f cp949 -t utf8 " + listed.getParent()
                        : listed + ": letters of this name are lost, because Java was started for file names"
                                + " in " + ENCODING
                                + "; start it again with " + remedy());
    }

    private static boolean isUnicode() {
        return ENCODING.equals("UTF-8");
    }

    private static String remedy() {
        return "LC_ALL=C.UTF-8 in its environment";
    }
}
