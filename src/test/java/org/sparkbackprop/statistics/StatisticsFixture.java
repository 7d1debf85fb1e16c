package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.ColumnSettings;

/** Statistics of rows of a test, counted row by row. */
public final class StatisticsFixture {

  private StatisticsFixture() {}

  /**
   * Rows of numbers x1, x2, … and a column "color".
   *
   * @param numbers of each row; NaN is missing
   */
  public record Rows(double[][] numbers, String[] colors, String[] labels) {}

  /** How many values there are in each bin. */
  static List<Long> count(double[] values, List<Double> edges) {
    Long[] counts = new Long[edges.size() + 1];
    Arrays.fill(counts, 0L);
    for (double value : values) {
      counts[(int) edges.stream().filter(edge -> value > edge).count()]++;
    }
    return List.of(counts);
  }

  /** How often each name comes, in their order. */
  static Map<String, Long> count(String[] names) {
    Map<String, Long> counts = new TreeMap<>();
    Arrays.stream(names).forEach(name -> counts.merge(name, 1L, Long::sum));
    return counts;
  }

  /** The statistics of rows. */
  public static TrainingStatistics of(Rows rows) {
    List<ColumnStatistics> columns = new ArrayList<>();
    for (int j = 0; j < rows.numbers()[0].length; j++) {
      String name = "x" + (j + 1);
      double[] sorted = values(rows, j);
      Arrays.sort(sorted);
      List<Double> edges = Deciles.edges(sorted, 1);
      int absent = rows.numbers().length - sorted.length;
      List<Histogram> histograms =
          List.of(new Histogram(name, edges, count(sorted, edges), absent));
      double missing = missing(rows, j);
      columns.add(
          new ColumnStatistics(name, InputColumn.Kind.NUMBER, 1, missing, histograms, Map.of(), 0));
    }
    columns.add(
        new ColumnStatistics(
            "color", InputColumn.Kind.CATEGORY, 1, 0, List.of(), count(rows.colors()), 0));
    return new TrainingStatistics(rows.labels().length, count(rows.labels()), List.of(), columns);
  }

  /** The same, with counts in the bins of earlier ones. */
  public static TrainingStatistics.Counted of(Rows rows, TrainingStatistics earlier) {
    Map<String, Histogram> inBinsOfEarlier = new LinkedHashMap<>();
    for (int j = 0; j < rows.numbers()[0].length; j++) {
      for (Histogram before : earlier.columns().get(j).histograms()) {
        inBinsOfEarlier.put(
            before.feature(),
            new Histogram(
                before.feature(),
                before.edges(),
                count(values(rows, j), before.edges()),
                rows.numbers().length - values(rows, j).length));
      }
    }
    return new TrainingStatistics.Counted(
        of(rows), inBinsOfEarlier, Map.of(), List.of(), List.of());
  }

  private static double[] values(Rows rows, int at) {
    return Arrays.stream(rows.numbers())
        .mapToDouble(row -> row[at])
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  private static double missing(Rows rows, int at) {
    return Arrays.stream(rows.numbers()).mapToDouble(row -> Double.isNaN(row[at]) ? 1 : 0).sum()
        / rows.numbers().length;
  }

  /** The settings of a table whose columns "color" are categories and "wet" truth values. */
  public static ColumnSettings columns() {
    return new ColumnSettings(
        "label",
        Optional.empty(),
        List.of(),
        List.of(),
        List.of("wet"),
        Map.of("color", List.of()),
        100,
        Map.of(),
        Set.of("", "NA"),
        List.of());
  }
}
