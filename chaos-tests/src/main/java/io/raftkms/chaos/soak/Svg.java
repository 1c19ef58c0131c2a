package io.raftkms.chaos.soak;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A drawing as text, in pixels from the upper left corner. */
final class Svg {
    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;

    /** A point of a line. */
    record Point(double x, double y) {}

    Svg(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** A filled rectangle; whoever points at it is told its title, if it has one. */
    void box(double x, double y, double boxWidth, double boxHeight, String fill, String title) {
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">%s</rect>%n",
                x,
                y,
                boxWidth,
                boxHeight,
                fill,
                title.isEmpty() ? "" : "<title>" + escaped(title) + "</title>"));
    }

    void line(Point from, Point to, String stroke) {
        lines(List.of(from, to), stroke);
    }

    /** From point to point. */
    void lines(List<Point> points, String stroke) {
        String path = points.stream()
                .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point.x(), point.y()))
                .collect(Collectors.joining(" "));
        body.append(String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1\"/>%n",
                path,
                stroke));
    }

    /**
     * A line of text.
     *
     * @param anchor start, middle or end: which of them is at x
     */
    void text(double x, double y, String anchor, String text) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** The file. */
    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                                + "font-family=\"sans-serif\" font-size=\"11\">%n",
                        width,
                        height,
                        width,
                        height)
                + "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n" + body + "</svg>\n";
    }
}
