package dev.graft.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds which values of grey images with more than 8 bits are black and white, where their files do not say it: the
/// ones that the options tell, else the 0.1 and 99.9 percentiles of the training part.
final class GreyRange {
    private final Path root;
    private final Splits<ImageSource> splits;
    private final Map<ImageSource, GreyDepth> depths;
    private final ImageOptions options;
    private final List<String> notes;

    private GreyRange(
            Path root,
            Splits<ImageSource> splits,
            Map<ImageSource, GreyDepth> depths,
            ImageOptions options,
            List<String> notes) {
        this.root = root;
        this.splits = splits;
        this.depths = depths;
        this.options = options;
        this.notes = notes;
    }

    /// @param notes where it is said what was found
    /// @return empty where no image needs a range, and none was told
    /// @throws DataException if the training part has no values to take it from
    static Optional<ValueRange> of(
            Path root,
            Splits<ImageSource> splits,
            Map<ImageSource, GreyDepth> depths,
            ImageOptions options,
            List<String> notes) {
        return new GreyRange(root, splits, depths, options, notes).range();
    }

    private Optional<ValueRange> range() {
        List<ImageSource> deep = splits.all().examples().stream()
                .map(Example::input)
                .filter(depths::containsKey)
                .toList();
        List<ImageSource> silent = deep.stream().filter(this::isSilent).toList();
        if (silent.size() < deep.size()) {
            notes.add("values: " + Wording.count(deep.size() - silent.size(), "image")
                    + " of 10 to 16-bit grey, scaled by the significant bits that the files state");
        }
        ValueRange told = options.range();
        if (told != null) {
            notes.add("values: " + told.words() + " of grey with more than 8 bits, as specified"
                    + (silent.isEmpty() ? "; no image here needs them" : ""));
            return Optional.of(told);
        }
        return silent.isEmpty() ? Optional.empty() : Optional.of(percentiles(silent));
    }

    private Optional<GreyDepth> depth(ImageSource image) {
        return Optional.ofNullable(depths.get(image));
    }

    private boolean isSilent(ImageSource image) {
        return depth(image).map(GreyDepth::needsRange).orElse(false);
    }

    private ValueRange percentiles(List<ImageSource> silent) {
        silent.stream()
                .filter(image -> depth(image).map(GreyDepth::bits).orElse(0) > 16)
                .findFirst()
                .ifPresent(image -> {
                    throw new DataException(file(image) + ": "
                            + depth(image).map(GreyDepth::words).orElse("")
                            + ", for which no usual values are known; specify which are black and white:"
                            + " --value-range LOW,HIGH");
                });
        List<Path> files = splits.train().examples().stream()
                .map(Example::input)
                .filter(this::isSilent)
                .map(GreyRange::file)
                .toList();
        if (files.isEmpty()) {
            throw new DataException(file(silent.getFirst()) + ": "
                    + depth(silent.getFirst()).map(GreyDepth::words).orElse("grey")
                    + ", but no training image is, so its values cannot be scaled; specify which are black and"
                    + " white: --value-range LOW,HIGH");
        }
        ValueRange range = ValueHistogram.of(files, options.maxPixels())
                .range()
                .orElseThrow(() -> new DataException(root + ": all values of "
                        + Wording.count(files.size(), "training image")
                        + " in 16-bit grey are the same, so there is nothing to train on; specify which are"
                        + " black and white: --value-range LOW,HIGH"));
        notes.add("values: " + range.words() + " of 16-bit grey (0.1 and 99.9 percentiles of "
                + Wording.count(files.size(), "training image") + ")");
        return range;
    }

    private static Path file(ImageSource image) {
        return image instanceof ImageFile(Path path, long ignored) ? path : Path.of(image.name());
    }
}
