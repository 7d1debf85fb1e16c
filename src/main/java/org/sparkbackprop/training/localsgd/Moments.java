package org.sparkbackprop.training.localsgd;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.optim.UpdateRule;

/** An optimiser's state in the precision of mini-batch steps. */
public final class Moments {

  private final OptimizerState state;
  private final double[] steps;
  private final double[][] doubles;
  private final float[][] floats;

  private Moments(OptimizerState state, double[][] doubles, float[][] floats) {
    this.state = state;
    this.steps = state.vectors().get(UpdateRule.STEPS);
    this.doubles = doubles;
    this.floats = floats;
  }

  /** A copy of the state. */
  public static Moments of(UpdateRule rule, OptimizerState from, Precision precision) {
    OptimizerState state = from.copy();
    double[][] doubles = state.vectors(rule.moments());
    float[][] floats = new float[doubles.length][];
    for (int i = 0; precision == Precision.FLOAT && i < floats.length; i++) {
      FloatMatrix narrow = FloatMatrix.zeros(1, doubles[i].length);
      narrow.set(DoubleMatrix.columnMajor(doubles[i], 0, 1, doubles[i].length));
      floats[i] = narrow.array();
    }
    return new Moments(state, doubles, floats);
  }

  /** Takes a step: modifies the parameters and these moments, all of the same precision. */
  public void update(UpdateKernel kernel, Matrix parameters, Matrix gradient) {
    update(kernel, parameters, gradient, 0, parameters.columns());
  }

  /** The part of a step in a range of the parameters; ranges do not depend on each other. */
  public void update(UpdateKernel kernel, Matrix parameters, Matrix gradient, int from, int until) {
    if (parameters instanceof FloatMatrix w && gradient instanceof FloatMatrix g) {
      kernel.update(w.array(), g.array(), floats, from, until);
    } else {
      kernel.update(
          ((DoubleMatrix) parameters).array(),
          ((DoubleMatrix) gradient).array(),
          doubles,
          from,
          until);
    }
  }

  /** The formula of the next step. */
  public UpdateKernel nextStep(UpdateRule optimizer, double rate) {
    steps[0]++;
    return optimizer.kernel(steps[0], rate);
  }

  /** Number of steps so far; not always whole, as workers' states are averaged. */
  public double steps() {
    return steps[0];
  }

  /** Counts steps whose formulas did not come from {@link #nextStep}. */
  public void count(long taken) {
    steps[0] += taken;
  }

  /** The state after the steps so far */
  public OptimizerState state() {
    for (int i = 0; i < floats.length; i++) {
      if (floats[i] != null) {
        DoubleMatrix.columnMajor(doubles[i], 0, 1, doubles[i].length)
            .set(FloatMatrix.columnMajor(floats[i], 0, 1, floats[i].length));
      }
    }
    return state;
  }
}
