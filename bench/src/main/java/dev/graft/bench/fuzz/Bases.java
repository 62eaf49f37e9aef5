package dev.graft.bench.fuzz;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is damaged: files that are made here, the golden files of the tests, and those of a folder of shared inputs
/// where there is one.
final class Bases {
    private static final long MOST_BYTES = 300_000;
    private static final JsonMapper JSON = new JsonMapper();

    private final Path golden;
    private final Path cases;

    /// @param root   of the project
    /// @param shared a folder with `cases`; it may be missing
    Bases(Path root, Path shared) {
        this.golden = root.resolve("core/src/test/golden");
        this.cases = shared.resolve("cases");
    }

    /// At least one base, in an order that depends on names alone.
    List<Base> of(Kind kind) {
        List<Base> bases = new ArrayList<>(
                switch (kind) {
                    case IMAGES -> images();
                    case WEIGHTS -> weights();
                    case PICKLES -> pickles();
                    case TOKENIZERS -> tokenizers();
                    case CONFIGS -> configs();
                    case TABLES -> tables();
                });
        if (bases.isEmpty()) {
            throw new IllegalArgumentException(golden + ": expected files to damage for " + kind.word()
                    + ", found none; run this from a checkout of the project");
        }
        return bases;
    }

    private List<Base> images() {
        List<Base> bases = new ArrayList<>();
        for (int type : List.of(
                BufferedImage.TYPE_3BYTE_BGR,
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_4BYTE_ABGR,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_USHORT_GRAY)) {
            for (String format : List.of("png", "jpg", "bmp", "gif", "tif")) {
                byte[] file = drawn(type, format);
                if (file.length > 0) {
                    bases.add(Base.of("drawn-" + type + "." + format, file));
                }
            }
        }
        bases.addAll(zipped(golden.resolve("decoding/pictures.zip")));
        bases.addAll(files(cases.resolve("images"), Set.of()));
        return bases;
    }

    private List<Base> weights() {
        List<Base> bases = new ArrayList<>(files(golden.resolve("torch-save"), Set.of("json", "py", "md")));
        bases.addAll(files(cases.resolve("drills"), Set.of("json", "jpg", "png", "csv", "py")));
        return bases;
    }

    private List<Base> pickles() {
        return folders(golden.resolve("cifar")).stream()
                .map(Bases::whole)
                .filter(base -> base.damaged().stream().noneMatch(name -> name.endsWith(".bin")))
                .toList();
    }

    private List<Base> tokenizers() {
        List<Base> bases = new ArrayList<>();
        for (JsonNode found : json(golden.resolve("tokenizers/values.json")).path("cases")) {
            Map<String, byte[]> files = new LinkedHashMap<>();
            found.path("files").properties().forEach(file -> files.put(file.getKey(), bytes(file.getValue())));
            bases.add(new Base(
                    found.path("name").stringValue(),
                    files,
                    files.keySet().stream().sorted().toList()));
        }
        bases.add(Base.of("tokenizer.json", Made.UNIGRAM.getBytes(StandardCharsets.UTF_8)));
        folders(cases.resolve("drills")).stream()
                .filter(folder -> Files.isRegularFile(folder.resolve("tokenizer.json")))
                .map(Bases::whole)
                .forEach(bases::add);
        return bases;
    }

    private List<Base> configs() {
        List<Base> bases = new ArrayList<>();
        for (Path file : children(golden.resolve("text"))) {
            if (file.toString().endsWith(".json")) {
                byte[] config = bytes(json(file).path("config"));
                bases.add(new Base(name(file), Map.of("config.json", config), List.of("config.json")));
            }
        }
        Path hostile = cases.resolve("drills/config-hostile.json");
        if (Files.isRegularFile(hostile)) {
            bases.add(new Base(name(hostile), Map.of("config.json", bytes(hostile)), List.of("config.json")));
        }
        return bases;
    }

    private List<Base> tables() {
        List<Base> bases = new ArrayList<>();
        Made.TABLES.forEach((name, text) -> bases.add(Base.of(name, text.getBytes(StandardCharsets.UTF_8))));
        bases.add(Base.of("wide.csv", Made.TABLES.getOrDefault("quoted.csv", "").getBytes(StandardCharsets.UTF_16)));
        bases.addAll(files(cases.resolve("texts"), Set.of()));
        return bases;
    }

    /// Every file of a folder by itself, those left out that end in one of these.
    private static List<Base> files(Path folder, Set<String> without) {
        return children(folder).stream()
                .filter(Files::isRegularFile)
                .filter(file ->
                        !without.contains(name(file).substring(name(file).lastIndexOf('.') + 1)))
                .filter(Bases::small)
                .map(file -> Base.of(name(file), bytes(file)))
                .toList();
    }

    private static List<Base> zipped(Path archive) {
        List<Base> bases = new ArrayList<>();
        if (!Files.isRegularFile(archive)) {
            return bases;
        }
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                bases.add(Base.of(entry.getName(), zip.getInputStream(entry).readAllBytes()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bases;
    }

    private static Base whole(Path folder) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        children(folder).stream().filter(Files::isRegularFile).forEach(file -> files.put(name(file), bytes(file)));
        return new Base(name(folder), files, List.copyOf(files.keySet()));
    }

    private static List<Path> folders(Path folder) {
        return children(folder).stream().filter(Files::isDirectory).toList();
    }

    private static List<Path> children(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean small(Path file) {
        try {
            return Files.size(file) <= MOST_BYTES;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(JsonNode node) {
        String text = node.isString() ? node.stringValue() : node.toString();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode json(Path file) {
        return Files.isRegularFile(file) ? JSON.readTree(bytes(file)) : JSON.createObjectNode();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// A few shapes; no bytes where the format cannot hold them.
    private static byte[] drawn(int type, String format) {
        BufferedImage image = new BufferedImage(33, 21, type);
        Graphics2D pen = image.createGraphics();
        for (Color color : Arrays.asList(Color.ORANGE, Color.BLUE, new Color(90, 200, 120, 120))) {
            pen.setColor(color);
            pen.fillOval(color.getRed() / 20, color.getGreen() / 20, 14, 9);
        }
        pen.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            return ImageIO.write(image, format, out) ? out.toByteArray() : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
