package dev.graft.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Adds the validation and the test part where they lie by themselves.
public final class SeparateParts {
    private SeparateParts() {}

    /// @param root what messages call the data
    /// @param list reads what lies at a path
    /// @return the listing, with the parts that the options name
    /// @throws DataException if it has such a part already, or what lies there is divided itself
    public static <X> Listing<X> added(
            Listing<X> listing, Path root, SplitOptions options, Function<Path, Listing<X>> list) {
        requireApart(root, options.validation(), options.test());
        add(listing, root, Part.VALIDATION, options.validation(), list);
        add(listing, root, Part.TEST, options.test(), list);
        return listing;
    }

    /// What is judged by must not be learned from.
    private static void requireApart(Path root, @Nullable Path validation, @Nullable Path test) {
        for (Path part : Arrays.asList(validation, test)) {
            if (part != null && real(part).startsWith(real(root))) {
                throw new DataException(part + ": is to be a part of its own, and lies in " + root
                        + ", whose examples are trained on: move it out");
            }
        }
        if (validation != null && test != null && real(validation).equals(real(test))) {
            throw new DataException(
                    test + ": is to be the test part and the validation part; keep other examples for the end");
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize(); // reading it says what is wrong
        }
    }

    private static <X> void add(
            Listing<X> listing, Path root, Part part, @Nullable Path path, Function<Path, Listing<X>> list) {
        if (path == null) {
            return;
        }
        if (!listing.part(part).isEmpty()) {
            throw new DataException(root + ": has a " + part.word() + " part, but " + path
                    + " is given as one too; use only" + " one of them");
        }
        Listing<X> other = list.apply(path);
        if (!other.part(Part.VALIDATION).isEmpty() || !other.part(Part.TEST).isEmpty()) {
            throw new DataException(path + ": expected the examples of the " + part.word()
                    + " part, found parts in it; give the folder or table of one part");
        }
        if (!other.order().equals(listing.order())) {
            throw new DataException(path + ": expected the label columns of the training part, " + listing.order()
                    + ", found " + other.order());
        }
        other.part(Part.TRAIN).forEach(example -> listing.add(part, example.below(path)));
        listing.problems().addAll(other.problems());
        listing.notes().addAll(other.notes());
        other.passedOver().forEach((option, count) -> listing.passedOver().merge(option, count, Integer::sum));
    }
}
