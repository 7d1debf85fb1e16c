package org.sparkbackprop.training.minibatch;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.optim.GradientClipping;
import org.sparkbackprop.optim.OptimizerState;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.training.localsgd.Moments;
import org.sparkbackprop.training.loop.CostFunction;

/**
 * The parameters and the optimiser's moments in the course of the steps, in the precision of the
 * gradients. Threads can update ranges of them at the same time.
 */
final class StepUpdate {

  private final MiniBatchSgdSettings settings;
  private final Matrix parameters;
  private final Matrix gradient;
  private final double maxNorm;
  private final double[] squares;
  private Moments moments;

  /** Copies of the latest state that were given away, from which training may continue. */
  private double[] givenParameters;

  private OptimizerState givenOptimizer;

  /**
   * Steps over these parameters.
   *
   * @param parameters modified by the steps
   */
  StepUpdate(MiniBatchSgdSettings settings, Parameters parameters) {
    this.settings = settings;
    this.parameters = parameters.flat();
    this.gradient = this.parameters.precision().zeros(1, this.parameters.columns());
    this.maxNorm = settings.rule().maxGradientNorm();
    this.squares = new double[(length() + GradientClipping.CHUNK - 1) / GradientClipping.CHUNK];
  }

  /** Continues from there; that is at once if it is where the latest step led. */
  @SuppressWarnings("ReferenceEquality") // whether it is the very same is what matters
  void begin(double[] values, OptimizerState optimizer) {
    if (optimizer == givenOptimizer && values == givenParameters) {
      return;
    }
    parameters.set(DoubleMatrix.columnMajor(values, 0, 1, values.length));
    moments = Moments.of(settings.rule(), optimizer, parameters.precision());
  }

  int length() {
    return parameters.columns();
  }

  /** Number of steps taken since training began. */
  double taken() {
    return moments.steps();
  }

  /** Counts steps, after they were taken. */
  void count(long steps) {
    moments.count(steps);
    givenOptimizer = null;
  }

  /** A copy of the parameters. */
  double[] parameters() {
    DoubleMatrix copy = DoubleMatrix.zeros(1, parameters.columns());
    copy.set(parameters);
    givenParameters = copy.array();
    return givenParameters;
  }

  /** A copy of the optimiser's state. */
  OptimizerState optimizer() {
    givenOptimizer = moments.state().copy();
    return givenOptimizer;
  }

  /** The gradient's array, to which sums are written before {@link #step}. */
  Matrix gradient() {
    return gradient;
  }

  /** The factor by which the sum over a mini-batch becomes the gradient of what is minimised. */
  double factor(long batch) {
    return settings.training().cost().factorOfBatch((int) batch);
  }

  /**
   * Adds the gradient of the regularisation in a range of the parameters.
   *
   * @param batch number of samples of the mini-batch
   */
  void addRegularization(long batch, int from, int until) {
    CostFunction cost = settings.training().cost();
    double share = cost.shareOfBatch((int) batch);
    cost.regularization().addGradient(parameters, gradient, share, from, until);
  }

  /**
   * Whether a step needs the gradient's length, and so {@link #measure} of all ranges before it.
   */
  boolean measures() {
    return Double.isFinite(maxNorm);
  }

  /**
   * Adds up the squares of the gradient in a range.
   *
   * @param from a multiple of {@link GradientClipping#CHUNK}
   */
  void measure(int from, int until) {
    for (int begin = from; begin < until; begin += GradientClipping.CHUNK) {
      squares[begin / GradientClipping.CHUNK] =
          gradient instanceof FloatMatrix g
              ? GradientClipping.squaresOfChunk(g.array(), begin)
              : GradientClipping.squaresOfChunk(((DoubleMatrix) gradient).array(), begin);
    }
  }

  /** The part of a step in a range of the parameters. */
  void step(UpdateKernel kernel, int from, int until) {
    if (measures()) {
      double sum = 0;
      for (double ofChunk : squares) {
        sum += ofChunk;
      }
      double factor = GradientClipping.factor(sum, maxNorm);
      if (gradient instanceof FloatMatrix g) {
        GradientClipping.scale(g.array(), factor, from, until);
      } else {
        GradientClipping.scale(((DoubleMatrix) gradient).array(), factor, from, until);
      }
    }
    moments.update(kernel, parameters, gradient, from, until);
  }
}
