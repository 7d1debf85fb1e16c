package org.sparkbackprop.spark;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;

/** What a network makes of rows: the probability of each class, row by row. */
public final class Predictions {

  private Predictions() {}

  /**
   * The probabilities of blocks of rows, each block row by row, in the order of the batches.
   *
   * @param parameters to be closed when the blocks are there
   */
  public static JavaRDD<double[][]> of(
      Computation computation, TaskParameters parameters, JavaRDD<Batch> batches) {
    return batches.mapPartitions(new PredictPartition(computation, parameters));
  }

  private record PredictPartition(Computation computation, TaskParameters parameters)
      implements FlatMapFunction<Iterator<Batch>, double[][]> {

    @Override
    public Iterator<double[][]> call(Iterator<Batch> batches) {
      ForwardPass forward = computation.forwardPass(parameters.value());
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return batches.hasNext();
        }

        @Override
        public double[][] next() {
          return rows(forward.predictions(batches.next().inputs()));
        }
      };
    }

    private static double[][] rows(DoubleMatrix y) {
      double[][] rows = new double[y.rows()][];
      Arrays.setAll(rows, y::row);
      return rows;
    }
  }
}
