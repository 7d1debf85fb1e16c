package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.linalg.CounterRandom;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Batch;

/**
 * What is in some batches.
 *
 * @param samples number of samples
 * @param batches number of batches
 * @param fingerprint a hash of all rows, as they are trained on, and labels; it does not depend on
 *     their order
 */
public record BatchSummary(long samples, long batches, long fingerprint) implements Serializable {

  /** Reads all batches once; where they are cached, that is when they are read in. */
  public static BatchSummary of(JavaRDD<Batch> batches) {
    return batches.mapPartitions(new Summarize()).collect().stream()
        .reduce(new BatchSummary(0, 0, 0), BatchSummary::plus);
  }

  private BatchSummary plus(BatchSummary other) {
    return new BatchSummary(
        samples + other.samples, batches + other.batches, fingerprint + other.fingerprint);
  }

  private static final class Summarize implements FlatMapFunction<Iterator<Batch>, BatchSummary> {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<BatchSummary> call(Iterator<Batch> batches) {
      BatchSummary sum = new BatchSummary(0, 0, 0);
      MatrixBuffer buffer = new MatrixBuffer(Precision.DOUBLE);
      while (batches.hasNext()) {
        Batch batch = batches.next();
        DoubleMatrix inputs = (DoubleMatrix) batch.inputs().in(buffer);
        sum = sum.plus(new BatchSummary(batch.size(), 1, hash(inputs, batch.labels())));
      }
      return List.of(sum).iterator();
    }

    private static long hash(DoubleMatrix inputs, int[] labels) {
      double[] x = inputs.arrayInEitherForm();
      int step = inputs.place(1, 0) - inputs.place(0, 0);
      long[] rows = new long[labels.length];
      for (int j = 0; j < inputs.columns(); j++) {
        int column = inputs.place(0, j);
        for (int i = 0; i < rows.length; i++) {
          rows[i] = CounterRandom.mix(rows[i] + Double.doubleToLongBits(x[column + i * step]));
        }
      }
      long sum = 0;
      for (int i = 0; i < rows.length; i++) {
        sum += CounterRandom.mix(rows[i] + labels[i]);
      }
      return sum;
    }
  }
}
