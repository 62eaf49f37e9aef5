package dev.graft.app;

import dev.graft.data.DataException;
import dev.graft.data.Dataset;
import dev.graft.data.ImageEncoder;
import dev.graft.data.ImageInput;
import dev.graft.data.ImageSource;
import dev.graft.data.Input;
import dev.graft.data.ValueRange;
import dev.graft.text.Text;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Examples as parts of a page that needs nothing beside it: images as data URLs, texts by their beginning.
///
/// @param range which values of deep grey images are black and white; null where none is known
record PageExamples(Dataset<?> data, @Nullable ValueRange range) {
    private static final int SIDE = 160;
    private static final int QUALITY = 75;
    private static final int MOST_LETTERS = 300;

    /// @param input how the examples come to a model
    static PageExamples of(Dataset<?> data, Input<?> input) {
        return new PageExamples(
                data,
                input instanceof ImageInput images ? images.preprocessing().range() : null);
    }

    String html(int position) {
        return switch (data.examples().get(position).input()) {
            case ImageSource image -> image(image);
            case Text(String first, Optional<String> second) ->
                text(first) + second.map(PageExamples::text).orElse("");
            default -> "";
        };
    }

    private String image(ImageSource image) {
        try {
            byte[] small = ImageEncoder.jpeg(SmallImage.of(image, range, SIDE), QUALITY);
            return "<img alt=\"\" src=\"data:image/jpeg;base64,%s\">"
                    .formatted(Base64.getEncoder().encodeToString(small));
        } catch (DataException e) {
            return "<p>cannot be read any more</p>";
        }
    }

    private static String text(String text) {
        boolean whole = text.codePointCount(0, text.length()) <= MOST_LETTERS;
        return "<blockquote>"
                + Html.escaped(whole ? text : text.substring(0, text.offsetByCodePoints(0, MOST_LETTERS)) + "…")
                + "</blockquote>";
    }
}
