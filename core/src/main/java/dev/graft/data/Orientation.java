package dev.graft.data;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/// How the pixels of a JPEG file have to be turned, as its EXIF data say (CIPA DC-008, tag 0x0112).
///
/// @param value 1, the picture as it is, to 8
record Orientation(int value) {
    static final Orientation UPRIGHT = new Orientation(1);

    private static final int TAG = 0x0112;
    private static final int EXIF = 0x45786966; // "Exif", and two zeros after it
    private static final int EXIF_START = 6;
    private static final int ENTRY_BYTES = 12;

    /// Of a JPEG file; upright where it says nothing that can be understood.
    static Orientation ofJpeg(byte[] file) {
        ByteBuffer data = ByteBuffer.wrap(file);
        int at = 2;
        while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
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

    /// As the first directory of a TIFF file, or of EXIF data, says.
    static Orientation ofTiff(ByteBuffer tiff) {
        try {
            switch (tiff.getShort(0)) {
                case 0x4949 -> tiff.order(ByteOrder.LITTLE_ENDIAN);
                case 0x4D4D -> tiff.order(ByteOrder.BIG_ENDIAN);
                default -> {
                    return UPRIGHT;
                }
            }
            int directory = tiff.getInt(4);
            int entries = tiff.getShort(directory) & 0xffff;
            for (int i = 0; i < entries; i++) {
                int entry = directory + 2 + i * ENTRY_BYTES;
                if ((tiff.getShort(entry) & 0xffff) == TAG) {
                    int value = tiff.getShort(entry + 8);
                    return value >= 1 && value <= 8 ? new Orientation(value) : UPRIGHT;
                }
            }
            return UPRIGHT;
        } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
            return UPRIGHT;
        }
    }

    /// Whether width and height change places.
    boolean swapsSides() {
        return value >= 5;
    }

    /// The picture the right way up, in memory of its own if it has to be turned.
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

    private static Mat flipped(Mat picture, int axis) {
        Mat result = new Mat();
        opencv_core.flip(picture, result, axis);
        return result;
    }

    private static Mat transposed(Mat picture) {
        Mat result = new Mat();
        opencv_core.transpose(picture, result);
        return result;
    }
}
