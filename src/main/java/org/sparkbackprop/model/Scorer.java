package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.ForwardPass;

/**
 * Scores rows repeatedly, with the bits of {@link Model#predictions}. It has buffers, and reads the
 * model's parameters. Not thread-safe: each thread needs its own, which costs little.
 */
public final class Scorer {

  /** Rows whose activations are in memory at the same time. */
  private static final int ROWS_AT_A_TIME = 1024;

  private final Preparation preparation;
  private final Target target;
  private final int size;
  private final ForwardPass forward;
  private final MatrixBuffer inputs = new MatrixBuffer(Precision.DOUBLE);
  private final double[] inputsOfRow;
  private final double[] ofOneRow;

  private Scorer(Model model) {
    this.preparation = model.preparation();
    this.target = preparation.target();
    this.size = model.predictionNames().size();
    this.forward = ForwardPass.sharing(model.network(), model.parameters());
    this.inputsOfRow = new double[preparation.inputs()];
    this.ofOneRow = new double[size];
  }

  /** A scorer of a model, whose parameters must no longer change. */
  public static Scorer of(Model model) {
    return new Scorer(model);
  }

  /**
   * What the model predicts for one row, in the order of {@link Model#predictionNames}: the
   * probability of each class or label, or numbers in their units.
   *
   * @param row its features as they come, not yet prepared, NaN where one is missing; not modified
   * @throws IllegalArgumentException if the row has another number of features than the model, or
   *     one is infinite, or missing where the model refuses that
   */
  public double[] predictions(double[] row) {
    double[] predictions = new double[size];
    predictions(row, predictions);
    return predictions;
  }

  /**
   * The same, written to an array; nothing is allocated.
   *
   * @param into receives the predictions
   * @throws IllegalArgumentException as of {@link #predictions(double[])}, or if the length of the
   *     array is not the number of predictions
   */
  public void predictions(double[] row, double[] into) {
    if (into.length != size) {
      throw new IllegalArgumentException(
          "%s predictions do not fit into an array of %s".formatted(size, into.length));
    }
    DoubleMatrix x = (DoubleMatrix) inputs.matrix(1, preparation.inputs());
    prepare(row, x, 0);
    DoubleMatrix y = forward.predictions(x);
    System.arraycopy(y.array(), y.offset(), into, 0, size);
    target.restore(into);
  }

  /**
   * The same for many rows, which costs less than one by one.
   *
   * @param rows the features of each as they come, not yet prepared; not modified
   * @throws IllegalArgumentException as of {@link #predictions(double[])}
   */
  public List<double[]> predictions(List<double[]> rows) {
    List<double[]> predictions = new ArrayList<>(rows.size());
    for (int from = 0; from < rows.size(); from += ROWS_AT_A_TIME) {
      addPredictions(rows.subList(from, Math.min(rows.size(), from + ROWS_AT_A_TIME)), predictions);
    }
    return predictions;
  }

  /**
   * The probability of each class or label for one row.
   *
   * @param row as for {@link #predictions(double[])}
   * @throws IllegalArgumentException as of that method
   * @throws IllegalStateException if the model predicts numbers
   */
  public double[] probabilities(double[] row) {
    requireProbabilities();
    return predictions(row);
  }

  /**
   * The same, written to an array; nothing is allocated.
   *
   * @param into receives the probabilities
   * @throws IllegalArgumentException as of {@link #predictions(double[], double[])}
   * @throws IllegalStateException if the model predicts numbers
   */
  public void probabilities(double[] row, double[] into) {
    requireProbabilities();
    predictions(row, into);
  }

  /**
   * The probability of each class or label for many rows, which costs less than one by one.
   *
   * @param rows as for {@link #predictions(List)}
   * @throws IllegalArgumentException as of {@link #predictions(double[])}
   * @throws IllegalStateException if the model predicts numbers
   */
  public List<double[]> probabilities(List<double[]> rows) {
    requireProbabilities();
    return predictions(rows);
  }

  private void requireProbabilities() {
    if (target.isNumber()) {
      throw new IllegalStateException(
          "the model predicts %s, which have no probabilities; call predictions"
              .formatted(target.names()));
    }
  }

  private void addPredictions(List<double[]> rows, List<double[]> predictions) {
    DoubleMatrix x = (DoubleMatrix) inputs.matrix(rows.size(), preparation.inputs());
    int at = 0;
    for (double[] row : rows) {
      prepare(row, x, at++);
    }
    DoubleMatrix y = forward.predictions(x);
    for (int i = 0; i < y.rows(); i++) {
      double[] ofRow = y.row(i);
      target.restore(ofRow);
      predictions.add(ofRow);
    }
  }

  /**
   * The index of the class that is chosen for a row: the most probable one, among equals the first,
   * unless the model has a threshold.
   *
   * @throws IllegalArgumentException as of {@link #predictions(double[])}
   * @throws IllegalStateException if the model does not predict classes
   */
  public int best(double[] row) {
    if (!target.isClass()) {
      throw new IllegalStateException(
          "the model predicts %s, not one class".formatted(target.names()));
    }
    predictions(row, ofOneRow);
    return target.decision().choose(ofOneRow);
  }

  /**
   * The name of the class that is chosen for a row.
   *
   * @throws IllegalArgumentException as of {@link #predictions(double[])}
   * @throws IllegalStateException if the model does not predict classes
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
