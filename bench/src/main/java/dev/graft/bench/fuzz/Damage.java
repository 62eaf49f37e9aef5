package dev.graft.bench.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Ways to damage bytes. Every one is a function of the bytes and of chance alone.
final class Damage {
    private static final int MOST_STEPS = 6;
    private static final int MOST_STRETCH = 64;
    private static final int MOST_BYTES = 4 << 20;
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0x8000,
        0xffff,
        0x7fff_ffffL,
        0x8000_0000L,
        0xffff_ffffL,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        20_000,
        1 << 24
    };
    private static final List<String> WRITTEN = List.of(
            "0",
            "-1",
            "1",
            "2147483647",
            "4294967296",
            "9223372036854775807",
            "1e308",
            "-1e-300",
            "NaN",
            "1000000",
            "99999999999999999999");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final RandomGenerator random;
    private final List<byte[]> words;
    private final List<Base> others;

    /// @param words  what means something in files of this kind, to be strewn in
    /// @param others files to take stretches from
    Damage(RandomGenerator random, List<byte[]> words, List<Base> others) {
        this.random = random;
        this.words = words;
        this.others = others;
    }

    /// Bytes with one to six damages.
    byte[] damaged(byte[] whole) {
        byte[] bytes = whole;
        int steps = 1 + random.nextInt(MOST_STEPS);
        for (int step = 0; step < steps && bytes.length < MOST_BYTES; step++) {
            bytes = step(bytes);
        }
        return bytes;
    }

    private byte[] step(byte[] bytes) {
        if (bytes.length == 0) {
            return random.nextBoolean() ? bytes : word();
        }
        int at = place(bytes);
        int stretch = Math.min(bytes.length - at, 1 + random.nextInt(MOST_STRETCH));
        return switch (random.nextInt(12)) {
            case 0, 1 -> flipped(bytes, at);
            case 2 -> replaced(bytes, at, 1, new byte[] {(byte) NUMBERS[random.nextInt(NUMBERS.length)]});
            case 3, 4 -> number(bytes, at);
            case 5 -> Arrays.copyOf(bytes, random.nextInt(4) == 0 ? at : bytes.length - random.nextInt(1 + stretch));
            case 6 -> replaced(bytes, at, stretch, new byte[0]);
            case 7 -> replaced(bytes, at, 0, repeated(Arrays.copyOfRange(bytes, at, at + stretch)));
            case 8 -> replaced(bytes, at, random.nextBoolean() ? 0 : stretch, noise(stretch));
            case 9 -> replaced(bytes, at, random.nextBoolean() ? 0 : stretch, elsewhere());
            case 10 -> replaced(bytes, at, random.nextBoolean() ? 0 : stretch, word());
            default -> writtenNumber(bytes);
        };
    }

    /// Beginnings matter more than the rest: half of all damages are there.
    private int place(byte[] bytes) {
        return random.nextBoolean() ? random.nextInt(Math.min(bytes.length, 96)) : random.nextInt(bytes.length);
    }

    private byte[] flipped(byte[] bytes, int at) {
        byte[] flipped = bytes.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private byte[] number(byte[] bytes, int at) {
        int width = 2 << random.nextInt(3);
        byte[] number = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(NUMBERS[random.nextInt(NUMBERS.length)])
                .array();
        byte[] low = Arrays.copyOf(number, width);
        if (random.nextBoolean()) {
            for (int i = 0; i < width; i++) {
                low[i] = number[width - 1 - i];
            }
        }
        return replaced(bytes, at, Math.min(width, bytes.length - at), low);
    }

    /// A number that is written in digits becomes another.
    private byte[] writtenNumber(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        List<MatchResult> found = DIGITS.matcher(text).results().limit(2000).toList();
        if (found.isEmpty()) {
            return flipped(bytes, random.nextInt(bytes.length));
        }
        MatchResult digits = found.get(random.nextInt(found.size()));
        byte[] other = WRITTEN.get(random.nextInt(WRITTEN.size())).getBytes(StandardCharsets.US_ASCII);
        return replaced(bytes, digits.start(), digits.end() - digits.start(), other);
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] repeated(byte[] stretch) {
        int times = random.nextInt(20) == 0 ? 2000 : 1 + random.nextInt(8);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(stretch);
        }
        return out.toByteArray();
    }

    private byte[] elsewhere() {
        Base other = others.get(random.nextInt(others.size()));
        byte[] file = other.files()
                .get(other.damaged().get(random.nextInt(other.damaged().size())));
        if (file == null || file.length == 0) {
            return new byte[0];
        }
        int from = random.nextInt(file.length);
        return Arrays.copyOfRange(file, from, Math.min(file.length, from + 1 + random.nextInt(4 * MOST_STRETCH)));
    }

    private byte[] word() {
        return words.isEmpty() ? noise(4) : words.get(random.nextInt(words.size()));
    }

    private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + by.length);
        out.write(bytes, 0, at);
        out.writeBytes(by);
        out.write(bytes, at + length, bytes.length - at - length);
        return out.toByteArray();
    }
}
