package dev.graft.app;

import dev.graft.data.Kind;
import dev.graft.data.Task;
import dev.graft.task.Prediction;
import dev.graft.text.Printable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Prints answers as they come: a line each, a table, or an object of JSON a line. Of an image the path comes first;
/// of a text, which may be long, the answer.
///
/// @param shown classes of each
record PredictionPrinter(Output output, Kind kind, Task task, List<String> labels, int shown) {
    Consumer<Prediction> lines() {
        return prediction -> {
            List<String> cells = cells(prediction, 4, true);
            output.result("%s", String.join("\t", kind == Kind.TEXT ? onOneLine(cells) : cells));
        };
    }

    Consumer<Prediction> json() {
        return prediction -> output.jsonLine(json(prediction));
    }

    /// Prints the header at once.
    Consumer<Prediction> csv() {
        output.row(around(kind == Kind.IMAGE ? "path" : "text", header()));
        return prediction -> output.row(cells(prediction, 6, false));
    }

    private List<String> header() {
        if (task == Task.REGRESSION) {
            return labels;
        }
        List<String> columns = new ArrayList<>();
        for (int k = 1; k <= shown; k++) {
            String suffix = shown == 1 ? "" : "_" + k;
            columns.add("label" + suffix);
            columns.add("probability" + suffix);
        }
        return columns;
    }

    /// @param digits of probabilities; numbers have six that count, however large they are
    /// @param named  whether each number stands behind its name, as a probability behind its class
    private List<String> cells(Prediction prediction, int digits, boolean named) {
        List<String> cells = new ArrayList<>();
        for (Prediction.Class found : prediction.classes()) {
            cells.add(found.label());
            cells.add(String.format(Locale.ROOT, "%." + digits + "f", found.probability()));
        }
        prediction.values().forEach((name, value) -> {
            if (named) {
                cells.add(name);
            }
            cells.add(number(value));
        });
        return around(prediction.source(), cells);
    }

    private List<String> around(String source, List<String> answer) {
        List<String> cells = new ArrayList<>(answer);
        cells.add(kind == Kind.IMAGE ? 0 : cells.size(), source);
        return cells;
    }

    /// With six digits that count.
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return String.valueOf(value);
        }
        BigDecimal number = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        boolean plain = Math.abs(value) >= 1e-5 && Math.abs(value) < 1e7 || value == 0;
        return plain ? number.toPlainString() : number.toString();
    }

    private static List<String> onOneLine(List<String> cells) {
        return cells.stream()
                .map(cell -> Printable.line(cell.replaceAll("\\s+", " ")))
                .toList();
    }

    private Map<String, Object> json(Prediction prediction) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(kind == Kind.IMAGE ? "source" : "text", prediction.source());
        if (prediction.values().isEmpty()) {
            line.put("classes", prediction.classes());
        } else {
            line.put("values", prediction.values());
        }
        if (prediction.said() != null) {
            line.put("decision", prediction.said());
        }
        if (prediction.cut()) {
            line.put("cut", true);
        }
        return line;
    }
}
