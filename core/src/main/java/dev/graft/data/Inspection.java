package dev.graft.data;

import dev.graft.data.ImageHeader.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Looks at every image once, on all cores, before training does.
final class Inspection {
    private static final int HEAD = 1 << 16;
    private static final int TAIL = 1 << 12;

    /// Whether an image can be decoded does not depend on it.
    private static final ValueRange ANY = ValueRange.ofBits(16);

    private final ImageOptions options;
    private final ImageDecoder decoder;

    private Inspection(ImageOptions options) {
        this.options = options;
        this.decoder = new ImageDecoder(3, options.maxPixels());
    }

    /// What was seen of a data set.
    ///
    /// @param listing images that can be used, in the order of their names, which no file system changes
    /// @param depths  of grey images with more than 8 bits
    record Seen(Listing<ImageSource> listing, Map<ImageSource, GreyDepth> depths) {}

    /// What was seen of one image.
    ///
    /// @param fault       why it cannot be used; empty if it can
    /// @param fingerprint the same for files with the same content; empty where that was not looked at
    /// @param sha256      as [ExampleId] has it
    /// @param depth       of a grey image with more than 8 bits
    private record Finding(String fault, String fingerprint, String sha256, Optional<GreyDepth> depth) {
        static Finding fault(String reason) {
            return new Finding(reason, "", "", Optional.empty());
        }
    }

    /// Looks at every image of a listing. One that cannot be used becomes a problem of it.
    ///
    /// @param root what names of files are relative to
    static Seen of(Path root, Listing<ImageSource> listed, ImageOptions options) {
        Inspection inspection = new Inspection(options);
        Listing<ImageSource> usable = listed.withoutExamples();
        Map<ImageSource, GreyDepth> depths = new HashMap<>();
        for (Part part : Part.values()) {
            List<Labelled<ImageSource>> sorted = listed.part(part).stream()
                    .sorted(Comparator.comparing(
                            (Labelled<ImageSource> image) -> image.input().name()))
                    .toList();
            List<Finding> findings = inspection.all(sorted);
            for (int i = 0; i < findings.size(); i++) {
                Labelled<ImageSource> image = sorted.get(i);
                Finding finding = findings.get(i);
                if (!finding.fault().isEmpty()) {
                    usable.problems().add(new Problem(image.input().name(), finding.fault()));
                    if (part == Part.TRAIN && image.labels().size() == 1 && !image.several()) {
                        usable.declared().addAll(image.labels());
                    }
                    continue;
                }
                ExampleId id = ExampleId.ofFile(relative(root, image.input()), finding.sha256());
                usable.add(part, image.as(id, finding.fingerprint().isEmpty() ? null : finding.fingerprint()));
                finding.depth().ifPresent(depth -> depths.put(image.input(), depth));
            }
        }
        return new Seen(usable, depths);
    }

    private static String relative(Path root, ImageSource image) {
        Path folder = Files.isDirectory(root) || root.getParent() == null ? root : root.getParent();
        String name = image instanceof ImageFile(Path path, long ignored) && path.startsWith(folder)
                ? folder.relativize(path).toString()
                : image.name();
        return name.replace('\\', '/');
    }

    /// One finding an image, in the same order.
    private List<Finding> all(List<Labelled<ImageSource>> images) {
        int threads = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, Math.max(1, images.size()));
        try (ExecutorService workers = Executors.newFixedThreadPool(
                threads,
                Thread.ofPlatform().daemon().name("graft-inspection-", 0).factory())) {
            List<Future<Finding>> futures = new ArrayList<>();
            for (Labelled<ImageSource> image : images) {
                futures.add(workers.submit(() -> look(image.input())));
            }
            List<Finding> findings = new ArrayList<>();
            for (Future<Finding> future : futures) {
                findings.add(future.get());
            }
            return findings;
        } catch (ExecutionException e) {
            throw new IllegalStateException("inspection: a worker failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("inspection: interrupted", e);
        }
    }

    private Finding look(ImageSource image) {
        if (!(image instanceof ImageFile(Path path, long ignored))) {
            // already in memory, and checked
            return new Finding("", "", ExampleId.sha256(image.read(3).pixels()), Optional.empty());
        }
        try {
            Content content = options.check() == ImageOptions.Check.DECODE ? decode(path) : headers(path);
            return new Finding("", content.fingerprint(), content.sha256(), content.depth());
        } catch (DataException e) {
            String reason = String.valueOf(e.getMessage());
            String prefix = path + ": ";
            return Finding.fault(reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason);
        }
    }

    /// What tells one content from another, as far as it was read.
    private record Content(String fingerprint, String sha256, Optional<GreyDepth> depth) {
        static Content of(byte[] file, Format format) {
            return new Content(
                    Inspection.fingerprint(file.length, head(file), tail(file)),
                    ExampleId.sha256(file),
                    GreyDepth.of(format, file));
        }
    }

    private Content decode(Path path) {
        byte[] file = ImageDecoder.bytes(path);
        decoder.open(file, path.toString()).within(ANY).decode(1);
        return Content.of(file, decoder.checkHeader(file, path.toString()).format());
    }

    /// Reads two pieces of a large file; all of it only if they do not tell.
    private Content headers(Path path) {
        try (FileChannel channel = FileChannel.open(path)) {
            long size = channel.size();
            if (size <= HEAD) {
                return whole(path);
            }
            byte[] head = read(channel, 0, HEAD);
            byte[] tail = read(channel, size - TAIL, TAIL);
            boolean told = ImageHeader.read(head)
                    .map(header -> switch (header.format()) {
                        case JPEG -> endsWith(tail, 0xFF, 0xD9);
                        case PNG -> endsWith(tail, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82);
                        case BMP, GIF, TIFF, PNM -> true;
                        case WEBP -> false;
                    })
                    .orElse(false);
            if (!told) {
                return whole(path);
            }
            ImageHeader header = decoder.checkHeader(head, path.toString());
            return new Content(fingerprint(size, head, tail), "", GreyDepth.of(header.format(), head));
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private Content whole(Path path) {
        byte[] file = ImageDecoder.bytes(path);
        ImageHeader header = decoder.check(file, path.toString());
        return Content.of(file, header.format());
    }

    private static byte[] head(byte[] file) {
        return Arrays.copyOf(file, Math.min(file.length, HEAD));
    }

    private static byte[] tail(byte[] file) {
        return Arrays.copyOfRange(file, Math.max(0, file.length - TAIL), file.length);
    }

    private static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer, from + buffer.position());
        }
        return buffer.array();
    }

    private static boolean endsWith(byte[] bytes, int... end) {
        for (int i = 0; i < end.length; i++) {
            if ((bytes[bytes.length - end.length + i] & 0xff) != end[i]) {
                return false;
            }
        }
        return true;
    }

    /// Length, beginning and end: two different images that agree in all three do not occur.
    private static String fingerprint(long size, byte[] head, byte[] tail) {
        MessageDigest digest = ExampleId.digest();
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(size).array());
        digest.update(head);
        digest.update(tail);
        return HexFormat.of().formatHex(digest.digest());
    }
}
