package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.Objects;
import org.sparkbackprop.network.activation.Activation;

/**
 * Z = f(XW + b), X: (samples × inputs), W: (inputs × outputs), b: (outputs), Z: (samples ×
 * outputs).
 *
 * @param inputs number of inputs, at least 1
 * @param outputs number of units, at least 1
 * @param activation f
 */
public record Layer(int inputs, int outputs, Activation activation) implements Serializable {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a size is not positive
   */
  public Layer {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "a layer needs at least one input and one output, not %s and %s"
              .formatted(inputs, outputs));
    }
    Objects.requireNonNull(activation);
  }

  /** Number of numbers in W and b. */
  int parameterCount() {
    return Math.addExact(Math.multiplyExact(inputs, outputs), outputs);
  }
}
