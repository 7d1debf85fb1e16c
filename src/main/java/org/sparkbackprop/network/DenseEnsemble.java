package org.sparkbackprop.network;

import java.util.ArrayList;
import java.util.List;

/**
 * An ensemble as one network without members: their hidden units stand side by side, and no weight
 * connects those of different members. The last layer takes the mean over the members:
 *
 * <pre>
 *   W₁ = (W₁⁽¹⁾ … W₁⁽ᴹ⁾)    W_l = diag(W_l⁽¹⁾ … W_l⁽ᴹ⁾)    W_L = (W_L⁽¹⁾ᵀ … W_L⁽ᴹ⁾ᵀ)ᵀ / M
 *   b_l = (b_l⁽¹⁾ … b_l⁽ᴹ⁾)                              b_L = Σ b_L⁽ᵐ⁾ / M
 * </pre>
 *
 * <p>Any program for dense layers can compute it, at the cost of the zeros. As the number of
 * members is a power of two, the way there and back changes no bit of parameters whose members
 * {@linkplain #withCommonOutputBias share} b_L.
 */
public final class DenseEnsemble {

  private final Network members;
  private final Network dense;

  /** The dense form of an ensemble; that of a network without members is the network itself. */
  public DenseEnsemble(Network members) {
    this.members = members;
    List<Layer> layers = new ArrayList<>();
    for (int l = 1; l <= members.depth(); l++) {
      Layer layer = members.layers().get(l - 1);
      layers.add(
          new Layer(
              l == 1 ? layer.inputs() : Math.multiplyExact(members.members(), layer.inputs()),
              isLast(l) ? layer.outputs() : Math.multiplyExact(members.members(), layer.outputs()),
              layer.activation()));
    }
    this.dense = new Network(layers).of(members.loss());
  }

  /** The network without members. */
  public Network network() {
    return dense;
  }

  /**
   * Its parameters; the very same for a network without members.
   *
   * @param parameters flat, of the ensemble; not modified
   */
  public double[] parameters(double[] parameters) {
    if (members.members() == 1) {
      return parameters;
    }
    double[] flat = new double[dense.parameterCount()];
    double[] common = withCommonOutputBias(members, parameters);
    forEach((ofMember, ofDense, share) -> flat[ofDense] = common[ofMember] * share);
    return flat;
  }

  /**
   * The ensemble's parameters, with a common b_L; the very same for a network without members.
   *
   * @param parameters flat, of the dense network; not modified
   */
  public double[] ofMembers(double[] parameters) {
    if (members.members() == 1) {
      return parameters;
    }
    double[] flat = new double[members.parameterCount()];
    forEach((ofMember, ofDense, share) -> flat[ofMember] = parameters[ofDense] / share);
    return flat;
  }

  /**
   * The parameters of an ensemble with the same scores, but for rounding, in which all members have
   * the same b_L, the mean of theirs; the very same for a network without members.
   *
   * @param parameters flat; not modified
   */
  public static double[] withCommonOutputBias(Network network, double[] parameters) {
    if (network.members() == 1) {
      return parameters;
    }
    double[] common = parameters.clone();
    List<Parameters.Tensor> biases =
        Parameters.tensors(network).stream()
            .filter(tensor -> tensor.layer() == network.depth() && !tensor.isWeights())
            .toList();
    for (int k = 0; k < network.outputs(); k++) {
      double mean = meanInPairs(parameters, biases, k);
      for (Parameters.Tensor bias : biases) {
        common[bias.offset() + k] = mean;
      }
    }
    return common;
  }

  /** Added in pairs, and pairs of pairs, so that the mean of equal numbers is the number. */
  private static double meanInPairs(double[] parameters, List<Parameters.Tensor> biases, int k) {
    double[] sums = biases.stream().mapToDouble(b -> parameters[b.offset() + k]).toArray();
    for (int left = sums.length / 2; left >= 1; left /= 2) {
      for (int i = 0; i < left; i++) {
        sums[i] = sums[2 * i] + sums[2 * i + 1];
      }
    }
    return sums[0] / biases.size();
  }

  private boolean isLast(int layer) {
    return layer == members.depth();
  }

  /** What belongs together. */
  private interface Pair {

    /**
     * Of a parameter of a member and one of the dense network.
     *
     * @param share of the member's in the dense one
     */
    void accept(int ofMember, int ofDense, double share);
  }

  private void forEach(Pair pair) {
    List<Parameters.Tensor> to = Parameters.tensors(dense);
    int tensorsOfMember = to.size();
    int number = 0;
    for (Parameters.Tensor from : Parameters.tensors(members)) {
      int member = number / tensorsOfMember;
      forEach(from, to.get(number % tensorsOfMember), member, pair);
      number++;
    }
  }

  /** The pairs of a tensor of a member. */
  private void forEach(Parameters.Tensor from, Parameters.Tensor to, int member, Pair pair) {
    Layer layer = members.layers().get(from.layer() - 1);
    int columns = layer.outputs();
    int denseColumns = dense.layers().get(from.layer() - 1).outputs();
    int firstRow = from.isWeights() && from.layer() > 1 ? member * layer.inputs() : 0;
    int firstColumn = isLast(from.layer()) ? 0 : member * columns;
    double share = isLast(from.layer()) && from.isWeights() ? 1.0 / members.members() : 1;
    for (int i = 0; i < from.length(); i++) {
      int row = firstRow + i / columns;
      int column = firstColumn + i % columns;
      pair.accept(from.offset() + i, to.offset() + row * denseColumns + column, share);
    }
  }
}
