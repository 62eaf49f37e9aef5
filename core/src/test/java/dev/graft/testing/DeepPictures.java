package dev.graft.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/// Grey images with 16 bits, as PNG files that do not say how many bits they use.
public final class DeepPictures {
    private DeepPictures() {}

    /// @param values row by row, 0 to 65,535
    public static byte[] png(int width, int... values) throws IOException {
        BufferedImage image = new BufferedImage(width, values.length / width, BufferedImage.TYPE_USHORT_GRAY);
        image.getRaster().setPixels(0, 0, width, image.getHeight(), values);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
