package org.sparkbackprop.score;

import java.io.Serializable;
import java.util.Arrays;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.model.InputConversion;
import org.sparkbackprop.model.Preparation;

/**
 * Converts blocks of prepared rows for a model with another preparation.
 *
 * @param from the preparation of the rows
 * @param to that of the model
 */
record ConvertedInputs(Preparation from, Preparation to) implements Serializable {

  private static final int FIRST_ROOM = 64;

  /** The same rows for the model. */
  Block of(Block inputs) {
    return inputs instanceof SparseBlock ? sparse(inputs) : dense(inputs);
  }

  private Block dense(Block inputs) {
    InputConversion conversion = new InputConversion(from, to);
    double[] row = new double[inputs.columns()];
    double[] converted = new double[conversion.inputs()];
    double[] values = new double[Math.multiplyExact(inputs.rows(), converted.length)];
    for (int i = 0; i < inputs.rows(); i++) {
      convert(inputs, i, conversion, row, converted);
      for (int j = 0; j < converted.length; j++) {
        values[j * inputs.rows() + i] = converted[j];
      }
    }
    return DoubleMatrix.columnMajor(values, 0, inputs.rows(), converted.length);
  }

  private Block sparse(Block inputs) {
    InputConversion conversion = new InputConversion(from, to);
    double[] row = new double[inputs.columns()];
    double[] converted = new double[conversion.inputs()];
    int[] starts = new int[inputs.rows() + 1];
    int[] indices = new int[FIRST_ROOM];
    double[] values = new double[FIRST_ROOM];
    int size = 0;
    for (int i = 0; i < inputs.rows(); i++) {
      convert(inputs, i, conversion, row, converted);
      for (int j = 0; j < converted.length; j++) {
        if (converted[j] != 0) {
          if (size == indices.length) {
            indices = Arrays.copyOf(indices, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
          }
          indices[size] = j;
          values[size++] = converted[j];
        }
      }
      starts[i + 1] = size;
    }
    return SparseBlock.of(
        converted.length, starts, Arrays.copyOf(indices, size), Arrays.copyOf(values, size));
  }

  private static void convert(
      Block inputs, int at, InputConversion conversion, double[] row, double[] converted) {
    for (int j = 0; j < row.length; j++) {
      row[j] = inputs.element(at, j);
    }
    conversion.convert(row, converted);
  }
}
