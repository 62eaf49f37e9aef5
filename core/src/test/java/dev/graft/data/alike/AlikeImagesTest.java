package dev.graft.data.alike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.graft.data.ImageSource;
import dev.graft.data.Thumbnail;
import dev.graft.testing.NeedsShared;
import dev.graft.testing.Shared;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlikeImagesTest {
    private static final int SIDE = 200;

    @Test
    void findsWhatWasSavedAgainMadeSmallerOrCut() {
        List<BufferedImage> pictures =
                IntStream.rangeClosed(1, 12).mapToObj(AlikeImagesTest::drawn).toList();
        List<Thumbnail> images =
                new ArrayList<>(pictures.stream().map(AlikeImagesTest::seen).toList());
        images.add(seen(again(pictures.get(0))));
        images.add(seen(smaller(pictures.get(1))));
        images.add(seen(cut(pictures.get(2), 3)));
        assertThat(AlikeImages.find(images))
                .extracting(pair -> pair.first() + " " + pair.second())
                .containsExactlyInAnyOrder("0 12", "1 13", "2 14");
    }

    @Test
    void theSameIsMostAlike() {
        Thumbnail one = seen(drawn(1));
        List<Alike> found = AlikeImages.find(List.of(one, seen(drawn(2)), seen(drawn(1)), seen(again(drawn(2)))));
        assertThat(found).extracting(Alike::first).containsExactly(0, 1);
        assertThat(found.getFirst().second()).isEqualTo(2);
        assertThat(found.getFirst().likeness()).isCloseTo(1, within(1e-6));
    }

    @Test
    void anotherBrightnessIsTheSamePicture() {
        BufferedImage picture = drawn(1);
        BufferedImage darker = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int grey = (picture.getRGB(x, y) & 0xff) / 2 + 20;
                darker.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        assertThat(AlikeImages.find(List.of(seen(picture), seen(darker)))).hasSize(1);
    }

    @Test
    void imagesOfOneColourAreLikeNone() {
        BufferedImage black = new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB);
        Thumbnail empty = seen(black);
        assertThat(empty.isEmpty()).isTrue();
        assertThat(seen(drawn(1)).isEmpty()).isFalse();
        assertThat(AlikeImages.find(List.of(empty, empty, seen(drawn(1))))).isEmpty();
        assertThat(AlikeImages.find(List.of())).isEmpty();
    }

    @Test
    void linksHangAllCopiesTogetherWithFewPairs() {
        List<Thumbnail> images = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            images.add(seen(drawn(1)));
        }
        images.add(seen(drawn(2)));
        List<Integer> compared = new ArrayList<>();
        AlikeImages.Links links = AlikeImages.links(images, compared::add);
        Linked linked = Linked.none(images.size());
        links.pairs().forEach(pair -> linked.link(pair.first(), pair.second()));
        assertThat(linked.groups())
                .containsExactly(IntStream.range(0, 30).boxed().toList());
        assertThat(links.pairs()).hasSizeLessThan(30 * 29 / 2);
        assertThat(links.notCompared()).isZero();
        assertThat(compared).containsExactly(31);
    }

    @NeedsShared({"data/images/neu-steel", "data/images/hymenoptera"})
    @ParameterizedTest
    @ValueSource(strings = {"neu-steel", "hymenoptera"})
    void findsCopiesOfPhotosAndNoOthers(String data) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Shared.path("data/images/" + data))) {
            files = all.filter(file -> file.toString().matches(".*\\.(jpg|png|bmp)"))
                    .sorted()
                    .toList();
        }
        List<BufferedImage> some = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            some.add(ImageIO.read(files.get(i * files.size() / 60).toFile()));
        }
        List<Thumbnail> images =
                new ArrayList<>(some.stream().map(AlikeImagesTest::seen).toList());
        List<Function<BufferedImage, BufferedImage>> ways =
                List.of(AlikeImagesTest::again, AlikeImagesTest::smaller, image -> cut(image, image.hashCode() % 10));
        for (int i = 0; i < 30; i++) {
            images.add(seen(ways.get(i % 3).apply(some.get(i))));
        }
        List<Alike> found = AlikeImages.find(images);
        long copies = found.stream()
                .filter(pair -> pair.second() == pair.first() + 60)
                .count();
        assertThat(copies).isGreaterThanOrEqualTo(28);
        assertThat(found.size() - copies).isLessThanOrEqualTo(1);
    }

    /// Blobs of all sizes.
    private static BufferedImage drawn(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = image.createGraphics();
        for (int i = 0; i < 150; i++) {
            int grey = random.nextInt(256);
            pen.setColor(new Color(grey, grey, grey));
            int size = 5 + random.nextInt(30);
            pen.fillOval(random.nextInt(SIDE) - size / 2, random.nextInt(SIDE) - size / 2, size, size);
        }
        pen.dispose();
        return image;
    }

    private static Thumbnail seen(BufferedImage image) {
        return Thumbnail.of(ImageSource.of("drawn", image), null);
    }

    /// As JPEG of quality 60.
    private static BufferedImage again(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam asked = writer.getDefaultWriteParam();
            asked.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            asked.setCompressionQuality(0.6f);
            writer.setOutput(out);
            writer.write(null, new IIOImage(resized(image, image.getWidth(), image.getHeight()), null, null), asked);
            out.flush();
            return ImageIO.read(new ByteArrayInputStream(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
    }

    private static BufferedImage smaller(BufferedImage image) {
        return resized(image, image.getWidth() * 9 / 10, image.getHeight() * 9 / 10);
    }

    /// Without a twentieth of each side, from somewhere.
    private static BufferedImage cut(BufferedImage image, int from) {
        int width = image.getWidth() * 19 / 20;
        int height = image.getHeight() * 19 / 20;
        int left = Math.floorMod(from, image.getWidth() - width + 1);
        int top = Math.floorMod(from * 7, image.getHeight() - height + 1);
        return resized(image.getSubimage(left, top, width, height), width, height);
    }

    private static BufferedImage resized(BufferedImage image, int width, int height) {
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = resized.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return resized;
    }
}
