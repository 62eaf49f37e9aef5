package dev.graft.data.alike;

import java.util.ArrayList;
import java.util.List;

/// A part of an image, in shares of its width and height.
record Box(double left, double top, double right, double bottom) {
    static final Box WHOLE = new Box(0, 0, 1, 1);

    /// Of each side, in a part that is looked at first.
    private static final double SHARE = 0.95;

    private static final double[] OFFSETS = {0, (1 - SHARE) / 2, 1 - SHARE};

    /// An image without more than this is another image.
    private static final double LEAST = 0.85;

    /// The whole, and nine that lack a twentieth of each side.
    static List<Box> first() {
        List<Box> boxes = new ArrayList<>();
        boxes.add(WHOLE);
        for (double left : OFFSETS) {
            for (double top : OFFSETS) {
                boxes.add(new Box(left, top, left + SHARE, top + SHARE));
            }
        }
        return boxes;
    }

    /// Those with one edge a step further in or out that are still most of the image.
    List<Box> around(double step) {
        List<Box> boxes = new ArrayList<>();
        for (double by : new double[] {-step, step}) {
            boxes.add(new Box(left + by, top, right, bottom));
            boxes.add(new Box(left, top + by, right, bottom));
            boxes.add(new Box(left, top, right + by, bottom));
            boxes.add(new Box(left, top, right, bottom + by));
        }
        boxes.removeIf(box -> !box.isMostOfIt());
        return boxes;
    }

    private boolean isMostOfIt() {
        boolean inside = left >= 0 && top >= 0 && right <= 1 && bottom <= 1;
        return inside && right - left >= LEAST && bottom - top >= LEAST;
    }
}
