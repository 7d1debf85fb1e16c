package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.network.Batch;

/** Collects the statistics of data that were prepared and cached. */
final class StatisticsCollector {

  /** The largest number of histograms; wider rows have them for features at even distances. */
  static final int MAX_FEATURES = 10_000;

  private static final int MAX_SAMPLES = 10_000;
  private static final int MIN_SAMPLES = 100;

  /** The approximate number of numbers of the sample, which the driver holds. */
  private static final int SAMPLED_NUMBERS = 1 << 22;

  /** A category is 1 in its rows: bins below 1, of 1, and above. */
  private static final List<Double> OF_CATEGORY = List.of(Math.nextDown(1.0), 1.0);

  private static final List<Double> OF_TRUTH = List.of(0.5);

  private final PreparedData data;
  private final Preparation preparation;
  private final Map<String, Histogram> earlier = new LinkedHashMap<>();
  private final List<Histogram> earlierTargets;
  private final Set<String> earlierNames = new HashSet<>();
  private final Set<String> earlierCategories = new HashSet<>();

  /** The number of missing values by feature. */
  private final long[] missing;

  /** The sets of bins that are counted, by ascending feature. */
  private final List<Bins> bins = new ArrayList<>();

  StatisticsCollector(PreparedData data, Optional<TrainingStatistics> earlier) {
    this.data = data;
    this.preparation = data.preparation();
    this.missing = data.input().missingCounts();
    this.earlierTargets = earlier.map(TrainingStatistics::targets).orElse(List.of());
    for (ColumnStatistics column : earlier.map(TrainingStatistics::columns).orElse(List.of())) {
      (column.isCategory() ? earlierCategories : earlierNames).addAll(column.featureNames());
      column.histograms().forEach(histogram -> this.earlier.put(histogram.feature(), histogram));
    }
  }

  /**
   * Bins of a feature, either new ones or those of the earlier rows; edges in units of the rows.
   */
  private record Bins(int feature, String name, List<Double> edges, boolean isNew) {}

  TrainingStatistics.Counted counted() {
    JavaRDD<Batch> batches = data.training().batches();
    JobGroup.READING.begin(batches.rdd().sparkContext(), "statistics of the training data");
    long rows = data.training().summary().samples();
    Batch sample = SystematicSample.of(batches, rows, samples());
    planBins(SampleColumns.of(sample.inputs()), rows);
    BinCount count =
        new BinCount(
            preparation.classes(),
            preparation.inputs(),
            bins.stream().mapToInt(Bins::feature).toArray(),
            bins.stream().map(this::prepared).toArray(double[][]::new));
    long[] counts = batches.mapPartitions(count).treeReduce(new Sum());
    return statistics(
        rows,
        counts,
        count.starts(),
        TargetHistograms.of(preparation.target(), sample.targets(), earlierTargets, batches));
  }

  private int samples() {
    int fitting = SAMPLED_NUMBERS / data.input().numbersOfRow();
    return Math.max(MIN_SAMPLES, Math.min(MAX_SAMPLES, fitting));
  }

  private void planBins(SampleColumns sample, long rows) {
    int numbers = new RowShape(preparation.columns(), RowShape.Form.DENSE).numbers();
    int distance = (numbers + MAX_FEATURES - 1) / MAX_FEATURES;
    int feature = 0;
    int number = 0;
    for (InputColumn column : preparation.columns()) {
      for (int place = 0; place < column.features(); place++, feature++) {
        String name = column.featureName(place);
        if (RowShape.isCategory(column)) {
          bins.add(new Bins(feature, name, OF_CATEGORY, true));
          continue;
        }
        if (number++ % distance == 0) {
          double[] known = known(sample.sorted(feature), feature, rows);
          bins.add(new Bins(feature, name, edges(column, feature, known), true));
        }
        Histogram before = earlier.get(name);
        if (before != null) {
          bins.add(new Bins(feature, name, before.edges(), false));
        }
      }
    }
  }

  /** The values of a sample without the missing ones, whose number is estimated by their share. */
  private double[] known(double[] sorted, int feature, long rows) {
    if (missing[feature] == 0) {
      return sorted;
    }
    double substitute = substitute(feature);
    int first = 0;
    while (first < sorted.length && sorted[first] < substitute) {
      first++;
    }
    long share = Math.round((double) missing[feature] * sorted.length / rows);
    int after = first;
    while (after < sorted.length && sorted[after] == substitute && after - first < share) {
      after++;
    }
    double[] known = Arrays.copyOf(sorted, sorted.length - (after - first));
    System.arraycopy(sorted, after, known, first, sorted.length - after);
    return known;
  }

  /** The number in the batches that replaces a missing value. */
  private double substitute(int feature) {
    return data.input().held(preparation.prepare(feature, Double.NaN));
  }

