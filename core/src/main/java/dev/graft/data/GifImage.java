package dev.graft.data;

import dev.graft.data.image.Image;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// The first frame of a GIF file as Pillow's `convert("RGB")` has it (13.0): the ground is the transparent colour where
/// there is one, else colour 0; what is transparent shows the colour that the palette has there.
///
/// @param file        its bytes
/// @param palette     where the frame's colours stand in the file; 0 where it has none
/// @param colours     how many these are
/// @param transparent number of the transparent colour; -1 where there is none
/// @param left        of the frame on the ground
/// @param top         of the frame on the ground
/// @param width       of the image: the ground, or more where the frame reaches beyond it
/// @param height      of the image
@SuppressWarnings("ArrayRecordComponent") // never compared
record GifImage(byte[] file, int palette, int colours, int transparent, int left, int top, int width, int height) {
    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int CONTROL = 0xF9;
    private static final int FRAME = 0x2C;
    private static final int ALL_COLOURS = 256;

    /// Goes to the first frame.
    ///
    /// @throws IndexOutOfBoundsException if the file ends before
    static GifImage of(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int flags = data.get(10);
        int colours = flags < 0 ? 2 << (flags & 7) : 0;
        int palette = colours > 0 ? HEADER : 0;
        int at = HEADER + 3 * colours;
        int transparent = -1;
        while (data.get(at) != FRAME) {
            if (data.get(at) != EXTENSION) {
                throw new IndexOutOfBoundsException("no frame");
            }
            if ((data.get(at + 1) & 0xff) == CONTROL && data.get(at + 2) >= 4) {
                transparent = (data.get(at + 3) & 1) == 1 ? data.get(at + 6) & 0xff : -1;
            }
            at += 2;
            while (data.get(at) != 0) {
                at += 1 + (data.get(at) & 0xff);
            }
            at++;
        }
        int left = data.getShort(at + 1) & 0xffff;
        int top = data.getShort(at + 3) & 0xffff;
        int right = left + (data.getShort(at + 5) & 0xffff);
        int bottom = top + (data.getShort(at + 7) & 0xffff);
        int own = data.get(at + 9);
        if (own < 0) {
            palette = at + 10;
            colours = 2 << (own & 7);
        }
        return new GifImage(
                file,
                palette,
                colours,
                transparent,
                left,
                top,
                Math.max(data.getShort(6) & 0xffff, right),
                Math.max(data.getShort(8) & 0xffff, bottom));
    }

    /// @throws IOException if the file is damaged
    Image decode() throws IOException {
        Raster frame = frame();
        byte[] ground = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        byte[] colour = colour(Math.max(0, transparent));
        for (int i = 0; i < ground.length; i++) {
            ground[i] = colour[i % 3];
        }
        byte[][] all = new byte[ALL_COLOURS][];
        Arrays.setAll(all, this::colour);
        for (int y = 0; y < frame.getHeight() && top + y < height; y++) {
            for (int x = 0; x < frame.getWidth() && left + x < width; x++) {
                byte[] seen = all[frame.getSample(x + frame.getMinX(), y + frame.getMinY(), 0) & 0xff];
                System.arraycopy(seen, 0, ground, ((top + y) * width + left + x) * 3, 3);
            }
        }
        return Image.of(width, height, 3, ground);
    }

    private Raster frame() throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true);
            return reader.read(0).getRaster();
        } finally {
            reader.dispose();
        }
    }

    /// Of a number beyond the palette, or where there is none, a grey.
    private byte[] colour(int number) {
        if (palette == 0 || number >= colours) {
            byte grey = palette == 0 ? (byte) number : 0;
            return new byte[] {grey, grey, grey};
        }
        return Arrays.copyOfRange(file, palette + 3 * number, palette + 3 * number + 3);
    }
}
