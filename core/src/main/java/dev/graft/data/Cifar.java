package dev.graft.data;

import dev.graft.data.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// CIFAR-10 and CIFAR-100 as published at cs.toronto.edu/~kriz/cifar.html, unpacked: the binary version
/// and the one for Python. "Learning Multiple Layers of Features from Tiny Images" (2009).
final class Cifar {
    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;
    private static final List<String> USUAL_FOLDERS =
            List.of("cifar-10-batches-bin", "cifar-100-binary", "cifar-10-batches-py", "cifar-100-python");

    private Cifar() {}

    /// One of the published versions.
    ///
    /// @param train  names of the training files, a pattern
    /// @param labels bytes before the pixels of a record, of which the last is the label (binary), or 0
    private record Version(String layout, String train, String test, String names, int labels) {
        static final List<Version> ALL = List.of(
                new Version("CIFAR-10, binary", "data_batch_\\d+\\.bin", "test_batch.bin", "batches.meta.txt", 1),
                new Version("CIFAR-100, binary", "train\\.bin", "test.bin", "fine_label_names.txt", 2),
                new Version("CIFAR-10, Python", "data_batch_\\d+", "test_batch", "batches.meta", 0),
                new Version("CIFAR-100, Python", "train", "test", "meta", 0));
    }

    /// A record: red, green and blue plane, one after the other.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Thumbnail(String name, byte[] planes, int offset) implements ImageSource {
        @Override
        public String fingerprint() {
            CRC32 content = new CRC32();
            content.update(planes, offset, PIXELS);
            return name + " " + content.getValue();
        }

        @Override
        public Image read(int channels) {
            byte[] pixels = new byte[PIXELS];
            for (int at = 0; at < PIXELS; at++) {
                pixels[at] = planes[offset + at % 3 * SIDE * SIDE + at / 3];
            }
            return Image.of(SIDE, SIDE, 3, pixels).toChannels(channels);
        }

        @Override
        public boolean inMemory() {
            return true;
        }
    }

    /// Empty where none of the versions lies in the folder.
    static Optional<Listing<ImageSource>> list(Path folder) {
        Path root = USUAL_FOLDERS.stream()
                .map(folder::resolve)
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(folder);
        for (Version version : Version.ALL) {
            List<Path> train = files(root, version.train());
            if (!train.isEmpty() && Files.isRegularFile(root.resolve(version.names()))) {
                return Optional.of(list(root, version, train));
            }
        }
        return Optional.empty();
    }

    private static Listing<ImageSource> list(Path root, Version version, List<Path> train) {
        Listing<ImageSource> listing = Listing.empty(version.layout());
        List<String> classes = classes(root.resolve(version.names()), version);
        listing.declared().addAll(classes);
        listing.order().addAll(classes);
        for (Path file : train) {
            read(listing, Part.TRAIN, file, version);
        }
        Path test = root.resolve(version.test());
        if (Files.isRegularFile(test)) {
            read(listing, Part.TEST, test, version);
        }
        return listing;
    }

    private static void read(Listing<ImageSource> listing, Part part, Path file, Version version) {
        if (version.labels() > 0) {
            readBinary(listing, part, file, version.labels());
        } else {
            readPickle(listing, part, file);
        }
    }

    private static void readBinary(Listing<ImageSource> listing, Part part, Path file, int labels) {
        byte[] bytes = ImageDecoder.bytes(file);
        int record = labels + PIXELS;
        if (bytes.length == 0 || bytes.length % record != 0) {
            throw new DataException(file + ": expected records of " + record + " bytes, found " + bytes.length
                    + " bytes; download the archive again");
        }
        for (int at = 0; at < bytes.length; at += record) {
            int label = bytes[at + labels - 1] & 0xff;
            add(listing, part, file, at / record, label, bytes, at + labels);
        }
    }

    private static void readPickle(Listing<ImageSource> listing, Part part, Path file) {
        Map<?, ?> batch = CifarPickle.read(file);
        Object data = batch.get("data");
        Object labels = batch.containsKey("fine_labels") ? batch.get("fine_labels") : batch.get("labels");
        if (!(data instanceof CifarPickle.Bytes(byte[] pixels)) || !(labels instanceof List<?> numbers)) {
            throw new DataException(file + ": expected a dictionary with data and labels, found " + batch.keySet());
        }
        if (pixels.length != (long) numbers.size() * PIXELS) {
            throw new DataException(file + ": expected " + PIXELS + " bytes for each of " + numbers.size()
                    + " images, found " + pixels.length + " in all; download the archive again");
        }
        for (int i = 0; i < numbers.size(); i++) {
            int label = numbers.get(i) instanceof Number number ? number.intValue() : -1;
            add(listing, part, file, i, label, pixels, i * PIXELS);
        }
    }

    private static void add(
            Listing<ImageSource> listing, Part part, Path file, int number, int label, byte[] bytes, int offset) {
        if (label < 0 || label >= listing.order().size()) {
            throw new DataException(file + ": image " + number + ": expected a class below "
                    + listing.order().size() + ", found " + label);
        }
        String name = "%s#%05d".formatted(file.getFileName(), number);
        listing.add(
                part,
                Labelled.image(
                        new Thumbnail(name, bytes, offset),
                        List.of(listing.order().get(label)),
                        false));
    }

    private static List<String> classes(Path file, Version version) {
        if (version.labels() > 0) {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.map(String::strip).filter(line -> !line.isEmpty()).toList();
            } catch (IOException e) {
                throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
            }
        }
        Map<?, ?> meta = CifarPickle.read(file);
        Object names = meta.containsKey("fine_label_names") ? meta.get("fine_label_names") : meta.get("label_names");
        if (!(names instanceof List<?> list)) {
            throw new DataException(file + ": expected a list of label names, found " + meta.keySet());
        }
        return list.stream().map(CifarPickle::text).toList();
    }

    private static List<Path> files(Path folder, String pattern) {
        try (Stream<Path> children = Files.list(folder)) {
            Map<String, Path> sorted = new TreeMap<>();
            children.filter(Files::isRegularFile)
                    .filter(file -> String.valueOf(file.getFileName()).matches(pattern))
                    .forEach(file -> sorted.put(String.valueOf(file.getFileName()), file));
            return List.copyOf(sorted.values());
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
