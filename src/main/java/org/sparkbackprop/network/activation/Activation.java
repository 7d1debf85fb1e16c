package org.sparkbackprop.network.activation;

import java.io.Serializable;
import org.sparkbackprop.linalg.math.BinaryKernel;
import org.sparkbackprop.linalg.math.Kernel;

/**
 * The function f of a layer, Z = f(XW + b).
 *
 * <p>As a {@link Kernel} it is f itself, applied in place. As a {@link BinaryKernel} it is the
 * backward step: each target element is multiplied by f′, where f′ is computed from the operand z =
 * f(a), not from a.
 */
public interface Activation extends Kernel, BinaryKernel, Serializable {

  /** The name in configurations and models. */
  String activationName();

  /** Whether f passes only about half of the variance, as it is 0 for half of all a. */
  default boolean halvesVariance() {
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

  /** Whether z = f(a) is so close to a bound of f that f′ is below a twentieth of its maximum. */
  boolean isSaturated(double z);

  /** Whether f′ is 0 or nearly 0 at z = f(a), so that no error passes. */
  default boolean isFlat(double z) {
    return isSaturated(z);
  }
}
