package org.sparkbackprop.metrics.importance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.model.ColumnInputs;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.loss.Score;

/**
 * The permutation importance of columns: how much the mean cost of rows rises when the values of a
 * column are shuffled among them, so that the column tells nothing and is distributed as before (L.
 * Breiman, Random Forests, Machine Learning 45, 2001). All inputs of a column are shuffled
 * together. Of columns that tell the same, each looks less important than both are.
 *
 * <p>The same rows in the same order give the same bits, as shuffles are functions of the place of
 * a column and the number of a shuffle alone.
 */
public final class PermutationImportance {

  /** Rows beyond this number hardly change the order of columns. */
  private static final int MAX_ROWS = 2000;

  /** Fewer rows than this, of a larger sample, say little. */
  private static final int MIN_ROWS = 100;

  private static final int MAX_COLUMNS = 200;

  /** Inputs of all rows together: 32 MB. */
  private static final long MAX_NUMBERS = 1 << 22;

  /** Multiplications and additions of a second or less. */
  public static final long FEW_OPERATIONS = 4_000_000_000L;

  /** Multiplications and additions of a few seconds. */
  public static final long MANY_OPERATIONS = 10_000_000_000L;

  private static final int SHUFFLES = 3;

  /** Distinguishes these random numbers from those of training. */
  private static final long SEED = 0x1339057a9ce5L;

  private final List<int[]> inputsOfColumns;
  private final DoubleMatrix inputs;
  private final Batch rows;
  private final ForwardPass forward;

  private PermutationImportance(
      Network network, double[] parameters, List<int[]> inputsOfColumns, Batch sample) {
    this.inputsOfColumns = inputsOfColumns;
    this.inputs = copied(sample);
    this.rows = new Batch(inputs, sample.targets(), sample.weights());
    this.forward = ForwardPass.of(network, Precision.DOUBLE, parameters);
  }

  /** How many rows of such a network are worth sampling, at least 1. */
  public static int maxRows(Network network) {
    return (int) Math.max(1, Math.min(MAX_ROWS, MAX_NUMBERS / network.inputs()));
  }

  /**
   * The importance of all columns. The work is bounded: fewer rows are used, evenly spaced, where
   * there are more columns or a larger network.
   *
   * @param parameters flat, of the network; not modified
   * @param preparation of the rows
   * @param sample prepared rows with their targets, at least one
   * @param operations multiplications and additions of all forward passes, at most
   */
  public static Importance of(
      Network network,
      double[] parameters,
      Preparation preparation,
      Batch sample,
      long operations) {
    int columns = preparation.columns().size();
    if (columns == 1) {
      return Importance.notMeasured("the rows have a single column, which has all importance");
    }
    if (columns > MAX_COLUMNS) {
      return Importance.notMeasured(
          Message.of("the rows have %,d columns, more than %,d", columns, MAX_COLUMNS));
    }
    long ofRow = (1L + (long) columns * SHUFFLES) * 2 * network.exactParameterCount();
    long most = Math.min(maxRows(network), operations / ofRow);
    if (most < Math.min(MIN_ROWS, sample.size())) {
      return Importance.notMeasured(
          Message.of(
              "%,d columns and a network of %,d parameters would take too long",
              columns, network.exactParameterCount()));
    }
    Batch rows = thinned(sample, most);
    List<ColumnImportance> measured =
        new PermutationImportance(network, parameters, ColumnInputs.of(preparation), rows)
            .measure(preparation);
    return new Importance(measured, rows.size(), "");
  }

  private static Batch thinned(Batch sample, long most) {
    int step = (int) ((sample.size() + most - 1) / most);
    return step <= 1
        ? sample
        : sample.select(IntStream.range(0, sample.size()).filter(i -> i % step == 0).toArray());
  }

  private static DoubleMatrix copied(Batch sample) {
    DoubleMatrix copy = DoubleMatrix.zeros(sample.size(), sample.inputs().columns());
    for (int j = 0; j < copy.columns(); j++) {
      int first = copy.place(0, j);
      for (int i = 0; i < copy.rows(); i++) {
        copy.numbers()[first + i] = sample.inputs().element(i, j);
      }
    }
    return copy;
  }

  private List<ColumnImportance> measure(Preparation preparation) {
    double before = meanCost();
    List<ColumnImportance> measured = new ArrayList<>();
    for (int column = 0; column < inputsOfColumns.size(); column++) {
      measured.add(importance(preparation.columns().get(column).name(), column, before));
    }
    measured.sort(
        Comparator.comparingDouble(
            one -> Double.isNaN(one.meanCostRise()) ? Double.MAX_VALUE : -one.meanCostRise()));
    return measured;
  }

  private ColumnImportance importance(String name, int column, double before) {
    double[] rises = new double[SHUFFLES];
    double sum = 0;
    for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      rises[shuffle] = rise(column, shuffle, before);
      sum += rises[shuffle];
    }
    double mean = sum / SHUFFLES;
    double squares = 0;
    for (double rise : rises) {
      squares += (rise - mean) * (rise - mean);
    }
    return Double.isFinite(mean)
        ? new ColumnImportance(name, mean, Math.sqrt(squares / SHUFFLES))
        : new ColumnImportance(name, Double.NaN, Double.NaN);
  }

  /** The rise of the mean cost by one shuffle of a column, which is then undone. */
  private double rise(int column, int shuffle, double before) {
    int[] places = permutation(inputs.rows(), (long) column * SHUFFLES + shuffle);
    int[] own = inputsOfColumns.get(column);
    double[][] kept = new double[own.length][inputs.rows()];
    double[] numbers = inputs.numbers();
    for (int k = 0; k < own.length; k++) {
      int first = inputs.place(0, own[k]);
      System.arraycopy(numbers, first, kept[k], 0, kept[k].length);
      for (int i = 0; i < places.length; i++) {
        numbers[first + i] = kept[k][places[i]];
      }
    }
    double after = meanCost();
    for (int k = 0; k < own.length; k++) {
      System.arraycopy(kept[k], 0, numbers, inputs.place(0, own[k]), kept[k].length);
    }
    return after - before;
  }

  private double meanCost() {
    Score score = forward.score(List.of(rows).iterator());
    return score.cost() / score.weight();
  }

  /** A random order of 0 … n − 1 (R. A. Fisher and F. Yates; R. Durstenfeld, CACM 7, 1964). */
  private static int[] permutation(int n, long stream) {
    CounterRandom random = new CounterRandom(SEED, stream);
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = (int) (random.uniform(i) * (i + 1));
      int other = order[j];
      order[j] = order[i];
      order[i] = other;
    }
    return order;
  }
}
