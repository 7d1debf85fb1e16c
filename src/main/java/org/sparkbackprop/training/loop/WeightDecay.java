package org.sparkbackprop.training.loop;

import java.util.List;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.optim.UpdateKernel;
import org.sparkbackprop.optim.UpdateRule;

/**
 * An update rule with decoupled weight decay (Loshchilov and Hutter, ICLR 2019): in each step, W ←
 * W − η λ W beside what the rule's formula does. Unlike the gradient of an L2 regularisation, the
 * decay does not pass through the rule's moments.
 *
 * @param rule of the steps
 * @param lambda λ, a positive number
 * @param weights the places of the weights in the flat parameters, in their order; biases stay
 */
record WeightDecay(UpdateRule rule, double lambda, List<Parameters.Tensor> weights)
    implements UpdateRule {

  @Override
  public List<String> moments() {
    return rule.moments();
  }

  @Override
  public boolean stepsAreLongAsTheGradient() {
    return rule.stepsAreLongAsTheGradient();
  }

  @Override
  public double maxGradientNorm() {
    return rule.maxGradientNorm();
  }

  /** The decay that is given is that of all parameters, and comes on top. */
  @Override
  public UpdateKernel kernel(double step, double learningRate, double decay) {
    return new Kernel(
        rule.kernel(step, learningRate, decay + learningRate * lambda),
        rule.kernel(step, learningRate, decay),
        weights);
  }

  /** One formula for the weights, and one for what lies between them. */
  private record Kernel(
      UpdateKernel ofWeights, UpdateKernel ofOthers, List<Parameters.Tensor> weights)
      implements UpdateKernel {

    @Override
    public void update(
        double[] parameters, double[] gradient, double[][] moments, int from, int until) {
      forEachPart(
          from,
          until,
          (formula, begin, end) -> formula.update(parameters, gradient, moments, begin, end));
    }

    @Override
    public void update(
        float[] parameters, float[] gradient, float[][] moments, int from, int until) {
      forEachPart(
          from,
          until,
          (formula, begin, end) -> formula.update(parameters, gradient, moments, begin, end));
    }

    /** A step in a range that is all weights, or has none. */
    private interface Part {
      void update(UpdateKernel formula, int begin, int end);
    }

    private void forEachPart(int from, int until, Part part) {
      int at = from;
      for (Parameters.Tensor w : weights) {
        int begin = within(at, w.offset(), until);
        int end = within(begin, w.offset() + w.length(), until);
        part.update(ofOthers, at, begin);
        part.update(ofWeights, begin, end);
        at = end;
      }
      part.update(ofOthers, at, until);
    }

    private static int within(int least, int place, int most) {
      return Math.max(least, Math.min(place, most));
    }
  }
}
