package org.sparkbackprop.data.scan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.AddedInputs;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.PreparationSettings;

/** Fits a preparation to the training rows. */
public final class PreparationFit {

  /** What may become of the zeros of sparse rows. */
  public enum Zeros {
    /** They stay zeros, so that rows stay sparse. */
    STAY,
    /** They may become other numbers. */
    CHANGE
  }

  private final PreparationSettings settings;
  private final InputScan scan;
  private final List<InputColumn> columns;
  private final FeatureLayout layout;
  private final FeatureStatistics found;
  private final Zeros zeros;

  /** Of rows that a scan has found; it can be made once for a scan. */
  public PreparationFit(
      PreparationSettings settings, InputScan scan, List<InputColumn> columns, Zeros zeros) {
    this.settings = settings;
    this.scan = scan;
    this.columns = columns;
    layout = new FeatureLayout(columns);
    this.zeros = zeros;
    found =
        settings.needsMoments() || settings.needsQuantiles()
            ? scan.statistics().orElseThrow()
            : new FeatureStatistics(0, FeatureStatistics.Of.NOTHING);
  }

  /**
   * The preparation.
   *
   * @param divisor of numbers, unless they are standardised otherwise
   * @throws DataException if a feature has no value to take a mean of, or too wide a range
   */
  public Preparation preparation(Target target, double divisor) {
    return new Preparation(
            columns,
            List.of(),
            standardisation(divisor),
            missingValues(),
            settings.unknown(),
            added())
        .with(settings.categories().missing())
        .with(target);
  }

  private Standardisation standardisation(double divisor) {
    Standardisation.Method method = settings.method();
    if (method == Standardisation.Method.NONE) {
      return Standardisation.none();
    }
    if (method == Standardisation.Method.DIVIDE) {
      return Standardisation.divide(divisor, columns);
    }
    double[] shift = new double[layout.features()];
    double[] scale = new double[layout.features()];
    Arrays.fill(scale, 1);
    if (method == Standardisation.Method.ROBUST) {
      fitRobust(shift, scale);
      return Standardisation.robust(columns, shift, scale);
    }
    int number = 0;
    for (InputColumn column : columns) {
      int numbers = RowShape.isCategory(column) ? 0 : column.size();
      for (int i = 0; i < numbers; i++, number++) {
        if (column.isStandardised() && found.count(number) > 0) {
          boolean byRange = method == Standardisation.Method.MIN_MAX;
          double width = byRange ? found.max(number) - found.min(number) : found.deviation(number);
          int feature = layout.ofNumber(number);
          shift[feature] = byRange ? found.min(number) : found.mean(number);
          scale[feature] = usable(width, feature);
        }
      }
    }
    return Standardisation.byFeature(method, shift, scale);
  }

  private void fitRobust(double[] shift, double[] scale) {
    int number = 0;
    for (InputColumn column : columns) {
      int numbers = RowShape.isCategory(column) ? 0 : column.size();
      for (int i = 0; i < numbers; i++, number++) {
        if (column.isStandardised()) {
          fitRobust(number, layout.ofNumber(number), shift, scale);
        }
      }
    }
  }

  /** A feature with the same value in all rows, or none, has a scale of 0. */
  private void fitRobust(int number, int feature, double[] shift, double[] scale) {
    scale[feature] = 0;
    if (found.count(number) > 0 && zeros == Zeros.STAY) {
      scale[feature] = found.medianMagnitude(number);
    } else if (found.count(number) > 0) {
      QuantileSketch.Sorted sorted = found.sorted(number);
      double quartiles = sorted.distance(0.25, 0.75);
      double halfRange = found.max(number) / 2 - found.min(number) / 2;
      shift[feature] = sorted.quantile(0.5);
      scale[feature] = quartiles > 0 ? Math.min(quartiles, Double.MAX_VALUE) : halfRange;
    }
  }

  /** A feature with the same value in all rows becomes 0, whatever its scale. */
  private double usable(double width, int feature) {
    if (!Double.isFinite(width)) {
      throw new DataException(
          ("the range of the values of feature %s is too large for a number; correct the rows, or say"
                  + " preparation.standardisation = z-score")
              .formatted(names().get(feature)));
    }
    return width > 0 ? width : 1;
  }

  private MissingValues missingValues() {
    return switch (settings.missing()) {
      case REFUSE -> MissingValues.refused();
      case CONSTANT -> MissingValues.constant(settings.constant());
      case MEAN -> MissingValues.means(means());
      case MEDIAN -> MissingValues.medians(medians());
    };
  }

  private double[] means() {
    double[] means = new double[layout.features()];
    for (int number = 0; number < layout.numbers(); number++) {
      int feature = layout.ofNumber(number);
      if (found.count(number) == 0) {
        throw new DataException(
            "feature %s has no value in any row, and so no mean".formatted(names().get(feature)));
      }
      means[feature] = found.mean(number);
      usable(means[feature], feature);
    }
    putShares(means);
    return means;
  }

  /** 0 for a feature without any value, which is always replaced. */
  private double[] medians() {
    double[] medians = new double[layout.features()];
    for (int number = 0; number < layout.numbers(); number++) {
      medians[layout.ofNumber(number)] =
          found.count(number) == 0 ? 0 : found.sorted(number).quantile(0.5);
    }
    putShares(medians);
    return medians;
  }

  /** A missing category is replaced by the share of each. */
  private void putShares(double[] substitutes) {
    int category = 0;
    for (InputColumn column : columns) {
      if (RowShape.isCategory(column)) {
        Map<String, Long> counts = scan.categoryCounts(category);
        double all = counts.values().stream().mapToLong(Long::longValue).sum();
        int first = layout.ofCategories(category);
        long known = 0;
        for (int k = 0; k < column.categories().size(); k++) {
          long count = counts.getOrDefault(column.categories().get(k), 0L);
          substitutes[first + k] = all == 0 ? 0 : count / all;
          known += count;
        }
        int other = column.placeOf(InputColumn.Level.OTHER);
        if (other >= 0) {
          substitutes[first + other] = (all - known) / all;
        }
        category++;
      }
    }
  }

  private AddedInputs added() {
    return AddedInputs.of(
        settings.marksMissing() ? incomplete() : new int[0],
        settings.bins().isPresent() && zeros == Zeros.CHANGE
            ? edges(settings.bins().get())
            : new double[0][]);
  }

  /** The features of numbers that some training rows lack. */
  private int[] incomplete() {
    long[] missing = scan.missingCounts(columns);
    return IntStream.range(0, layout.numbers())
        .map(layout::ofNumber)
        .filter(feature -> missing[feature] > 0)
        .toArray();
  }

  /** Edges of bins with about as many values each. */
  private double[][] edges(PreparationSettings.Bins bins) {
    double[][] edges = new double[layout.features()][0];
    int number = 0;
    for (InputColumn column : columns) {
      int numbers = RowShape.isCategory(column) ? 0 : column.size();
      for (int i = 0; i < numbers; i++, number++) {
        if (column.isStandardised() && found.count(number) > 0) {
          edges[layout.ofNumber(number)] =
              edges(found.sorted(number), bins.of(found.count(number)));
        }
      }
    }
    return edges;
  }

  /** None if all values are the same. */
  private static double[] edges(QuantileSketch.Sorted sorted, int bins) {
    double[] edges = sorted.edges(bins);
    return edges.length > 1 ? edges : new double[0];
  }

  private List<String> names() {
    return columns.stream().flatMap(column -> column.featureNames().stream()).toList();
  }
}
