package dev.graft.app;

import dev.graft.train.LearningRateCurve;
import dev.graft.train.LearningRateCurve.Point;
import dev.graft.tune.Numbers;
import dev.graft.weights.AtomicFile;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Draws the loss over the learning rate.
final class RateChart {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 560;
    private static final Color FAINT = new Color(0xB8, 0xC4, 0xD0);
    private static final Color STRONG = new Color(0x1F, 0x4E, 0x79);

    private RateChart() {}

    static void write(LearningRateCurve curve, Path file) {
        if (curve.points().isEmpty()) {
            throw new IllegalArgumentException(
                    "the loss was not a number at the first step; lower --from, or check the data and the weights");
        }
        System.setProperty("java.awt.headless", "true");
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            BitmapEncoder.saveBitmap(chart(curve), png, BitmapEncoder.BitmapFormat.PNG);
            AtomicFile.write(file, png.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LinkageError | InternalError e) {
            throw new IllegalStateException(
                    "the chart cannot be drawn: Java finds no fonts on this machine (on Debian: apt install fontconfig"
                            + " fonts-dejavu-core); --json has the numbers",
                    e);
        }
    }

    private static XYChart chart(LearningRateCurve curve) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .theme(ChartTheme.XChart)
                .title("Loss while the learning rate rises")
                .xAxisTitle("learning rate")
                .yAxisTitle("loss")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setXAxisLogarithmicDecadeOnly(true)
                .setPlotBorderVisible(false)
                .setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisMax(top(curve.points()));
        List<Double> rates = curve.points().stream().map(Point::learningRate).toList();
        line(
                chart,
                "each batch",
                rates,
                curve.points().stream().map(Point::loss).toList(),
                FAINT,
                1);
        line(
                chart,
                "smoothed",
                rates,
                curve.points().stream().map(Point::smoothed).toList(),
                STRONG,
                3);
        mark(chart, curve, "valley", curve.valley(), new Color(0xC0, 0x39, 0x2B));
        mark(chart, curve, "steepest", curve.steepest(), new Color(0xE6, 0x8A, 0x00));
        return chart;
    }

    /// The explosion at the end would make everything else flat.
    private static double top(List<Point> points) {
        double first = points.getFirst().smoothed();
        double highest = points.stream().mapToDouble(Point::smoothed).max().orElse(first);
        return Math.min(highest, 2 * first) * 1.05;
    }

    private static void line(
            XYChart chart, String name, List<Double> rates, List<Double> losses, Color color, float width) {
        XYSeries series = chart.addSeries(name, rates, losses);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineStyle(new BasicStroke(width));
    }

    private static void mark(XYChart chart, LearningRateCurve curve, String name, Optional<Double> rate, Color color) {
        rate.ifPresent(at -> {
            double loss = curve.points().stream()
                    .filter(point -> point.learningRate() == at)
                    .mapToDouble(Point::smoothed)
                    .findFirst()
                    .orElseThrow();
            String label = name + " " + Numbers.text(Double.parseDouble(String.format(Locale.ROOT, "%.1e", at)));
            XYSeries series = chart.addSeries(label, List.of(at), List.of(loss));
            series.setMarker(SeriesMarkers.CIRCLE);
            series.setMarkerColor(color);
            series.setLineColor(color);
        });
    }
}
