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

  /** The name by which configurations and models call this activation. */
  String activationName();

  /** Whether f lets about half of the variance through, as it is 0 for half of all a. */
  default boolean halvesVariance() {
    return false;
  }

  /** Whether f has a derivative everywhere. */
  default boolean isSmooth() {
    return true;
  }

  /**
   * The side of its kink on which z = f(a) lies, as a number: equal for two values of z between
   * which f has a derivative everywhere.
   */
  default int side(double z) {
    return 0;
  }

  /** Whether z = f(a) is so near a bound of f that f′ is less than a twentieth of its largest. */
  boolean isSaturated(double z);

  /** Whether f′ is 0, or nearly so, at z = f(a): no error passes there. */
  default boolean isFlat(double z) {
    return isSaturated(z);
  }
}
