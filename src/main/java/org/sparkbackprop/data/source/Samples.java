package org.sparkbackprop.data.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.ml.linalg.DenseVector;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.settings.InputSettings;

/**
 * Rows from a program: an RDD, or arrays in memory. They are checked, held out, weighted and
 * prepared like the rows of files. Features are called x1, x2, … by their positions, unless {@link
 * #named} names them.
 */
public final class Samples implements Input {

  /** Numbers of a part, which is sent with its task: Spark warns of tasks beyond 1000 KiB. */
  private static final int NUMBERS_OF_A_PART = 100_000;

  private static final String WEIGHTS = "weights";

  private final Function<JavaSparkContext, JavaRDD<Sample>> rows;
  private final Optional<List<String>> names;

  private Samples(Function<JavaSparkContext, JavaRDD<Sample>> rows, Optional<List<String>> names) {
    this.rows = rows;
    this.names = names;
  }

  /**
   * The rows of an RDD, in the order of its partitions and of the rows in them. The hold-out, and
   * with several partitions the last bits of a result, depend on that order, so it must be the same
   * whenever the RDD is computed: sort or checkpoint rows that come out of a shuffle. If the first
   * row is sparse, all rows are read as sparse.
   *
   * @param rows of the SparkContext that reads them; they are read three times or more, so cache
   *     them if they are costly to compute
   */
  public static Samples of(JavaRDD<Sample> rows) {
    return new Samples(spark -> rows, Optional.empty());
  }

  /**
   * Rows without labels, for predictions.
   *
   * @param features of shape (rows, features), NaN for a missing value; not copied, so they must
   *     not be modified while in use
   */
  public static Samples of(double[][] features) {
    return of(features, new String[features.length]);
  }

  /** The same as {@link #of(double[][], String[], double[])} with weights of 1. */
  public static Samples of(double[][] features, String[] labels) {
    double[] once = new double[features.length];
    Arrays.fill(once, 1);
    return of(features, labels, once);
  }

  /** The same as {@link #of(double[][], String[])}; the numbers are the names of the classes. */
  public static Samples of(double[][] features, int[] labels) {
    return of(features, names(labels));
  }

  /**
   * The same as {@link #of(double[][], String[], double[])}; the numbers are the names of the
   * classes.
   */
  public static Samples of(double[][] features, int[] labels, double[] weights) {
    return of(features, names(labels), weights);
  }

  /**
   * Rows with labels and weights. A label is the name of a class, or the names of several labels
   * with {@code target.separator} between them, or a number to be predicted.
   *
   * @param features as of {@link #of(double[][])}
   * @param labels of shape (rows)
   * @param weights of shape (rows)
   * @throws IllegalArgumentException if the number of labels or weights differs from that of rows
   */
  public static Samples of(double[][] features, String[] labels, double[] weights) {
    requireAsMany(features.length, labels.length, "labels");
    requireAsMany(features.length, weights.length, WEIGHTS);
    return of(new Part(features, labels, null, weights));
  }

  /**
   * The same rows with named features: a model finds its features by name, and settings can choose
   * among them.
   *
   * @param features the names in the order of the features
   * @throws IllegalArgumentException if a name occurs twice
   */
  public Samples named(List<String> features) {
    List<String> repeated = TableColumns.repeated(features);
    if (!repeated.isEmpty()) {
      throw new IllegalArgumentException("features share the names " + repeated);
    }
    return new Samples(rows, Optional.of(List.copyOf(features)));
  }

  /** The same as {@link #named(List)}. */
  public Samples named(String... features) {
    return named(List.of(features));
  }

  private static void requireAsMany(int rows, int given, String what) {
    if (given != rows) {
      throw new IllegalArgumentException("%s rows have %s %s".formatted(rows, given, what));
    }
  }

  /**
   * Rows with numbers to be predicted, or with 1 and 0 for labels, one for each of the columns that
   * the settings name as {@code target.columns}.
   *
   * @param features as of {@link #of(double[][])}
   * @param targets of shape (rows, columns to be predicted); not copied
   * @throws IllegalArgumentException if the number of targets differs from that of rows
   */
  public static Samples of(double[][] features, double[][] targets) {
    double[] once = new double[features.length];
    Arrays.fill(once, 1);
    return of(features, targets, once);
  }

  /** The same as {@link #of(double[][], double[][])} with weights of shape (rows). */
  public static Samples of(double[][] features, double[][] targets, double[] weights) {
    requireAsMany(features.length, targets.length, "rows of targets");
    requireAsMany(features.length, weights.length, WEIGHTS);
    return of(new Part(features, null, targets, weights));
  }

  private static Samples of(Part all) {
    return new Samples(
        spark -> {
          List<Part> parts = parts(all);
          return spark.parallelize(parts, Math.max(1, parts.size())).flatMap(new Rows());
        },
        Optional.empty());
  }

  private static String[] names(int[] labels) {
    Map<Integer, String> once = new HashMap<>(); // equal strings are serialized once
    return Arrays.stream(labels)
        .mapToObj(label -> once.computeIfAbsent(label, String::valueOf))
        .toArray(String[]::new);
  }

  /** Parts that depend on the data alone. */
  private static List<Part> parts(Part all) {
    double[][] features = all.features();
    int numbers = features.length == 0 || features[0] == null ? 1 : features[0].length;
    int targets = all.targets() == null || features.length == 0 ? 1 : width(all.targets()[0]);
    int rows = Math.max(1, NUMBERS_OF_A_PART / (numbers + targets + 1));
    List<Part> parts = new ArrayList<>();
    for (int from = 0; from < features.length; from += rows) {
      parts.add(all.range(from, Math.min(features.length, from + rows)));
    }
    return parts;
  }

  private static int width(double[] targets) {
    return targets == null ? 1 : targets.length;
  }

  /** Rows that have either labels or targets; the other array is null. */
  private record Part(double[][] features, String[] labels, double[][] targets, double[] weights)
      implements Serializable {

    Part range(int from, int until) {
      return new Part(
          Arrays.copyOfRange(features, from, until),
          labels == null ? null : Arrays.copyOfRange(labels, from, until),
          targets == null ? null : Arrays.copyOfRange(targets, from, until),
          Arrays.copyOfRange(weights, from, until));
    }

    Sample sample(int row) {
      DenseVector vector = features[row] == null ? null : new DenseVector(features[row]);
      return labels == null
          ? new Sample(null, targets[row], vector, weights[row])
          : new Sample(labels[row], vector, weights[row]);
    }
  }

  private static final class Rows implements FlatMapFunction<Part, Sample> {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Sample> call(Part part) {
      return IntStream.range(0, part.weights().length).mapToObj(part::sample).iterator();
    }
  }

  @Override
  public RowSource open(JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    return SampleSource.open(rows.apply(spark), names, settings, need);
  }

  @Override
  public String name(InputSettings settings) {
    return SampleSource.NAME;
  }

  @Override
  public boolean hasNamedColumns(InputSettings settings) {
    return names.isPresent();
  }
}
