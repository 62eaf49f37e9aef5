package dev.graft.app;

import dev.graft.data.DataException;
import dev.graft.data.ImageSource;
import dev.graft.data.ValueRange;
import dev.graft.data.image.Image;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/// A page of small images with a caption under each.
final class ErrorSheet {
    private static final int COLUMNS = 5;
    private static final int ROWS = 4;

    /// Images on a page.
    static final int IMAGES = COLUMNS * ROWS;

    private static final int SIDE = 200;
    private static final int GAP = 12;
    private static final int LINE = 17;
    private static final int LINES = 3;
    private static final int CELL_WIDTH = SIDE + GAP;
    private static final int CELL_HEIGHT = SIDE + LINES * LINE + 2 * GAP;
    private static final int CHANNELS = 3;
    private static final Color PAPER = Color.WHITE;
    private static final Color BED = new Color(0xEC, 0xEF, 0xF2);
    private static final Color FAINT = new Color(0x60, 0x6C, 0x78);

    private final Lettering lettering;
    private final @Nullable ValueRange range;
    private final BufferedImage page;
    private final Graphics2D graphics;
    private int images;

    /// @param range which values of deep grey images are black and white; null where none is known
    ErrorSheet(Lettering lettering, @Nullable ValueRange range) {
        this.lettering = lettering;
        this.range = range;
        page = new BufferedImage(COLUMNS * CELL_WIDTH + GAP, ROWS * CELL_HEIGHT + GAP, BufferedImage.TYPE_INT_RGB);
        graphics = page.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, page.getWidth(), page.getHeight());
    }

    /// Puts an image into the next place.
    ///
    /// @param name that its caption begins with
    void add(ImageSource image, String name, Caption caption) {
        int left = GAP + images % COLUMNS * CELL_WIDTH;
        int top = GAP + images / COLUMNS * CELL_HEIGHT;
        images++;
        graphics.setColor(BED);
        graphics.fillRect(left, top, SIDE, SIDE);
        try {
            BufferedImage small = small(image);
            graphics.drawImage(small, left + (SIDE - small.getWidth()) / 2, top + (SIDE - small.getHeight()) / 2, null);
        } catch (DataException e) {
            graphics.setColor(FAINT);
            lettering.write(graphics, "cannot be read any more", left + GAP, top + SIDE / 2, SIDE - 2 * GAP, false);
        }
        int baseline = top + SIDE + LINE;
        graphics.setColor(FAINT);
        lettering.write(graphics, name, left, baseline, SIDE, true);
        graphics.setColor(Color.BLACK);
        lettering.write(graphics, caption.truth() + " → " + caption.answer(), left, baseline + LINE, SIDE, false);
        lettering.write(graphics, caption.certainty(), left, baseline + 2 * LINE, SIDE, false);
    }

    byte[] png() {
        graphics.dispose();
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(page, "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedImage small(ImageSource source) {
        Image whole = SmallImage.of(source, range, SIDE);
        byte[] pixels = whole.pixels();
        BufferedImage small = new BufferedImage(whole.width(), whole.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < whole.width() * whole.height(); i++) {
            int at = i * CHANNELS;
            int rgb = (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | pixels[at + 2] & 0xff;
            small.setRGB(i % whole.width(), i / whole.width(), rgb);
        }
        return small;
    }
}
