package org.sparkbackprop.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An optimiser whose step is a formula of the parameters, the gradient and moments of earlier
 * gradients, number by number. It serves full batches and mini-batches.
 */
public interface UpdateRule extends Optimizer {

  /** In the state: the number of steps taken, alone in its vector. */
  String STEPS = "steps";

  /** The names of its state's vectors, each as long as the parameters; 0 initially. */
  List<String> moments();

  /**
   * The formula of one step.
   *
   * @param step the number of the step, from 1; not always whole, as workers' states are averaged
   * @param learningRate η, a positive number
   * @param decay the share of itself that a parameter loses, beside what the formula adds to it: w
   *     ← w − decay w; 0 for none
   */
  UpdateKernel kernel(double step, double learningRate, double decay);

  /** The formula of one step without decay. */
  default UpdateKernel kernel(double step, double learningRate) {
    return kernel(step, learningRate, 0);
  }

  /**
   * The Euclidean norm to which {@link GradientClipping} scales a longer gradient down before the
   * formula; infinite if it never does.
   */
  default double maxGradientNorm() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  default OptimizerState initialState(int parameterCount) {
    Map<String, double[]> vectors = new LinkedHashMap<>();
    vectors.put(STEPS, new double[1]);
    moments().forEach(name -> vectors.put(name, new double[parameterCount]));
    return new OptimizerState(vectors);
  }

  @Override
  default Step step(
      Objective objective,
      double[] parameters,
      Evaluation at,
      double learningRate,
      OptimizerState state) {
    double[] steps = state.vectors().get(STEPS);
    steps[0]++;
    double[] gradient = at.gradient();
    if (Double.isFinite(maxGradientNorm())) {
      gradient = gradient.clone();
      GradientClipping.clip(gradient, maxGradientNorm());
    }
    kernel(steps[0], learningRate)
        .update(parameters, gradient, state.vectors(moments()), 0, parameters.length);
    return Step.TAKEN;
  }
}