  private List<Double> edges(InputColumn column, int feature, double[] known) {
    if (column.kind() == InputColumn.Kind.TRUTH) {
      return OF_TRUTH;
    }
    if (known.length == 0) {
      return List.of();
    }
    Standardisation standardisation = preparation.standardisation();
    for (int i = 0; i < known.length; i++) {
      known[i] = standardisation.restore(feature, known[i]);
    }
    double unit = standardisation.scale(feature);
    return Deciles.edges(known, unit > 0 ? unit : 1);
  }

  /** The edges in the units of the batches; their order stays. */
  private double[] prepared(Bins of) {
    Standardisation standardisation = preparation.standardisation();
    double[] prepared =
        of.edges().stream()
            .mapToDouble(edge -> standardisation.applyToBound(of.feature(), edge))
            .toArray();
    for (int i = 1; i < prepared.length; i++) {
      prepared[i] = Math.max(prepared[i - 1], prepared[i]); // of clipped ones, whatever is rounded
    }
    return prepared;
  }

  private TrainingStatistics.Counted statistics(
      long rows, long[] counts, int[] starts, TargetHistograms targets) {
    Map<String, Long> classes = new LinkedHashMap<>();
    for (String name : preparation.classNames()) {
      classes.put(name, counts[classes.size()]);
    }
    Map<Integer, Histogram> own = new HashMap<>();
    Map<String, Histogram> inBinsOfEarlier = new LinkedHashMap<>();
    for (int i = 0; i < bins.size(); i++) {
      List<Long> ofBins = new ArrayList<>();
      for (int at = starts[i]; at < starts[i + 1]; at++) {
        ofBins.add(counts[at]);
      }
      Bins counted = bins.get(i);
      Histogram histogram = histogram(counted, ofBins);
      if (counted.isNew()) {
        own.put(counted.feature(), histogram);
      } else {
        inBinsOfEarlier.putIfAbsent(counted.name(), histogram);
      }
    }
    List<ColumnStatistics> columns = columns(rows, own);
    Set<String> names = new LinkedHashSet<>();
    Set<String> categories = new LinkedHashSet<>();
    columns.forEach(c -> (c.isCategory() ? categories : names).addAll(c.featureNames()));
    List<String> earlierAlone = new ArrayList<>();
    List<String> ownAlone = new ArrayList<>();
    addMissing(earlierNames, names, earlierAlone);
    addMissing(earlierCategories, categories, earlierAlone);
    if (!earlierNames.isEmpty() || !earlierCategories.isEmpty()) {
      addMissing(names, earlierNames, ownAlone);
      addMissing(categories, earlierCategories, ownAlone);
    }
    return new TrainingStatistics.Counted(
        new TrainingStatistics(rows, classes, targets.own(), columns),
        inBinsOfEarlier,
        targets.inBinsOfEarlier(),
        earlierAlone,
        ownAlone);
  }

  /** Takes out the missing values, which the batches hold as a substitute, by their number. */
  private Histogram histogram(Bins of, List<Long> counts) {
    long absent = missing[of.feature()];
    if (absent > 0) {
      int bin = BinCount.bin(substitute(of.feature()), prepared(of));
      long left = counts.get(bin) - absent;
      if (left < 0) {
        throw DataException.inputChanged();
      }
      counts.set(bin, left);
    }
    return new Histogram(of.name(), of.edges(), counts, absent);
  }

  private List<ColumnStatistics> columns(long rows, Map<Integer, Histogram> histograms) {
    List<ColumnStatistics> columns = new ArrayList<>();
    int feature = 0;
    for (InputColumn column : preparation.columns()) {
      List<Histogram> own = new ArrayList<>();
      long absent = 0;
      for (int place = 0; place < column.features(); place++, feature++) {
        absent += missing[feature];
        if (histograms.containsKey(feature)) {
          own.add(histograms.get(feature));
        }
      }
      double share = (double) absent / ((double) rows * column.features());
      ColumnStatistics numbers =
          new ColumnStatistics(
              column.name(), column.kind(), column.size(), share, own, Map.of(), 0);
      columns.add(RowShape.isCategory(column) ? ofCategories(column, numbers) : numbers);
    }
    return columns;
  }

  private static ColumnStatistics ofCategories(InputColumn column, ColumnStatistics numbers) {
    Map<String, Long> categories = new LinkedHashMap<>();
    long unknown = numbers.histograms().get(0).known();
    for (int k = 0; k < column.categories().size(); k++) {
      long count = numbers.histograms().get(k).counts().get(1);
      categories.put(column.categories().get(k), count);
      unknown -= count;
    }
    return numbers.with(List.of(), categories, unknown);
  }

  private static void addMissing(Set<String> names, Set<String> among, List<String> missing) {
    names.stream().filter(name -> !among.contains(name)).forEach(missing::add);
  }

  /** Adds counts, exactly in any order. */
  private static final class Sum implements Function2<long[], long[], long[]> {

    private static final long serialVersionUID = 1;

    @Override
    public long[] call(long[] one, long[] other) {
      long[] sum = one.clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other[i];
      }
      return sum;
    }
  }
}
