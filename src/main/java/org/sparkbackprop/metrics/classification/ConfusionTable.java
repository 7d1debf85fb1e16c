package org.sparkbackprop.metrics.classification;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.metrics.sums.Weighting;

/** The rows of each label that are predicted as each class, and the metrics that follow from it. */
public final class ConfusionTable {

  private final double[][] cells;
  private final boolean[] occurs;
  private final Weighting weighting;
  private final double[] support;
  private final double[] predicted;
  private final double total;

  /**
   * A table.
   *
   * @param cells number or weight of the rows of class i (row) predicted as class j (column)
   * @param occurs for each class whether a row, of any weight, has it as its label or prediction
   * @param weighting how rows count in the cells
   */
  ConfusionTable(double[][] cells, boolean[] occurs, Weighting weighting) {
    this.cells = cells;
    this.occurs = occurs;
    this.weighting = weighting;
    support = new double[cells.length];
    predicted = new double[cells.length];
    double sum = 0;
    for (int label = 0; label < cells.length; label++) {
      for (int k = 0; k < cells.length; k++) {
        support[label] += cells[label][k];
        predicted[k] += cells[label][k];
      }
      sum += support[label];
    }
    total = sum;
  }

  /** A table of rows that count once each. */
  public static ConfusionTable ofCounts(long[][] counts) {
    double[][] cells = new double[counts.length][counts.length];
    boolean[] occurs = new boolean[counts.length];
    for (int label = 0; label < counts.length; label++) {
      for (int k = 0; k < counts.length; k++) {
        cells[label][k] = counts[label][k];
        occurs[label] |= counts[label][k] > 0;
        occurs[k] |= counts[label][k] > 0;
      }
    }
    return new ConfusionTable(cells, occurs, Weighting.UNWEIGHTED);
  }

  /** Number of classes. */
  public int classes() {
    return cells.length;
  }

  /** How rows count in this table. */
  public Weighting weighting() {
    return weighting;
  }

  /** Number or weight of the rows of a label that are predicted as a class. */
  public double cell(int label, int predictedClass) {
    return cells[label][predictedClass];
  }

  /** Number or weight of all rows. */
  public double total() {
    return total;
  }

  /** Number or weight of the rows of a label. */
  public double support(int label) {
    return support[label];
  }

  /** Number or weight of the rows that are predicted as a class. */
  public double predicted(int label) {
    return predicted[label];
  }

  /** Whether a row, of any weight, has the class as its label or prediction. */
  public boolean occurs(int label) {
    return occurs[label];
  }

  /** Share of the rows that are predicted correctly. */
  public MetricValue accuracy() {
    return MetricValue.ratio(correct(), total, weighting.nothing());
  }

  private double correct() {
    return IntStream.range(0, cells.length).mapToDouble(k -> cells[k][k]).sum();
  }

  /** Precision, recall and F1 of a class. */
  public PrecisionRecallF1 scores(int label) {
    return PrecisionRecallF1.of(cells[label][label], predicted[label], support[label], weighting);
  }

  /**
   * The mean over the classes that occur, as labels or predictions; each counts once, and what is
   * undefined counts as 0.
   */
  public PrecisionRecallF1 macroAverage() {
    return average(k -> occurs[k] ? 1 : 0);
  }

  /** The mean over the classes, each by its support; what is undefined counts as 0. */
  public PrecisionRecallF1 weightedAverage() {
    return average(k -> support[k]);
  }

  private PrecisionRecallF1 average(IntToDoubleFunction weight) {
    return total == 0
        ? PrecisionRecallF1.undefined(weighting.nothing())
        : PrecisionRecallF1.mean(cells.length, this::scores, weight, weighting.nothing());
  }

  /** The mean recall of the classes that labels have. */
  public MetricValue balancedAccuracy() {
    double sum = 0;
    int labels = 0;
    for (int k = 0; k < cells.length; k++) {
      if (support[k] > 0) {
        sum += cells[k][k] / support[k];
        labels++;
      }
    }
    return MetricValue.ratio(sum, labels, weighting.nothing());
  }

  /**
   * Matthews's correlation of labels and predictions, for any number of classes (J. Gorodkin,
   * Computational Biology and Chemistry 28, 2004). Where all rows have one label or one prediction
   * it is undefined; scikit-learn has 0 there.
   */
  public MetricValue matthewsCorrelation() {
    if (total == 0) {
      return MetricValue.undefined(weighting.nothing());
    }
    double spreadOfLabels = spread(support);
    double spreadOfPredictions = spread(predicted);
    if (spreadOfLabels == 0) {
      return MetricValue.undefined("only one class occurs among the labels");
    }
    if (spreadOfPredictions == 0) {
      return MetricValue.undefined("all rows are predicted as one class");
    }
    double covariance = 0;
    for (int k = 0; k < cells.length; k++) {
      covariance += cells[k][k] * total - support[k] * predicted[k];
    }
    return MetricValue.of(
        covariance / (Math.sqrt(spreadOfLabels) * Math.sqrt(spreadOfPredictions)));
  }

  /** total² − Σ x², without subtracting large numbers of about the same size. */
  private static double spread(double[] parts) {
    double spread = 0;
    double before = 0;
    for (double part : parts) {
      spread += 2 * before * part;
      before += part;
    }
    return spread;
  }

  /**
   * Hits and errors of the positive class.
   *
   * @throws IllegalStateException if there are not two classes
   */
  public BinaryCounts binaryCounts(int positive) {
    if (cells.length != 2) {
      throw new IllegalStateException(cells.length + " classes have no positive class");
    }
    int negative = 1 - positive;
    return new BinaryCounts(
        cells[positive][positive],
        cells[negative][positive],
        cells[positive][negative],
        cells[negative][negative]);
  }

  /** The pairs of a label and another class as which most rows are predicted, most rows first. */
  public List<ConfusedPair> mostConfused(int limit) {
    List<ConfusedPair> pairs = new ArrayList<>();
    for (int label = 0; label < cells.length; label++) {
      for (int k = 0; k < cells.length; k++) {
        if (k != label && cells[label][k] > 0) {
          pairs.add(new ConfusedPair(label, k, cells[label][k], cells[label][k] / support[label]));
        }
      }
    }
    pairs.sort(Comparator.comparingDouble(ConfusedPair::amount).reversed());
    return List.copyOf(pairs.subList(0, Math.min(limit, pairs.size())));
  }

  /**
   * The classes that labels have with the lowest F1, the lowest first; of equal ones that with more
   * support.
   */
  public List<Integer> worstClasses(int limit) {
    return IntStream.range(0, cells.length)
        .filter(k -> support[k] > 0)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(k -> scores(k).f1().number())
                .thenComparingDouble(k -> -support[k]))
        .limit(limit)
        .toList();
  }
}
