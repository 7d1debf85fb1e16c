package org.sparkbackprop.network.activation;

import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.math.DerivativeKernel;

/**
 * An activation whose derivative is computed with it from its input a, as most of the work serves
 * both: the operand of the backward step is f′(a). As a {@link DerivativeKernel} it is f and f′.
 */
public interface InputActivation extends Activation, DerivativeKernel {

  @Override
  default Matrix forward(Matrix a, Matrix bias, MatrixBuffer room) {
    Matrix derivative = room.matrix(a.rows(), a.columns());
    a.addRowAndApply(bias, this, derivative);
    return derivative;
  }

  @Override
  default void apply(double[] target, double[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      target[i] *= operand[i];
    }
  }

  @Override
  default void apply(float[] target, float[] operand, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      target[i] *= operand[i];
    }
  }
}
