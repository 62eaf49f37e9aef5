package dev.graft.examples;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/// Small images of ten classes that differ in colour, each image a little different.
final class Pictures {
    private Pictures() {}

    /// Writes `perClass` PNG files into a folder for each of the first `classes` classes.
    static void folders(Path root, int classes, int perClass, int side) throws IOException {
        for (int label = 0; label < classes; label++) {
            Path folder = Files.createDirectories(root.resolve(FeatureExtraction.TEN_CLASSES.get(label)));
            for (int i = 0; i < perClass; i++) {
                ImageIO.write(
                        draw(label, i, side), "png", folder.resolve(i + ".png").toFile());
            }
        }
    }

    /// CIFAR-10's binary version: records of a label and 3 x 1024 bytes, `perClass` of each class.
    static void cifar(Path root, int train, int test) throws IOException {
        Files.createDirectories(root);
        Files.write(root.resolve("batches.meta.txt"), FeatureExtraction.TEN_CLASSES);
        Files.write(root.resolve("data_batch_1.bin"), records(0, train));
        Files.write(root.resolve("test_batch.bin"), records(train, test));
    }

    private static byte[] records(int from, int perClass) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = from; i < from + perClass; i++) {
            for (int label = 0; label < 10; label++) {
                bytes.write(label);
                BufferedImage image = draw(label, i, 32);
                for (int shift = 16; shift >= 0; shift -= 8) {
                    for (int pixel = 0; pixel < 32 * 32; pixel++) {
                        bytes.write(image.getRGB(pixel % 32, pixel / 32) >> shift & 0xff);
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static BufferedImage draw(int label, int number, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setColor(Color.getHSBColor(label / 10f, 0.9f, 0.9f));
        brush.fillRect(0, 0, side, side);
        Random random = new Random(number * 31L + label);
        brush.setColor(Color.DARK_GRAY);
        for (int spot = 0; spot < 5; spot++) {
            brush.fillOval(random.nextInt(side), random.nextInt(side), side / 8, side / 8);
        }
        brush.dispose();
        return image;
    }
}
