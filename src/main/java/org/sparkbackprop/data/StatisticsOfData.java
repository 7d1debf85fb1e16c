package org.sparkbackprop.data;

import java.util.ArrayList;
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
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.network.Batch;

/** Takes the statistics of data that were prepared and cached. */
final class StatisticsOfData {

  /** As many features have histograms at most; of wider rows, features at even distances. */
  static final int MOST_FEATURES = 10_000;

  private static final int MOST_SAMPLES = 10_000;
  private static final int LEAST_SAMPLES = 100;

  /** So many numbers of the sample are held in the driver, about. */
  private static final int SAMPLED_NUMBERS = 1 << 22;

  /** A category is 1 in its rows: in bins below 1, of 1, and above. */
  private static final List<Double> OF_CATEGORY = List.of(Math.nextDown(1.0), 1.0);

  private static final List<Double> OF_TRUTH = List.of(0.5);

  private final PreparedData data;
  private final Preparation preparation;
  private final Map<String, Histogram> earlier = new LinkedHashMap<>();
  private final Set<String> earlierNames = new HashSet<>();
  private final Set<String> earlierCategories = new HashSet<>();

  /** What is counted: sets of bins by ascending feature, and where each set comes from. */
  private final List<Bins> bins = new ArrayList<>();

  StatisticsOfData(PreparedData data, Optional<TrainingStatistics> earlier) {
    this.data = data;
    this.preparation = data.preparation();
    for (ColumnStatistics column : earlier.map(TrainingStatistics::columns).orElse(List.of())) {
      (column.isCategory() ? earlierCategories : earlierNames).addAll(column.featureNames());
      column.histograms().forEach(histogram -> this.earlier.put(histogram.feature(), histogram));
    }
  }

  /** Whose bins they are. */
  private enum Owner {
    NEW_ROWS,
    EARLIER_ROWS
  }

  /**
   * Bins of a feature.
   *
   * @param edges in the units of the rows
   */
  private record Bins(int feature, String name, List<Double> edges, Owner owner) {}

  /** Takes them. */
  TrainingStatistics.Counted counted() {
    JavaRDD<Batch> batches = data.training().batches();
    JobGroup.READING.begin(batches.rdd().sparkContext(), "statistics of the training data");
    long rows = data.training().summary().samples();
    planBins(SampleColumns.of(EvenSample.of(batches, rows, samples()).inputs()));
    BinCount count =
        new BinCount(
            preparation.classes(),
            preparation.features(),
            bins.stream().mapToInt(Bins::feature).toArray(),
            bins.stream().map(this::prepared).toArray(double[][]::new));
    long[] counts = batches.mapPartitions(count).treeReduce(new Sum());
    return statistics(rows, counts, count.starts());
  }

  private int samples() {
    int fitting = SAMPLED_NUMBERS / data.input().numbersOfRow();
    return Math.max(LEAST_SAMPLES, Math.min(MOST_SAMPLES, fitting));
  }

  private void planBins(SampleColumns sample) {
    int numbers = new RowShape(preparation.columns(), RowShape.Form.DENSE).numbers();
    int distance = (numbers + MOST_FEATURES - 1) / MOST_FEATURES;
    int feature = 0;
    int number = 0;
    for (InputColumn column : preparation.columns()) {
      for (int place = 0; place < column.features(); place++, feature++) {
        String name = column.featureName(place);
        if (RowShape.isCategory(column)) {
          bins.add(new Bins(feature, name, OF_CATEGORY, Owner.NEW_ROWS));
          continue;
        }
        if (number++ % distance == 0) {
          bins.add(new Bins(feature, name, edges(column, feature, sample), Owner.NEW_ROWS));
        }
        Histogram before = earlier.get(name);
        if (before != null) {
          bins.add(new Bins(feature, name, before.edges(), Owner.EARLIER_ROWS));
        }
      }
    }
  }

  private List<Double> edges(InputColumn column, int feature, SampleColumns sample) {
    if (column.kind() == InputColumn.Kind.TRUTH) {
      return OF_TRUTH;
    }
    Standardisation standardisation = preparation.standardisation();
    double[] values = sample.sorted(feature);
    for (int i = 0; i < values.length; i++) {
      values[i] = standardisation.restore(feature, values[i]);
    }
    return Deciles.edges(values, standardisation.scale(feature));
  }

  /** The same edges of values as they are in the batches; the order stays. */
  private double[] prepared(Bins of) {
    Standardisation standardisation = preparation.standardisation();
    return of.edges().stream()
        .mapToDouble(edge -> standardisation.apply(of.feature(), edge))
        .toArray();
  }

  private TrainingStatistics.Counted statistics(long rows, long[] counts, int[] starts) {
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
      Histogram histogram = new Histogram(counted.name(), counted.edges(), ofBins);
      if (counted.owner() == Owner.NEW_ROWS) {
        own.put(counted.feature(), histogram);
      } else {
        inBinsOfEarlier.putIfAbsent(counted.name(), histogram);
      }
    }
    List<ColumnStatistics> columns = columns(rows, own);
    Set<String> names = namesOf(columns, InputColumn.Kind.NUMBER);
    Set<String> categories = namesOf(columns, InputColumn.Kind.CATEGORY);
    List<String> earlierAlone = new ArrayList<>();
    List<String> ownAlone = new ArrayList<>();
    addMissing(earlierNames, names, earlierAlone);
    addMissing(earlierCategories, categories, earlierAlone);
    if (!earlierNames.isEmpty() || !earlierCategories.isEmpty()) {
      addMissing(names, earlierNames, ownAlone);
      addMissing(categories, earlierCategories, ownAlone);
    }
    return new TrainingStatistics.Counted(
        new TrainingStatistics(rows, classes, columns), inBinsOfEarlier, earlierAlone, ownAlone);
  }

  private List<ColumnStatistics> columns(long rows, Map<Integer, Histogram> histograms) {
    Map<String, Double> missing = data.input().missingShares();
    List<ColumnStatistics> columns = new ArrayList<>();
    int feature = 0;
    for (InputColumn column : preparation.columns()) {
      double share = missing.get(column.name());
      List<Histogram> own = new ArrayList<>();
      for (int place = 0; place < column.features(); place++, feature++) {
        if (histograms.containsKey(feature)) {
          own.add(histograms.get(feature));
        }
      }
      columns.add(
          RowShape.isCategory(column)
              ? ofCategories(column, share, rows, own)
              : ColumnStatistics.ofNumbers(column, share, own));
    }
    return columns;
  }

  private static ColumnStatistics ofCategories(
      InputColumn column, double missing, long rows, List<Histogram> histograms) {
    Map<String, Long> categories = new LinkedHashMap<>();
    long known = 0;
    for (int k = 0; k < column.features(); k++) {
      long count = histograms.get(k).counts().get(1);
      categories.put(column.categories().get(k), count);
      known += count;
    }
    // (with preparation.missing = 1 a missing category is all of them)
    return ColumnStatistics.ofCategories(column, missing, categories, Math.max(0, rows - known));
  }

  private static Set<String> namesOf(List<ColumnStatistics> columns, InputColumn.Kind kind) {
    boolean categories = kind == InputColumn.Kind.CATEGORY;
    Set<String> names = new LinkedHashSet<>();
    columns.stream()
        .filter(column -> column.isCategory() == categories)
        .forEach(column -> names.addAll(column.featureNames()));
    return names;
  }

  private static void addMissing(Set<String> names, Set<String> among, List<String> missing) {
    names.stream().filter(name -> !among.contains(name)).forEach(missing::add);
  }

  /** Adds counts, which comes to the same in any order. */
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
