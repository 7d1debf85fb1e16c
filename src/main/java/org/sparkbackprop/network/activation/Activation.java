package org.sparkbackprop.network.activation;

import java.io.Serializable;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.math.BinaryKernel;

/**
 * The function f of a layer, Z = f(XW + b), element by element.
 *
 * <p>As a {@link BinaryKernel} it is the backward step: each target element is multiplied by f′.
 * The operand is what the step forward returned: z = f(a) if the derivative follows from it ({@link
 * OutputActivation}), else f′(a) ({@link InputActivation}).
 */
public interface Activation extends BinaryKernel, Serializable {

  /** The name in configurations and models. */
  String activationName();

  /**
   * A ← f(A + b).
   *
   * @param bias b, (1 × columns); not modified
   * @param room for what the backward step needs beside Z
   * @return the operand of the backward step: A itself, or f′ in the room
   */
  Matrix forward(Matrix a, Matrix bias, MatrixBuffer room);

  /** Whether f passes only about half of the variance, as it is nearly 0 for half of all a. */
  default boolean halvesVariance() {
    return false;
  }

  /** Whether f keeps mean 0 and variance 1, for weights of variance 1 / inputs. */
  default boolean keepsVariance() {
    return false;
  }

  /** Whether f has a derivative everywhere. */
  default boolean isSmooth() {
    return true;
  }

  /**
   * The side of the kink on which z = f(a) lies: equal for two values of z if f has a derivative
   * everywhere between them.
   */
  default int side(double z) {
    return 0;
  }

  /**
   * Whether f(a) is so close to a bound of f that f′ is below a twentieth of its maximum; false
   * where that is normal for many a.
   *
   * @param operand of the backward step at a
   */
  boolean isSaturated(double operand);

  /**
   * Whether f′ is 0 or nearly 0 at a, so that no error passes.
   *
   * @param operand of the backward step at a
   */
  default boolean isFlat(double operand) {
    return isSaturated(operand);
  }
}
