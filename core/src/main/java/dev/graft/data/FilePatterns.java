package dev.graft.data;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;

/// Which files of a folder are read. A pattern is a glob as [java.nio.file.FileSystem#getPathMatcher] has it. It is for
/// the name of a file, wherever it lies; with a `/` in it for the path below the folder, where `**/` in front may stand
/// for no folder at all; with a `/` at its end for a folder and all in it. Capital and small letters are the same, as
/// are composed and decomposed ones.
///
/// @param include what is read; all where there is none
/// @param exclude what is left out, also of what is included
public record FilePatterns(List<String> include, List<String> exclude) {
    /// Every file.
    public static final FilePatterns ALL = new FilePatterns(List.of(), List.of());

    private static final String ANYWHERE = "**/";

    /// @throws IllegalArgumentException if one is blank or no glob
    public FilePatterns {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
        include.forEach(pattern -> Matching.of("include", pattern));
        exclude.forEach(pattern -> Matching.of("exclude", pattern));
    }

    /// Whether nothing is left out.
    public boolean takesAll() {
        return include.isEmpty() && exclude.isEmpty();
    }

    List<Matching> including() {
        return include.stream().map(pattern -> Matching.of("include", pattern)).toList();
    }

    List<Matching> excluding() {
        return exclude.stream().map(pattern -> Matching.of("exclude", pattern)).toList();
    }

    /// A pattern, ready to be used.
    ///
    /// @param typed   as it was given
    /// @param ofPaths whether it is for paths, not for names alone
    /// @param any     what may match
    record Matching(String typed, boolean ofPaths, List<PathMatcher> any) {
        static Matching of(String what, String pattern) {
            if (pattern.isBlank()) {
                throw new IllegalArgumentException(what + ": expected a pattern such as *.jpg, found an empty one");
            }
            String glob = plain(pattern);
            boolean folder = glob.endsWith("/");
            boolean ofPaths = glob.contains("/");
            if (folder) {
                glob = (glob.indexOf('/') == glob.length() - 1 ? ANYWHERE : "") + glob + "**";
            }
            glob = glob.startsWith("/") ? glob.substring(1) : glob;
            List<PathMatcher> any = new ArrayList<>(List.of(matcher(what, pattern, glob)));
            if (glob.startsWith(ANYWHERE)) {
                any.add(matcher(what, pattern, glob.substring(ANYWHERE.length())));
            }
            return new Matching(pattern, ofPaths, any);
        }

        private static PathMatcher matcher(String what, String pattern, String glob) {
            try {
                return FileSystems.getDefault().getPathMatcher("glob:" + glob);
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(
                        what + ": expected a pattern such as *.jpg, found '" + pattern + "': " + e.getDescription(), e);
            }
        }

        boolean matches(Path below) {
            Path subject = ofPaths ? below : below.getFileName();
            return subject != null && any.stream().anyMatch(matcher -> matcher.matches(subject));
        }
    }

    static String plain(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }
}
