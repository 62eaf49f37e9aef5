package dev.graft.data;

import dev.graft.data.image.Image;

/// PBM, PGM and PPM files (Netpbm's P1 to P6): black and white, grey or colour, in words or in bytes. Values up to
/// another number than 255 are scaled to that, as Pillow does (13.0).
///
/// @param kind   the number after P
/// @param most   the value that is white; 1 for black and white
/// @param pixels where they begin, in bytes
record PortableAnymap(int kind, int width, int height, int most, int pixels) {
    private static final int LONGEST_NUMBER = 9;
    private static final int MOST = 65_535;

    /// Reads words of a header or of pixels.
    private static final class Words {
        private final byte[] file;
        private int at;

        Words(byte[] file, int at) {
            this.file = file;
            this.at = at;
        }

        /// @throws IndexOutOfBoundsException if the file ends before
        /// @throws IllegalArgumentException  if there is something else
        int number() {
            skip();
            int from = at;
            int number = 0;
            while (at < file.length && file[at] >= '0' && file[at] <= '9' && at - from < LONGEST_NUMBER) {
                number = 10 * number + file[at++] - '0';
            }
            if (at == from) {
                throw new IllegalArgumentException("expected a number at byte " + from);
            }
            return number;
        }

        /// A 0 or a 1, which need no blank between them.
        int bit() {
            skip();
            int bit = file[at++] - '0';
            if (bit != 0 && bit != 1) {
                throw new IllegalArgumentException("expected 0 or 1 at byte " + (at - 1));
            }
            return bit;
        }

        private void skip() {
            while (Character.isWhitespace(file[at]) || file[at] == '#') {
                if (file[at] == '#') {
                    while (file[at] != '\n' && file[at] != '\r') {
                        at++;
                    }
                }
                at++;
            }
        }
    }

    static boolean begins(byte[] file) {
        return file.length > 2
                && file[0] == 'P'
                && file[1] >= '1'
                && file[1] <= '6'
                && (Character.isWhitespace(file[2]) || file[2] == '#');
    }

    /// @throws IndexOutOfBoundsException if the file ends in its header
    /// @throws IllegalArgumentException  if it is none
    static PortableAnymap of(byte[] file) {
        int kind = file[1] - '0';
        Words words = new Words(file, 2);
        int width = words.number();
        int height = words.number();
        int most = kind == 1 || kind == 4 ? 1 : words.number();
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("expected a greatest value from 1 to " + MOST + ", found " + most);
        }
        return new PortableAnymap(kind, width, height, most, words.at + 1);
    }

    /// Whether each pixel has one value.
    boolean grey() {
        return kind != 3 && kind != 6;
    }

    /// @throws IndexOutOfBoundsException if the file is cut off
    /// @throws IllegalArgumentException  if there is no number where one should be
    Image decode(byte[] file) {
        int channels = grey() ? 1 : 3;
        byte[] values = new byte[Math.multiplyExact(Math.multiplyExact(width, height), channels)];
        Words words = new Words(file, pixels - 1);
        int row = kind == 4 ? (width + 7) / 8 : width * channels * (most > 255 ? 2 : 1);
        for (int i = 0; i < values.length; i++) {
            int y = i / (width * channels);
            int x = i % (width * channels);
            values[i] = switch (kind) {
                case 1 -> (byte) (255 - 255 * words.bit());
                case 2, 3 -> level(words.number());
                case 4 -> (byte) (255 - 255 * (file[pixels + y * row + x / 8] >> 7 - x % 8 & 1));
                default ->
                    most > 255
                            ? level((file[pixels + y * row + 2 * x] & 0xff) << 8
                                    | file[pixels + y * row + 2 * x + 1] & 0xff)
                            : level(file[pixels + y * row + x] & 0xff);
            };
        }
        return Image.of(width, height, channels, values);
    }

    private byte level(int value) {
        return (byte) Math.clamp(Math.round((double) value * 255 / most), 0, 255);
    }
}
