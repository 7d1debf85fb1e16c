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

/** Takes the statistics of data that were prepared and cached. */
final class StatisticsCollector {

  /** As many features have histograms at most; of wider rows, features at even distances. */
  static final int MAX_FEATURES = 10_000;

  private static final int MAX_SAMPLES = 10_000;
  private static final int MIN_SAMPLES = 100;

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

  /** How many values are missing, by feature. */
  private final long[] missing;

  /** What is counted: sets of bins by ascending feature, and where each set comes from. */
  private final List<Bins> bins = new ArrayList<>();

  StatisticsCollector(PreparedData data, Optional<TrainingStatistics> earlier) {
    this.data = data;
    this.preparation = data.preparation();
    this.missing = data.input().missingCounts();
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
    planBins(SampleColumns.of(SystematicSample.of(batches, rows, samples()).inputs()), rows);
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
          bins.add(new Bins(feature, name, OF_CATEGORY, Owner.NEW_ROWS));
          continue;
        }
        if (number++ % distance == 0) {
          double[] known = known(sample.sorted(feature), feature, rows);
          bins.add(new Bins(feature, name, edges(column, feature, known), Owner.NEW_ROWS));
        }
        Histogram before = earlier.get(name);
        if (before != null) {
          bins.add(new Bins(feature, name, before.edges(), Owner.EARLIER_ROWS));
        }
      }
    }
  }

  /** Of a sample, the values that were not missing, as nearly as their share says. */
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

  /** What stands in the batches where a value was missing. */
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
    return Deciles.edges(known, standardisation.scale(feature));
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
      Histogram histogram = histogram(counted, ofBins);
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

  /**
   * Takes out of the counts what another value took the place of: the batches hold what was put
   * there, and how many there were of each is known since the rows were looked at.
   */
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
      columns.add(
          RowShape.isCategory(column)
              ? ofCategories(column, share, own)
              : ColumnStatistics.ofNumbers(column, share, own));
    }
    return columns;
  }

  private static ColumnStatistics ofCategories(
      InputColumn column, double missing, List<Histogram> histograms) {
    Map<String, Long> categories = new LinkedHashMap<>();
    long known = 0;
    for (int k = 0; k < column.features(); k++) {
      long count = histograms.get(k).counts().get(1);
      categories.put(column.categories().get(k), count);
      known += count;
    }
    long present = histograms.get(0).known();
    return ColumnStatistics.ofCategories(column, missing, categories, present - known);
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
