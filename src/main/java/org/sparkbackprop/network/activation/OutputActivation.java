package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.math.Kernel;

/**
 * An activation whose derivative follows from its output: the operand of the backward step is z =
 * f(a). As a {@link Kernel} it is f itself, applied in place.
 */
public interface OutputActivation extends Activation, Kernel {

  @Override
  default Matrix forward(Matrix a, Matrix bias, MatrixBuffer room) {
    a.addRowAndApply(bias, this);
    return a;
  }
}
