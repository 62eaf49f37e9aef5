package dev.graft.weights;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a model is called at HuggingFace: `klue/bert-base`, or `klue/bert-base@v1.0` for another revision than
/// `main`.
///
/// @param repository one word or two with a slash between them
/// @param revision   a branch, a tag or a commit
record HfName(String repository, String revision) {
    private static final String MAIN = "main";
    private static final String PREFIX = "models--";
    private static final int MOST_CHARACTERS = 96;

    /// Begins and ends with a letter, a digit or an underscore, as huggingface_hub wants it.
    private static final String WORD = "\\w(?:[\\w.-]*\\w)?";

    private static final Pattern REPOSITORY = Pattern.compile(WORD + "(?:/" + WORD + ")?");
    private static final Pattern REVISION = Pattern.compile("\\w[\\w.+-]*(?:/\\w[\\w.+-]*)*");
    private static final Pattern NAME = Pattern.compile("([^@]*)(?:@(.*))?");

    HfName {
        if (!isRepository(repository)) {
            throw new WeightsException("'" + Lines.name(repository)
                    + "': expected the name of a HuggingFace model such as klue/bert-base, of letters, digits, '-',"
                    + " '_' and '.', with a revision after '@' if need be, or a model folder that exists");
        }
        if (!REVISION.matcher(revision).matches() || revision.contains("..")) {
            throw new WeightsException(repository + ": expected a branch, a tag or a commit after '@', found '"
                    + Lines.name(revision) + "'");
        }
    }

    /// @throws WeightsException if it cannot be a name
    static HfName of(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            throw new WeightsException("'" + Lines.name(text) + "': expected the name of a HuggingFace model");
        }
        return new HfName(name.group(1), name.group(2) == null ? MAIN : name.group(2));
    }

    static boolean isName(String text) {
        Matcher name = NAME.matcher(text);
        return name.matches()
                && isRepository(name.group(1))
                && (name.group(2) == null
                        || REVISION.matcher(name.group(2)).matches()
                                && !name.group(2).contains(".."));
    }

    private static boolean isRepository(String text) {
        return text.length() <= MOST_CHARACTERS
                && REPOSITORY.matcher(text).matches()
                && !text.contains("--") // what stands for the slash in the cache
                && !text.contains("..")
                && !text.endsWith(".git");
    }

    /// What its folder in the cache is called.
    String folder() {
        return PREFIX + repository.replace("/", "--");
    }

    /// The model whose folder in the cache is called that; empty if it is no model's.
    static Optional<HfName> ofFolder(String folder) {
        return Optional.of(folder)
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> name.substring(PREFIX.length()).replace("--", "/"))
                .filter(HfName::isRepository)
                .map(repository -> new HfName(repository, MAIN));
    }

    /// Where a file of it is.
    ///
    /// @param endpoint without a slash at its end
    /// @param at       a revision or a commit
    URI address(URI endpoint, String at, String file) {
        return URI.create(endpoint + "/" + repository + "/resolve/"
                + at.replace("+", "%2B").replace("/", "%2F") + "/" + file);
    }

    @Override
    public String toString() {
        return revision.equals(MAIN) ? repository : repository + "@" + revision;
    }
}
