package org.sparkbackprop.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.Precision;

/**
 * The weights and biases of a network as views of one flat row of numbers: W1 row by row, b1, W2
 * row by row, b2, …; for an ensemble those of one member after the other. Their gradients have the
 * same form.
 */
public final class Parameters {

  /**
   * One named tensor in the flat row.
   *
   * @param name W1, b1, W2, b2, …; with the number of the member in an ensemble, as in W1[2]
   * @param layer the layer it belongs to, from 1
   * @param shape (inputs, outputs) of a W, (outputs) of a b
   * @param offset where it starts in the flat row
   * @param length number of numbers
   */
  public record Tensor(String name, int layer, List<Integer> shape, int offset, int length)
      implements Serializable {

    /** Whether this is a W and not a b. */
    public boolean isWeights() {
      return shape.size() == 2;
    }
  }

  private final int depth;
  private final Matrix flat;
  private final List<Matrix> weights = new ArrayList<>();
  private final List<Matrix> biases = new ArrayList<>();

  /** Parameters of this precision, all 0. */
  public Parameters(Network network, Precision precision) {
    this(network, precision.zeros(1, network.parameterCount()));
  }

  private Parameters(Network network, Matrix flat) {
    this.depth = network.depth();
    this.flat = flat;
    for (Tensor tensor : tensors(network)) {
      int outputs = tensor.shape().get(tensor.shape().size() - 1);
      if (tensor.isWeights()) {
        int inputs = tensor.shape().get(0);
        weights.add(flat.part(tensor.offset(), outputs, inputs).transpose()); // row by row
      } else {
        biases.add(flat.part(tensor.offset(), 1, outputs));
      }
    }
  }

  /**
   * Parameters in double precision that are views of an array, which is not copied.
   *
   * @param values in the order of the flat row
   * @throws IllegalArgumentException if there are not as many as the network has parameters
   */
  static Parameters sharing(Network network, double[] values) {
    requireCount(values, network.parameterCount());
    return new Parameters(network, DoubleMatrix.columnMajor(values, 0, 1, values.length));
  }

  /** All numbers, 1 × parameters; shared with the views. */
  public Matrix flat() {
    return flat;
  }

  /**
   * Sets all numbers, rounded to this precision.
   *
   * @param values in the order of the flat row; not modified
   * @throws IllegalArgumentException if there are not as many as the network has parameters
   */
  public void set(double[] values) {
    requireCount(values, flat.columns());
    flat.set(DoubleMatrix.columnMajor(values, 0, 1, values.length));
  }

  private static void requireCount(double[] values, int count) {
    if (values.length != count) {
      throw new IllegalArgumentException(
          "the network has %s parameters, not %s".formatted(count, values.length));
    }
  }

  /** W of a layer, (inputs × outputs); members count from 0, layers from 1. */
  public Matrix weights(int member, int layer) {
    return weights.get(member * depth + layer - 1);
  }

  /** b of a layer, (1 × outputs); members count from 0, layers from 1. */
  public Matrix bias(int member, int layer) {
    return biases.get(member * depth + layer - 1);
  }

  /** The names, shapes and places of all tensors of a network. */
  public static List<Tensor> tensors(Network network) {
    List<Tensor> tensors = new ArrayList<>();
    int offset = 0;
    for (int member = 1; member <= network.members(); member++) {
      String number = network.members() == 1 ? "" : "[" + member + "]";
      for (int l = 1; l <= network.depth(); l++) {
        int inputs = network.layers().get(l - 1).inputs();
        int outputs = network.layers().get(l - 1).outputs();
        String w = "W" + l + number;
        tensors.add(new Tensor(w, l, List.of(inputs, outputs), offset, inputs * outputs));
        offset += inputs * outputs;
        tensors.add(new Tensor("b" + l + number, l, List.of(outputs), offset, outputs));
        offset += outputs;
      }
    }
    return tensors;
  }
}
