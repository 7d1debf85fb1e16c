package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.Targets;

/**
 * The distribution of the numbers to predict, or the shares of labels.
 *
 * @param own a histogram for each column of numbers, or each label, in order
 * @param inBinsOfEarlier the same rows in the bins of earlier rows, by the name of the column or
 *     label that both have
 */
record TargetHistograms(List<Histogram> own, Map<String, Histogram> inBinsOfEarlier) {

  /** A label is 0 or 1. */
  private static final List<Double> OF_LABEL = List.of(0.5);

  static final TargetHistograms NONE = new TargetHistograms(List.of(), Map.of());

  /**
   * Counts all rows in one pass; nothing for classes, which are counted as such.
   *
   * @param sample of the rows, which gives the edges of bins
   * @param earlier histograms of the training rows of the model in service
   */
  static TargetHistograms of(
      Target target, Targets sample, List<Histogram> earlier, JavaRDD<Batch> batches) {
    if (target.isClass()) {
      return NONE;
    }
    List<Bins> bins = new ArrayList<>();
    for (int column = 0; column < target.size(); column++) {
      String name = target.names().get(column);
      bins.add(new Bins(column, edges(target, NumericTargets.of(sample), column), true));
      for (Histogram before : earlier) {
        if (before.feature().equals(name)) {
          bins.add(new Bins(column, before.edges(), false));
        }
      }
    }
    Count count =
        new Count(
            bins.stream().mapToInt(Bins::column).toArray(),
            bins.stream().map(each -> each.standardised(target)).toArray(double[][]::new));
    long[][] counts = batches.mapPartitions(count).treeReduce(new Sum());
    return histograms(target, bins, counts);
  }

  /** Bins of a column, either new ones or those of the earlier rows; edges in its unit. */
  private record Bins(int column, List<Double> edges, boolean isNew) {

    double[] standardised(Target target) {
      return edges.stream()
          .mapToDouble(edge -> target.isNumber() ? target.standardise(column, edge) : edge)
          .toArray();
    }
  }

  private static List<Double> edges(Target target, NumericTargets sample, int column) {
    if (!target.isNumber()) {
      return OF_LABEL;
    }
    double[] sorted = new double[sample.size()];
    Arrays.setAll(sorted, i -> target.restore(column, sample.value(i, column)));
    Arrays.sort(sorted);
    return Deciles.edges(sorted, target.scale()[column]);
  }

  private static TargetHistograms histograms(Target target, List<Bins> bins, long[][] counts) {
    List<Histogram> own = new ArrayList<>();
    Map<String, Histogram> inBinsOfEarlier = new LinkedHashMap<>();
    for (int i = 0; i < counts.length; i++) {
      Bins counted = bins.get(i);
      String name = target.names().get(counted.column());
      List<Long> ofBins = Arrays.stream(counts[i]).boxed().toList();
      Histogram histogram = new Histogram(name, counted.edges(), ofBins, 0);
      if (counted.isNew()) {
        own.add(histogram);
      } else {
        inBinsOfEarlier.put(name, histogram);
      }
    }
    return new TargetHistograms(own, inBinsOfEarlier);
  }

  /** Adds counts, exactly in any order. */
  private record Sum() implements Function2<long[][], long[][], long[][]> {

    @Override
    public long[][] call(long[][] one, long[][] other) {
      long[][] sum = new long[one.length][];
      for (int i = 0; i < sum.length; i++) {
        sum[i] = one[i].clone();
        for (int bin = 0; bin < sum[i].length; bin++) {
          sum[i][bin] += other[i][bin];
        }
      }
      return sum;
    }
  }

  /**
   * Counts the rows of a partition in bins.
   *
   * @param columns of the targets; one for each set of bins
   * @param edges of each, ascending, of standardised numbers
   */
  private record Count(int[] columns, double[][] edges)
      implements FlatMapFunction<Iterator<Batch>, long[][]> {

    @Override
    public Iterator<long[][]> call(Iterator<Batch> batches) {
      long[][] counts = new long[columns.length][];
      Arrays.setAll(counts, i -> new long[edges[i].length + 1]);
      while (batches.hasNext()) {
        NumericTargets targets = NumericTargets.of(batches.next().targets());
        for (int row = 0; row < targets.size(); row++) {
          for (int i = 0; i < columns.length; i++) {
            counts[i][BinCount.bin(targets.value(row, columns[i]), edges[i])]++;
          }
        }
      }
      return List.<long[][]>of(counts).iterator();
    }
  }
}
