package org.sparkbackprop.network;

import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.activation.Activation;
import org.sparkbackprop.network.loss.Loss;

/**
 * The side of its kink on which every hidden unit lies, and the loss of every output, for every
 * sample.
 */
public final class ActivationPattern {

  private final Network network;
  private final Batch samples;

  /**
   * The pattern of a network over some samples.
   *
   * @param samples not modified
   */
  public ActivationPattern(Network network, Batch samples) {
    this.network = network;
    this.samples = samples;
  }

  /** Whether the pattern never changes, as nothing has a kink. */
  public boolean isConstant() {
    return !network.loss().name().hasSides()
        && network.layers().stream().allMatch(layer -> layer.activation().isSmooth());
  }

  /**
   * The sides with these parameters: for each sample and member, those of all units from the inputs
   * on.
   *
   * @param parameters flat, as in {@link Parameters}; not modified
   */
  public int[][] at(double[] parameters) {
    ForwardPass forward = ForwardPass.of(network, Precision.DOUBLE, parameters);
    Loss loss = network.loss().create();
    forward.begin(samples.inputs());
    int units = network.layers().stream().mapToInt(Layer::outputs).sum();
    int[][] sides = new int[samples.size()][network.members() * units];
    for (int member = 0; member < network.members(); member++) {
      Matrix[] z = forward.activations(member);
      write(z, sides, member * units);
      int outputs = (member + 1) * units - network.outputs();
      loss.sides((DoubleMatrix) z[network.depth()], samples.targets(), sides, outputs);
    }
    return sides;
  }

  /** Writes the sides of a member's hidden units, from a unit on. */
  private void write(Matrix[] z, int[][] sides, int first) {
    int unit = first;
    for (int l = 1; l < network.depth(); l++) {
      Activation activation = network.layers().get(l - 1).activation();
      DoubleMatrix units = (DoubleMatrix) z[l];
      for (int column = 0; column < units.columns(); column++) {
        for (int sample = 0; sample < units.rows(); sample++) {
          sides[sample][unit] = activation.side(units.element(sample, column));
        }
        unit++;
      }
    }
  }
}
