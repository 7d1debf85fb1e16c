package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Network;

/**
 * A trained network with the preparation of its rows.
 *
 * @param preparation of a row
 * @param network the shape
 * @param parameters the flat weights and biases; shared, not copied
 * @param provenance what else model.json says: configuration, data, metrics, versions
 */
public record Model(
    Preparation preparation, Network network, double[] parameters, Map<String, Object> provenance) {

  /** A layer's activations of so many rows are in memory at once. */
  private static final int ROWS_AT_A_TIME = 1024;

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if the preparation's features or classes are not the network's
   */
  public Model {
    if (preparation.features() != network.inputs() || preparation.classes() != network.classes()) {
      throw new IllegalArgumentException(
          "%d features and %d classes do not fit network %s"
              .formatted(preparation.features(), preparation.classes(), network));
    }
  }

  /** The network's sizes and its hidden activations, as in 784-30-10 (sigmoid). */
  public String summary() {
    String activations =
        network.layers().stream()
            .limit(network.depth() - 1L)
            .map(layer -> layer.activation().activationName())
            .distinct()
            .collect(Collectors.joining(", "));
    return activations.isEmpty() ? network.toString() : network + " (" + activations + ")";
  }

  /**
   * The probability of each class for one row.
   *
   * @param row its features as they come, not yet prepared, NaN where one is missing; not modified
   * @throws IllegalArgumentException if the row has another number of features than the model, or
   *     one is infinite, or missing where the model refuses that
   */
  public double[] probabilities(double[] row) {
    return probabilities(List.of(row)).get(0);
  }

  /**
   * The probability of each class for many rows, which costs less than one by one.
   *
   * @param rows the features of each as they come, not yet prepared; not modified
   * @throws IllegalArgumentException as of {@link #probabilities(double[])}
   */
  public List<double[]> probabilities(List<double[]> rows) {
    ForwardPass forward = ForwardPass.of(network, Precision.DOUBLE, parameters);
    List<double[]> probabilities = new ArrayList<>(rows.size());
    for (int from = 0; from < rows.size(); from += ROWS_AT_A_TIME) {
      int until = Math.min(rows.size(), from + ROWS_AT_A_TIME);
      probabilities.addAll(probabilities(forward, rows.subList(from, until)));
    }
    return probabilities;
  }

  private List<double[]> probabilities(ForwardPass forward, List<double[]> rows) {
    DoubleMatrix x = DoubleMatrix.zeros(rows.size(), network.inputs());
    for (int i = 0; i < rows.size(); i++) {
      double[] row = rows.get(i);
      if (row.length != network.inputs()) {
        throw new IllegalArgumentException(
            "the row has %d features while the model takes %d"
                .formatted(row.length, network.inputs()));
      }
      for (int j = 0; j < row.length; j++) {
        double prepared = preparation.prepare(j, row[j]);
        if (!Double.isFinite(prepared)) {
          throw new IllegalArgumentException(
              "feature %s is %s, which the model does not take"
                  .formatted(preparation.featureNames().get(j), row[j]));
        }
        x.array()[j * rows.size() + i] = prepared;
      }
    }
    DoubleMatrix y = forward.probabilities(x);
    return IntStream.range(0, rows.size()).mapToObj(y::row).toList();
  }
}
