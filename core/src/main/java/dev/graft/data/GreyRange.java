package dev.graft.data;

import dev.graft.data.Inspection.Finding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds which values of grey pictures with more than 8 bits are black and white, where their files do not say it: the
/// ones that the options tell, else the 0.1 and 99.9 percentiles of the training part.
final class GreyRange {
    private GreyRange() {}

    /// @param notes where it is said what was found
    /// @return empty where no picture needs a range, and none was told
    /// @throws DataException if the training part has no values to take it from
    static Optional<ValueRange> of(
            Path root, Map<Part, List<Finding>> parts, ImageOptions options, List<String> notes) {
        List<Finding> deep = parts.values().stream()
                .flatMap(List::stream)
                .filter(finding -> finding.depth().isPresent())
                .toList();
        List<Finding> silent = deep.stream().filter(GreyRange::isSilent).toList();
        if (silent.size() < deep.size()) {
            notes.add("values: " + Wording.count(deep.size() - silent.size(), "picture")
                    + " of 10 to 16-bit grey, scaled by the significant bits that the files tell");
        }
        ValueRange told = options.range();
        if (told != null) {
            notes.add("values: " + told.words() + " of grey with more than 8 bits, as told"
                    + (silent.isEmpty() ? "; no picture here needs it" : ""));
            return Optional.of(told);
        }
        return silent.isEmpty() ? Optional.empty() : Optional.of(percentiles(root, parts, silent, options, notes));
    }

    private static boolean isSilent(Finding finding) {
        return finding.depth().map(GreyDepth::needsRange).orElse(false);
    }

    private static ValueRange percentiles(
            Path root, Map<Part, List<Finding>> parts, List<Finding> silent, ImageOptions options, List<String> notes) {
        silent.stream()
                .filter(finding -> finding.depth().map(GreyDepth::bits).orElse(0) > 16)
                .findFirst()
                .ifPresent(finding -> {
                    throw new DataException(file(finding) + ": "
                            + finding.depth().map(GreyDepth::words).orElse("")
                            + ", of which no usual values are known; tell which are black and white:"
                            + " --value-range LOW,HIGH");
                });
        List<Path> files = parts.getOrDefault(Part.TRAIN, List.of()).stream()
                .filter(GreyRange::isSilent)
                .map(GreyRange::file)
                .toList();
        if (files.isEmpty()) {
            throw new DataException(file(silent.getFirst()) + ": "
                    + silent.getFirst().depth().map(GreyDepth::words).orElse("grey")
                    + ", and no training picture is, by which its values could be scaled; tell which are black and"
                    + " white: --value-range LOW,HIGH");
        }
        ValueRange range = ValueHistogram.of(files, options.maxPixels())
                .range()
                .orElseThrow(() -> new DataException(root + ": all values of "
                        + Wording.count(files.size(), "training picture")
                        + " in 16-bit grey are the same, so that there is nothing to learn from; tell which are black"
                        + " and white: --value-range LOW,HIGH"));
        notes.add("values: " + range.words() + " of 16-bit grey (0.1 and 99.9 percentiles of "
                + Wording.count(files.size(), "training picture") + ")");
        return range;
    }

    private static Path file(Finding finding) {
        return finding.picture().source() instanceof ImageFile(Path path, long ignored)
                ? path
                : Path.of(finding.picture().source().name());
    }
}
