package org.sparkbackprop.training.loop;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.ActivationPattern;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.Parameters;
import org.sparkbackprop.network.loss.LabelSmoothing;
import org.sparkbackprop.optim.Evaluation;

/**
 * Compares the gradient of backpropagation with central differences, (J(w + h) − J(w − h)) / 2h.
 *
 * <p>Across the kink of an activation such as relu, or of a loss, the difference quotient is not
 * the derivative: samples for which a unit changes sides within a step are left out.
 */
public final class GradientCheck {

  /** Cube root of the machine precision: truncation and rounding errors are then about equal. */
  private static final double RELATIVE_STEP = Math.cbrt(Math.ulp(1.0));

  private static final long STREAM = 0x636865636bL; // "check"

  /**
   * The result.
   *
   * @param network that was checked
   * @param errors ‖numeric − analytic‖ / (‖numeric‖ + ‖analytic‖) of each tensor, over the checked
   *     parameters
   * @param samplesChecked number of samples that were used
   * @param samplesLeftOut number of samples that change sides within a step
   */
  public record Result(
      Network network, Map<String, Double> errors, int samplesChecked, int samplesLeftOut) {
    /** The largest error of all tensors. */
    public double worst() {
      return errors.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
  }

  private final Network network;
  private final LabelSmoothing labelSmoothing;
  private final int parametersPerTensor;
  private final long seed;

  /**
   * A check of a network.
   *
   * @param labelSmoothing of the targets
   * @param parametersPerTensor the most parameters of a tensor that are checked, drawn by the seed
   */
  public GradientCheck(
      Network network, LabelSmoothing labelSmoothing, int parametersPerTensor, long seed) {
    this.network = network;
    this.labelSmoothing = labelSmoothing;
    this.parametersPerTensor = parametersPerTensor;
    this.seed = seed;
  }

  /** Checks the gradient at these parameters over these samples. */
  public Result check(double[] parameters, Batch samples) {
    Map<String, int[]> chosen = new LinkedHashMap<>();
    Parameters.tensors(network).forEach(tensor -> chosen.put(tensor.name(), choose(tensor)));
    Batch smooth = withoutSidesChanging(samples, parameters, chosen.values());
    LocalObjective objective =
        new LocalObjective(
            List.of(new Backpropagation(network, Precision.DOUBLE, labelSmoothing)),
            List.of(List.of(smooth)));
    double[] analytic = objective.evaluate(parameters).gradient().clone();
    Map<String, Double> errors = new LinkedHashMap<>();
    chosen.forEach(
        (name, indices) ->
            errors.put(name, relativeError(objective, parameters, analytic, indices)));
    return new Result(network, errors, smooth.size(), samples.size() - smooth.size());
  }

  /** All parameters of a small tensor, randomly drawn ones of a large one, in their order. */
  private int[] choose(Parameters.Tensor tensor) {
    if (tensor.length() <= parametersPerTensor) {
      return IntStream.range(tensor.offset(), tensor.offset() + tensor.length()).toArray();
    }
    CounterRandom random = new CounterRandom(seed, STREAM + tensor.offset());
    TreeSet<Integer> drawn = new TreeSet<>();
    for (long i = 0; drawn.size() < parametersPerTensor; i++) {
      drawn.add(tensor.offset() + (int) (random.uniform(i) * tensor.length()));
    }
    return drawn.stream().mapToInt(Integer::intValue).toArray();
  }

  private static double relativeError(
      LocalObjective objective, double[] parameters, double[] analytic, int[] indices) {
    double difference = 0;
    double numericNorm = 0;
    double analyticNorm = 0;
    for (int index : indices) {
      double step = step(parameters[index]);
      Evaluation above = objective.evaluate(moved(parameters, index, step));
      Evaluation below = objective.evaluate(moved(parameters, index, -step));
      double numeric = (above.cost() - below.cost()) / (2 * step);
      difference += square(numeric - analytic[index]);
      numericNorm += square(numeric);
      analyticNorm += square(analytic[index]);
    }
    double norms = Math.sqrt(numericNorm) + Math.sqrt(analyticNorm);
    return norms == 0 ? 0 : Math.sqrt(difference) / norms;
  }

  private Batch withoutSidesChanging(Batch samples, double[] parameters, Iterable<int[]> indices) {
    boolean[] changes = new boolean[samples.size()];
    ActivationPattern pattern = new ActivationPattern(network, samples);
    if (pattern.isConstant()) {
      return samples;
    }
    int[][] here = pattern.at(parameters);
    for (int[] tensor : indices) {
      for (int index : tensor) {
        double step = step(parameters[index]);
        markChanges(here, pattern.at(moved(parameters, index, step)), changes);
        markChanges(here, pattern.at(moved(parameters, index, -step)), changes);
      }
    }
    return samples.select(
        IntStream.range(0, changes.length).filter(sample -> !changes[sample]).toArray());
  }

  private static void markChanges(int[][] here, int[][] there, boolean[] changes) {
    for (int sample = 0; sample < changes.length; sample++) {
      changes[sample] |= !Arrays.equals(here[sample], there[sample]);
    }
  }

  private static double step(double parameter) {
    return RELATIVE_STEP * Math.max(1, Math.abs(parameter));
  }

  private static double[] moved(double[] parameters, int index, double by) {
    double[] moved = parameters.clone();
    moved[index] += by;
    return moved;
  }

  private static double square(double x) {
    return x * x;
  }
}
