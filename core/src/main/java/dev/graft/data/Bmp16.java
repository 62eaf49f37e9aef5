package dev.graft.data;

import dev.graft.data.image.Image;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// BMP files of 16 bits a pixel: five bits a colour, or six for green, made eight as Pillow does (13.0): 31 becomes
/// 255.
final class Bmp16 {
    private static final int GREEN_OF_SIX = 0x7E0;
    private static final int RED_OF_FIVE = 0x7C00;
    private static final int RED_ABOVE_SIX = 0xF800;

    private Bmp16() {}

    /// Empty for any other kind of BMP.
    ///
    /// @throws IndexOutOfBoundsException if the file is cut off
    static Optional<Image> decode(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (data.getInt(14) < 40 || data.getShort(28) != 16) {
            return Optional.empty();
        }
        int compression = data.getInt(30);
        boolean six = compression == 3 && data.getInt(54) == RED_ABOVE_SIX && data.getInt(58) == GREEN_OF_SIX;
        if (compression != 0 && !six && !(compression == 3 && data.getInt(54) == RED_OF_FIVE)) {
            return Optional.empty();
        }
        int width = data.getInt(18);
        int height = Math.abs(data.getInt(22));
        boolean upright = data.getInt(22) < 0;
        int row = Math.multiplyExact(width, 2) + 3 & ~3;
        byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
        for (int y = 0; y < height; y++) {
            int from = Math.addExact(data.getInt(10), Math.multiplyExact(upright ? y : height - 1 - y, row));
            for (int x = 0; x < width; x++) {
                int pixel = data.getShort(from + 2 * x) & 0xffff;
                int at = (y * width + x) * 3;
                pixels[at] = widened(six ? pixel >> 11 : pixel >> 10, 31);
                pixels[at + 1] = widened(pixel >> 5, six ? 63 : 31);
                pixels[at + 2] = widened(pixel, 31);
            }
        }
        return Optional.of(Image.of(width, height, 3, pixels));
    }

    private static byte widened(int value, int most) {
        return (byte) ((value & most) * 255 / most);
    }
}
