package org.sparkbackprop.optim;

import java.util.ArrayList;
import java.util.List;

/**
 * An update rule that keeps an exponential moving average of the parameters beside them (Polyak and
 * Juditsky, SIAM Journal on Control and Optimization 30, 1992). With w after step t:
 *
 * <pre>
 *   w̄ ← w̄ + (1 − β) / (1 − βᵗ) (w − w̄)
 * </pre>
 *
 * <p>So the weights of all w add up to 1 after every step, as those of Adam's unbiased moments do.
 * The steps go on from w; w̄ is what is validated, and what training gives in the end.
 *
 * @param rule of the steps
 * @param beta β, the share of the average that a step keeps, above 0 and below 1
 */
public record AveragedRule(UpdateRule rule, double beta) implements UpdateRule {

  /** In the state: w̄; meaningless before the first step. */
  private static final String AVERAGE = "average";

  /**
   * Checks the share.
   *
   * @throws IllegalArgumentException if it is not above 0 and below 1
   */
  public AveragedRule {
    if (!(beta > 0 && beta < 1)) {
      throw new IllegalArgumentException("the average keeps " + beta + ", not 0 < β < 1");
    }
  }

  /** The average that a state has, shared; else the parameters themselves. */
  public static double[] averageOr(double[] parameters, OptimizerState state) {
    double[] average = state.vectors().get(AVERAGE);
    return average == null || state.vectors().get(STEPS)[0] == 0 ? parameters : average;
  }

  @Override
  public List<String> moments() {
    List<String> names = new ArrayList<>(rule.moments());
    names.add(AVERAGE);
    return List.copyOf(names);
  }

  @Override
  public UpdateKernel kernel(double step, double learningRate, double decay) {
    double share = (1 - beta) / (1 - StrictMath.pow(beta, step));
    return new Kernel(rule.kernel(step, learningRate, decay), share);
  }

  @Override
  public double maxGradientNorm() {
    return rule.maxGradientNorm();
  }

  @Override
  public boolean stepsAreLongAsTheGradient() {
    return rule.stepsAreLongAsTheGradient();
  }

  /** The formula of the rule, whose moments come first, and then the average. */
  private record Kernel(UpdateKernel formula, double share) implements UpdateKernel {

    @Override
    public void update(
        double[] parameters, double[] gradient, double[][] moments, int from, int until) {
      formula.update(parameters, gradient, moments, from, until);
      double[] average = moments[moments.length - 1];
      for (int i = from; i < until; i++) {
        average[i] += share * (parameters[i] - average[i]);
      }
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float[][] moments, int from, int until) {
      formula.update(parameters, gradient, moments, from, until);
      float[] average = moments[moments.length - 1];
      float part = (float) share;
      for (int i = from; i < until; i++) {
        average[i] += part * (parameters[i] - average[i]);
      }
    }
  }
}
