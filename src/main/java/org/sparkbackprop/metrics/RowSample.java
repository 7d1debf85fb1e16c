package org.sparkbackprop.metrics;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.loss.Targets;

/**
 * Rows at even distances with what is predicted for them. Each partition takes its own, from a row
 * on that depends on its number alone; the samples of parts are merged in their order.
 */
public final class RowSample implements Serializable {

  private static final long serialVersionUID = 1;

  /** Enough for intervals; more rows are represented by these. */
  public static final int MAX_ROWS = 20_000;

  /** A distance at which no rows are taken. */
  public static final long NONE = 0;

  private static final long SEED = 1;

  private final long step;
  private final List<Block> blocks = new ArrayList<>();

  /** How many rows come before the next one that is taken. */
  private long skipped;

  /**
   * A sample of no rows.
   *
   * @param step the distance of rows, at least 1, or {@link #NONE}
   * @param partition its number
   */
  public RowSample(long step, int partition) {
    this.step = step;
    skipped =
        step == NONE
            ? Long.MAX_VALUE
            : Long.remainderUnsigned(new CounterRandom(SEED, step).bits(partition), step);
  }

  /** Rows of a batch: predictions row by row, and targets. */
  private record Block(double[] predictions, Targets targets) implements Serializable {}

  /**
   * The distance at which rows are taken of so many, so that there are about {@value #MAX_ROWS} at
   * most, and fewer if they are long.
   *
   * @param maxNumbers the greatest number of predictions in all
   * @param predictions number of predictions of a row
   */
  static long step(long rows, long maxNumbers, int predictions) {
    long max = Math.max(1, Math.min(MAX_ROWS, maxNumbers / predictions));
    return Math.max(1, (rows + max - 1) / max);
  }

  /**
   * Adds the rows of a batch that it takes.
   *
   * @param predictions (rows × predictions); not modified
   */
  public void add(DoubleMatrix predictions, Targets targets) {
    if (skipped >= targets.size()) {
      skipped -= targets.size();
      return;
    }
    int first = (int) skipped;
    int taken = (int) ((targets.size() - first - 1) / step) + 1;
    int columns = predictions.columns();
    double[] numbers = new double[taken * columns];
    Targets chosen = targets.targetsLike(taken);
    for (int at = 0; at < taken; at++) {
      int row = (int) (first + at * step);
      targets.copy(row, chosen, at);
      for (int k = 0; k < columns; k++) {
        numbers[at * columns + k] = predictions.element(row, k);
      }
    }
    blocks.add(new Block(numbers, chosen));
    skipped = first + taken * step - targets.size();
  }

  /**
   * Adds the rows of the other sample; it is not modified.
   *
   * @return this sample
   */
  public RowSample merge(RowSample other) {
    blocks.addAll(other.blocks);
    return this;
  }

  /** Number of rows. */
  public int rows() {
    return blocks.stream().mapToInt(block -> block.targets.size()).sum();
  }

  /** The predictions, (rows × predictions), stored column by column; at least one row. */
  DoubleMatrix predictions() {
    int rows = rows();
    int columns = blocks.get(0).predictions.length / blocks.get(0).targets.size();
    double[] stored = new double[rows * columns];
    int row = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.targets.size(); i++) {
        for (int k = 0; k < columns; k++) {
          stored[k * rows + row] = block.predictions[i * columns + k];
        }
        row++;
      }
    }
    return DoubleMatrix.columnMajor(stored, 0, rows, columns);
  }

  /** The targets of the rows; at least one. */
  Targets targets() {
    Targets all = blocks.get(0).targets.targetsLike(rows());
    int row = 0;
    for (Block block : blocks) {
      for (int i = 0; i < block.targets.size(); i++) {
        block.targets.copy(i, all, row++);
      }
    }
    return all;
  }
}
