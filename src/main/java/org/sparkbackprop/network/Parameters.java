package org.sparkbackprop.network;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;

/**
 * The weights and biases of a network as views of one flat array: W1 row by row, b1, W2 row by row,
 * b2, …. Their gradients have the same form.
 */
public final class Parameters {

  /**
   * One named tensor in the flat array.
   *
   * @param name W1, b1, W2, b2, …
   * @param layer the layer it belongs to, from 1
   * @param shape (inputs, outputs) of a W, (outputs) of a b
   * @param offset where it begins in the flat array
   * @param length how many numbers it has
   */
  public record Tensor(String name, int layer, List<Integer> shape, int offset, int length) {}

  private final double[] values;
  private final List<Matrix> weights = new ArrayList<>();
  private final List<Matrix> biases = new ArrayList<>();

  /**
   * Views of an array, which is shared, not copied.
   *
   * @throws IllegalArgumentException if the array's length is not the network's number of
   *     parameters
   */
  public Parameters(Network network, double[] values) {
    if (values.length != network.parameterCount()) {
      throw new IllegalArgumentException(
          "network %s has %d parameters, not %d"
              .formatted(network, network.parameterCount(), values.length));
    }
    this.values = values;
    int offset = 0;
    for (Layer layer : network.layers()) {
      weights.add(DoubleMatrix.rowMajor(values, offset, layer.inputs(), layer.outputs()));
      offset += layer.inputs() * layer.outputs();
      biases.add(DoubleMatrix.columnMajor(values, offset, 1, layer.outputs()));
      offset += layer.outputs();
    }
  }

  /** The flat array under the views, shared. */
  public double[] values() {
    return values;
  }

  /** W of a layer, (inputs × outputs); layers count from 1. */
  public Matrix weights(int layer) {
    return weights.get(layer - 1);
  }

  /** b of a layer, (1 × outputs); layers count from 1. */
  public Matrix bias(int layer) {
    return biases.get(layer - 1);
  }

  /** The names, shapes and places of all tensors of a network. */
  public static List<Tensor> tensors(Network network) {
    List<Tensor> tensors = new ArrayList<>();
    int offset = 0;
    for (int l = 1; l <= network.depth(); l++) {
      int inputs = network.layers().get(l - 1).inputs();
      int outputs = network.layers().get(l - 1).outputs();
      tensors.add(new Tensor("W" + l, l, List.of(inputs, outputs), offset, inputs * outputs));
      offset += inputs * outputs;
      tensors.add(new Tensor("b" + l, l, List.of(outputs), offset, outputs));
      offset += outputs;
    }
    return tensors;
  }
}
