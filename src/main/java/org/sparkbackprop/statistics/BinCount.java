package org.sparkbackprop.statistics;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.ClassLabels;

/**
 * Counts the rows of a partition by class, and by the bins of features. The result has the counts
 * of the classes, then those of each feature's bins.
 *
 * @param classes number of classes; 0 if the targets are others
 * @param features number of columns of a batch
 * @param binned the features that are counted, ascending; twice if there are two sets of bins
 * @param edges of the bins of each, ascending, of prepared values
 */
record BinCount(int classes, int features, int[] binned, double[][] edges)
    implements FlatMapFunction<Iterator<Batch>, long[]> {

  @Override
  public Iterator<long[]> call(Iterator<Batch> batches) {
    Counter counter = new Counter();
    while (batches.hasNext()) {
      counter.count(batches.next());
    }
    return List.of(counter.counts()).iterator();
  }

  /** The start of the counts of each feature, and the end of all. */
  int[] starts() {
    int[] starts = new int[binned.length + 1];
    starts[0] = classes;
    for (int i = 0; i < binned.length; i++) {
      starts[i + 1] = starts[i] + edges[i].length + 1;
    }
    return starts;
  }

  private final class Counter {

    private final int[] starts = starts();
    private final long[] counts = new long[starts[binned.length]];
    private final MatrixBuffer buffer = new MatrixBuffer(Precision.DOUBLE);

    /** Rows of sparse blocks, whose zeros are counted at the end. */
    private long sparseRows;

    private long[] stored = new long[0];
    private int[] firstOfFeature = new int[0];

    void count(Batch batch) {
      if (classes > 0) {
        for (int label : ClassLabels.of(batch.targets())) {
          counts[label]++;
        }
      }
      if (batch.inputs() instanceof SparseBlock sparse) {
        countSparse(sparse);
      } else {
        countDense((DoubleMatrix) batch.inputs().byColumns().in(buffer));
      }
    }

    private void countDense(DoubleMatrix numbers) {
      for (int i = 0; i < binned.length; i++) {
        int from = numbers.place(0, binned[i]);
        countColumn(numbers.array(), from, from + numbers.rows(), i);
      }
    }

    private void countColumn(double[] numbers, int from, int until, int at) {
      int before = 0;
      for (int bin = 0; bin < edges[at].length; bin++) {
        int upTo = upTo(edges[at][bin], numbers, from, until);
        counts[starts[at] + bin] += upTo - before;
        before = upTo;
      }
      counts[starts[at + 1] - 1] += until - from - before;
    }

    private void countSparse(SparseBlock rows) {
      if (firstOfFeature.length == 0) {
        stored = new long[features];
        firstOfFeature = firstOfFeature();
      }
      sparseRows += rows.rows();
      rows.forEachStored(this::countStored);
    }

    private void countStored(int feature, double number) {
      stored[feature]++;
      for (int i = firstOfFeature[feature]; i < firstOfFeature[feature + 1]; i++) {
        counts[starts[i] + bin(number, edges[i])]++;
      }
    }

    private int[] firstOfFeature() {
      int[] first = new int[features + 1];
      int next = 0;
      for (int feature = 0; feature < features; feature++) {
        first[feature] = next;
        while (next < binned.length && binned[next] == feature) {
          next++;
        }
      }
      first[features] = next;
      return first;
    }

    long[] counts() {
      for (int i = 0; sparseRows > 0 && i < binned.length; i++) {
        counts[starts[i] + bin(0, edges[i])] += sparseRows - stored[binned[i]];
      }
      return counts;
    }
  }

  private static int upTo(double edge, double[] numbers, int from, int until) {
    int count = 0;
    for (int i = from; i < until; i++) {
      count += numbers[i] <= edge ? 1 : 0;
    }
    return count;
  }

  /** The bin of a number; that below the first edge is 0. */
  static int bin(double number, double[] edges) {
    int bin = 0;
    while (bin < edges.length && number > edges[bin]) {
      bin++;
    }
    return bin;
  }
}
