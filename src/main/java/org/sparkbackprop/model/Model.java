package org.sparkbackprop.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sparkbackprop.network.Network;

/**
 * A trained network with the preparation of its rows.
 *
 * @param preparation of a row
 * @param network the shape
 * @param parameters all weights and biases, flat; shared, not copied
 * @param provenance the other fields of model.json: configuration, data, metrics, versions
 */
public record Model(
    Preparation preparation, Network network, double[] parameters, Map<String, Object> provenance) {

  /** The field of the provenance with all keys of the configuration. */
  public static final String CONFIGURATION = "configuration";

  /**
   * The field with the choices that the data decided, each with its {@code key}, {@code value} and
   * {@code reason}; absent if there are none.
   */
  public static final String CHOICES = "automatic_choices";

  /**
   * Checks that the parts fit together.
   *
   * @throws IllegalArgumentException if the preparation has other inputs or targets than the
   *     network, or the network's loss is for targets of another kind
   */
  public Model {
    Target target = preparation.target();
    if (!target.fits(network.loss().name().targets())) {
      throw new IllegalArgumentException(
          "the loss %s does not fit %s %s"
              .formatted(network.loss(), target.size(), target.kind().noun()));
    }
    if (preparation.inputs() != network.inputs()
        || network.loss().outputs(target.size()) != network.outputs()) {
      throw new IllegalArgumentException(
          "%s inputs and %s %s do not fit network %s"
              .formatted(preparation.inputs(), target.size(), target.kind().noun(), network));
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
   * The probability of each class for one row. For many rows one after the other, keep a {@link
   * Scorer}.
   *
   * @param row as for {@link Scorer#probabilities(double[])}
   * @throws IllegalArgumentException as of that method
   */
  public double[] probabilities(double[] row) {
    return Scorer.of(this).probabilities(row);
  }

  /**
   * The probability of each class for many rows, which costs less than one by one.
   *
   * @param rows as for {@link Scorer#probabilities(double[])}
   * @throws IllegalArgumentException as of that method
   */
  public List<double[]> probabilities(List<double[]> rows) {
    return Scorer.of(this).probabilities(rows);
  }

  /**
   * What the model predicts for one row: the probability of each class or label, or numbers in
   * their units, in the order of {@link #predictionNames}. For many rows one after the other, keep
   * a {@link Scorer}.
   *
   * @param row as for {@link Scorer#predictions(double[])}
   * @throws IllegalArgumentException as of that method
   */
  public double[] predictions(double[] row) {
    return Scorer.of(this).predictions(row);
  }

  /** The name of the function that turns scores into predictions, such as softmax. */
  public String outputActivation() {
    return TargetDescription.outputActivation(network.loss());
  }

  /** Names of what the model predicts for a row. */
  public List<String> predictionNames() {
    return preparation.target().predictionNames(network.loss());
  }

  /** The configuration of this model's training; empty if model.json does not have it. */
  public Map<?, ?> configuration() {
    return provenance().get(CONFIGURATION) instanceof Map<?, ?> sections ? sections : Map.of();
  }

  /** A section of that configuration, if it is there. */
  public Optional<Map<?, ?>> configured(String section) {
    return configuration().get(section) instanceof Map<?, ?> values
        ? Optional.of(values)
        : Optional.empty();
  }

  /** The index of the largest probability; among equals, the first. */
  public static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }
}
