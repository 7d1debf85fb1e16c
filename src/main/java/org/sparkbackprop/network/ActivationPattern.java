package org.sparkbackprop.network;

import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.activation.Activation;

/** The side of its activation's kink on which every hidden unit lies, for every sample. */
public final class ActivationPattern {

  private final Network network;
  private final Block inputs;

  /**
   * The pattern of a network over some samples.
   *
   * @param inputs X, (samples × features); not modified
   */
  public ActivationPattern(Network network, Block inputs) {
    this.network = network;
    this.inputs = inputs;
  }

  /** Whether the pattern never changes, as no activation has a kink. */
  public boolean isConstant() {
    return network.layers().stream().allMatch(layer -> layer.activation().isSmooth());
  }

  /**
   * The sides with these parameters: for each sample, those of all hidden units from the inputs on.
   *
   * @param parameters flat, as in {@link Parameters}; not modified
   */
  public int[][] at(double[] parameters) {
    ForwardPass forward = ForwardPass.of(network, Precision.DOUBLE, parameters);
    forward.begin(inputs);
    int hidden = network.layers().stream().mapToInt(Layer::outputs).sum() - network.outputs();
    int[][] sides = new int[inputs.rows()][network.members() * hidden];
    for (int member = 0; member < network.members(); member++) {
      write(forward.activations(member), sides, member * hidden);
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
