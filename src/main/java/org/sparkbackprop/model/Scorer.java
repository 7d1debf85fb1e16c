package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.ForwardPass;

/**
 * Scores rows repeatedly, with the bits of {@link Model#probabilities}. It has buffers, and reads
 * the model's parameters. Not thread-safe: each thread needs its own, which costs little.
 */
public final class Scorer {

  /** Rows whose activations are in memory at the same time. */
  private static final int ROWS_AT_A_TIME = 1024;

  private final Preparation preparation;
  private final int classes;
  private final ForwardPass forward;
  private final MatrixBuffer inputs = new MatrixBuffer(Precision.DOUBLE);
  private final double[] inputsOfRow;
  private final double[] ofOneRow;

  private Scorer(Model model) {
    this.preparation = model.preparation();
    this.classes = preparation.classes();
    this.forward = ForwardPass.sharing(model.network(), model.parameters());
    this.inputsOfRow = new double[preparation.inputs()];
    this.ofOneRow = new double[classes];
  }

  /** A scorer of a model, whose parameters must no longer change. */
  public static Scorer of(Model model) {
    return new Scorer(model);
  }

  /**
   * The probability of each class for one row.
   *
   * @param row its features as they come, not yet prepared, NaN where one is missing; not modified
   * @throws IllegalArgumentException if the row has another number of features than the model, or
   *     one is infinite, or missing where the model refuses that
   */
  public double[] probabilities(double[] row) {
    double[] probabilities = new double[classes];
    probabilities(row, probabilities);
    return probabilities;
  }

  /**
   * The same, written to an array; nothing is allocated.
   *
   * @param target receives the probability of each class
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}, or if the length of
   *     the array is not the number of classes
   */
  public void probabilities(double[] row, double[] target) {
    if (target.length != classes) {
      throw new IllegalArgumentException(
          "%s probabilities do not fit into an array of %s".formatted(classes, target.length));
    }
    DoubleMatrix x = (DoubleMatrix) inputs.matrix(1, preparation.inputs());
    prepare(row, x, 0);
    DoubleMatrix y = forward.predictions(x);
    System.arraycopy(y.array(), y.offset(), target, 0, classes);
  }

  /**
   * The probability of each class for many rows, which costs less than one by one.
   *
   * @param rows the features of each as they come, not yet prepared; not modified
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public List<double[]> probabilities(List<double[]> rows) {
    List<double[]> probabilities = new ArrayList<>(rows.size());
    for (int from = 0; from < rows.size(); from += ROWS_AT_A_TIME) {
      addProbabilities(
          rows.subList(from, Math.min(rows.size(), from + ROWS_AT_A_TIME)), probabilities);
    }
    return probabilities;
  }

  private void addProbabilities(List<double[]> rows, List<double[]> probabilities) {
    DoubleMatrix x = (DoubleMatrix) inputs.matrix(rows.size(), preparation.inputs());
    int at = 0;
    for (double[] row : rows) {
      prepare(row, x, at++);
    }
    DoubleMatrix y = forward.predictions(x);
    for (int i = 0; i < y.rows(); i++) {
      probabilities.add(y.row(i));
    }
  }

  /**
   * The index of the most probable class of a row; among equals, the first.
   *
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public int best(double[] row) {
    probabilities(row, ofOneRow);
    return Model.mostProbable(ofOneRow);
  }

  /**
   * The name of the most probable class of a row.
   *
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public String bestClass(double[] row) {
    return preparation.classNames().get(best(row));
  }

  /** Writes a prepared row to a row of the block. */
  private void prepare(double[] row, DoubleMatrix x, int at) {
    if (row.length != preparation.features()) {
      throw new IllegalArgumentException(
          "the row has %s features; the model takes %s"
              .formatted(row.length, preparation.features()));
    }
    preparation.encode(row, inputsOfRow);
    for (int j = 0; j < row.length; j++) {
      if (!Double.isFinite(inputsOfRow[j])) {
        throw new IllegalArgumentException(
            "feature %s is %s, which the model does not take"
                .formatted(preparation.featureNames().get(j), row[j]));
      }
    }
    double[] block = x.array();
    int distance = x.rows();
    int place = x.offset() + at;
    for (int j = 0; j < inputsOfRow.length; j++, place += distance) {
      block[place] = inputsOfRow[j];
    }
  }
}
