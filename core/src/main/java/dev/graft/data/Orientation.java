package dev.graft.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/// How the pixels of a JPEG file have to be turned, as its EXIF data say (CIPA DC-008, tag 0x0112).
///
/// @param value 1, the image as it is, to 8
record Orientation(int value) {
    static final Orientation UPRIGHT = new Orientation(1);

    private static final int EXIF = 0x45786966; // "Exif", and two zeros after it
    private static final int EXIF_START = 6;
    private static final int WEBP_EXIF = 0x46495845; // "EXIF", the lowest byte first
    private static final int PNG_EXIF = 0x65584966; // "eXIf"

    /// Of a JPEG file; upright where it says nothing that can be understood.
    static Orientation ofJpeg(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file);
        int at = 2;
        while (at + 4 <= file.length) {
            if ((file[at] & 0xff) != 0xff) {
                at++; // something else between two segments
                continue;
            }
            int marker = file[at + 1] & 0xff;
            if (marker == 0xff) {
                at++; // markers may be padded
                continue;
            }
            if (marker == 0xDA || marker == 0xD9) {
                break; // the pixels begin
            }
            int end = Math.min(file.length, at + 2 + (data.getShort(at + 2) & 0xffff));
            if (marker == 0xE1 && end - at >= 4 + EXIF_START && data.getInt(at + 4) == EXIF) {
                return ofTiff(data.slice(at + 4 + EXIF_START, end - at - 4 - EXIF_START));
            }
            at = end;
        }
        return UPRIGHT;
    }

    /// Of a WebP file: its chunk `EXIF` holds EXIF data, with or without the name before it that JPEG has.
    static Orientation ofWebp(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        for (long at = 12; at + 8 <= file.length; ) {
            int start = (int) at;
            long length = Integer.toUnsignedLong(data.getInt(start + 4));
            if (data.getInt(start) == WEBP_EXIF) {
                int size = (int) Math.min(length, file.length - start - 8);
                boolean named = size > EXIF_START
                        && data.duplicate().order(ByteOrder.BIG_ENDIAN).getInt(start + 8) == EXIF;
                int skipped = named ? EXIF_START : 0;
                return ofTiff(data.slice(start + 8 + skipped, size - skipped));
            }
            at += 8 + length + (length & 1);
        }
        return UPRIGHT;
    }

    /// Of a PNG file: its chunk `eXIf`.
    static Orientation ofPng(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file);
        for (long at = 8; at + 12 <= file.length; ) {
            int start = (int) at;
            int length = data.getInt(start);
            if (length < 0 || length > file.length - start - 12) {
                break;
            }
            if (data.getInt(start + 4) == PNG_EXIF) {
                return ofTiff(data.slice(start + 8, length));
            }
            at += 12L + length;
        }
        return UPRIGHT;
    }

    /// As the first directory of a TIFF file, or of EXIF data, says.
    static Orientation ofTiff(ByteBuffer tiff) {
        try {
            if (tiff.getShort(0) != 0x4949 && tiff.getShort(0) != 0x4D4D) {
                return UPRIGHT;
            }
            long value = TiffDirectory.read(tiff).number(TiffDirectory.ORIENTATION, 1);
            return value >= 1 && value <= 8 ? new Orientation((int) value) : UPRIGHT;
        } catch (IndexOutOfBoundsException | BufferUnderflowException | ArithmeticException e) {
            return UPRIGHT;
        }
    }

    /// Whether width and height change places.
    boolean swapsSides() {
        return value >= 5;
    }

    /// The image the right way up, in memory of its own if it has to be turned.
    Mat apply(Mat stored) {
        return switch (value) {
            case 2 -> flipped(stored, 1);
            case 3 -> flipped(stored, -1);
            case 4 -> flipped(stored, 0);
            case 5 -> transposed(stored);
            case 6 -> flipped(transposed(stored), 1);
            case 7 -> flipped(transposed(stored), -1);
            case 8 -> flipped(transposed(stored), 0);
            default -> stored;
        };
    }

    private static Mat flipped(Mat image, int axis) {
        Mat result = new Mat();
        opencv_core.flip(image, result, axis);
        return result;
    }

    private static Mat transposed(Mat image) {
        Mat result = new Mat();
        opencv_core.transpose(image, result);
        return result;
    }
}
