package dev.graft.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// What a careful person would mention of numbers that are to be learned. The loss is a mean of squares, and the
/// answers of a model begin near 0 and move by small steps: numbers that are not of the size of 1 are learned badly, or
/// not at all.
///
/// @param name   of the column
/// @param values of the training part
record NumberNotes(String name, List<Double> values) {
    private static final double MOST = 100;
    private static final double LEAST = 0.01;

    /// Beyond this a square is none that 32 bits can hold.
    private static final double ROOT_OF_FLOAT = Math.sqrt(Float.MAX_VALUE);

    /// The notes of all columns, none where all is well.
    static List<String> of(Dataset<?> learned) {
        if (learned.task() != Task.REGRESSION || learned.size() < 2) {
            return List.of();
        }
        List<NumberNotes> columns = IntStream.range(0, learned.labels().size())
                .mapToObj(column -> new NumberNotes(learned.labels().get(column), values(learned, column)))
                .toList();
        List<String> notes = new ArrayList<>();
        columns.stream().filter(NumberNotes::isConstant).forEach(column -> notes.add(column.constant()));
        List<String> far = columns.stream()
                .filter(column -> !column.isConstant() && column.isFar())
                .map(NumberNotes::far)
                .toList();
        if (!far.isEmpty()) {
            notes.add("numbers are learned well where they are about 0 and spread by about 1: " + Wording.shown(far));
        }
        return notes;
    }

    private static List<Double> values(Dataset<?> learned, int column) {
        List<Double> values = new ArrayList<>();
        learned.examples().forEach(example -> {
            if (example.target() instanceof Target.Values(List<Double> numbers)) {
                values.add(numbers.get(column));
            }
        });
        return values;
    }

    private boolean isConstant() {
        return values.stream().allMatch(values.getFirst()::equals);
    }

    private String constant() {
        return name + " is " + values.getFirst() + " in all " + Wording.count(values.size(), "example")
                + " to train on, so there is nothing to learn in it: check the column, or leave it out of --label";
    }

    private boolean isFar() {
        return deviation() > MOST || deviation() < LEAST || Math.abs(mean()) > MOST;
    }

    private String far() {
        double deviation = deviation();
        double largest = Math.abs(mean()) + deviation;
        String effect = largest > ROOT_OF_FLOAT
                ? "so the loss, a mean of squares, is infinite"
                : largest > MOST
                        ? "so the answers, which begin near 0, hardly get there in a training"
                        : "so the loss, a mean of squares, hardly notices it";
        return String.format(
                Locale.ROOT,
                "%s has mean %.3g and standard deviation %.3g, %s: learn %s in its place",
                name,
                mean(),
                deviation,
                effect,
                nearOne());
    }

    /// A formula with round numbers.
    private String nearOne() {
        BigDecimal unit = BigDecimal.ONE.scaleByPowerOfTen((int) Math.round(Math.log10(deviation())));
        BigDecimal middle = new BigDecimal(mean()).divideToIntegralValue(unit).multiply(unit);
        String shifted = middle.signum() == 0
                ? name
                : "(" + name + (middle.signum() > 0 ? " - " : " + ") + written(middle.abs()) + ")";
        return shifted + " / " + written(unit);
    }

    private static String written(BigDecimal number) {
        BigDecimal plain = number.round(new MathContext(6)).stripTrailingZeros();
        return Math.abs(plain.precision() - plain.scale()) > 9
                ? plain.toString().replace("E+", "e").replace("E", "e")
                : plain.toPlainString();
    }

    private double mean() {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private double deviation() {
        double mean = mean();
        return Math.sqrt(values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0));
    }
}
