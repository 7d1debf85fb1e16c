package org.sparkbackprop.network;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.Targets;

/** Samples drawn by a seed, for tests. */
public final class RandomBatch {

  private RandomBatch() {}

  /** Normal features, uniform labels. */
  public static Batch of(int samples, int features, int classes, long seed) {
    CounterRandom random = new CounterRandom(seed, 99);
    DoubleMatrix inputs = DoubleMatrix.zeros(samples, features);
    for (int i = 0; i < samples * features; i++) {
      inputs.array()[i] = random.normal(i);
    }
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = (int) (random.uniform(1_000_000_000L + i) * classes);
    }
    return new Batch(inputs, new ClassLabels(labels));
  }

  /** Targets for a loss: uniform classes or labels, or numbers from 0 to 2. */
  public static Targets targets(Losses.Of kind, int samples, int size, long seed) {
    CounterRandom random = new CounterRandom(seed, 97);
    return switch (kind) {
      case CLASSES, TWO_CLASSES ->
          new ClassLabels(
              IntStream.range(0, samples).map(i -> (int) (random.uniform(i) * size)).toArray());
      case LABELS -> numbers(samples, size, i -> random.uniform(i) < 0.4 ? 1 : 0);
      case NUMBERS -> numbers(samples, size, i -> 2 * random.uniform(i));
    };
  }

  private static Targets numbers(int samples, int size, IntToDoubleFunction value) {
    double[] values = IntStream.range(0, samples * size).mapToDouble(value).toArray();
    return new NumericTargets(values, size);
  }

  /**
   * Sparse samples: normal features, floats, of which one in each of so many equal ranges of
   * columns is not 0; uniform labels.
   */
  public static Batch sparse(
      Precision precision, int samples, int features, int nonZeros, int classes, long seed) {
    CounterRandom random = new CounterRandom(seed, 98);
    int[] starts = new int[samples + 1];
    int[] indices = new int[samples * nonZeros];
    double[] values = new double[indices.length];
    float[] narrow = new float[indices.length];
    int range = features / nonZeros;
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i % nonZeros * range + (int) (random.uniform(1_000_000_000L + i) * range);
      narrow[i] = (float) random.normal(i);
      values[i] = narrow[i];
    }
    for (int i = 0; i <= samples; i++) {
      starts[i] = i * nonZeros;
    }
    SparseBlock inputs =
        precision == Precision.DOUBLE
            ? SparseBlock.of(features, starts, indices, values)
            : SparseBlock.of(features, starts, indices, narrow);
    return new Batch(inputs, of(samples, 1, classes, seed).targets());
  }

  /** The same samples, kept as doubles column by column. */
  public static Batch dense(Batch batch) {
    int rows = batch.size();
    DoubleMatrix inputs = DoubleMatrix.zeros(rows, batch.inputs().columns());
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < inputs.columns(); j++) {
        inputs.array()[j * rows + i] = batch.inputs().element(i, j);
      }
    }
    return new Batch(inputs, batch.targets(), batch.weights());
  }
}
