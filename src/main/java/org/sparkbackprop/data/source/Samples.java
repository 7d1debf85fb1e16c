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
   * Rows with class names as labels, and weights.
   *
   * @param features as of {@link #of(double[][])}
   * @param labels of shape (rows)
   * @param weights of shape (rows)
   * @throws IllegalArgumentException if the number of labels or weights differs from that of rows
   */
  public static Samples of(double[][] features, String[] labels, double[] weights) {
    requireAsMany(features.length, labels.length, "labels");
    requireAsMany(features.length, weights.length, "weights");
    return new Samples(
        spark -> {
          List<Part> parts = parts(features, labels, weights);
          return spark.parallelize(parts, Math.max(1, parts.size())).flatMap(new Rows());
        },
        Optional.empty());
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

  private static String[] names(int[] labels) {
    Map<Integer, String> once = new HashMap<>(); // equal strings are serialized once
    return Arrays.stream(labels)
        .mapToObj(label -> once.computeIfAbsent(label, String::valueOf))
        .toArray(String[]::new);
  }

  /** Parts that depend on the data alone. */
  private static List<Part> parts(double[][] features, String[] labels, double[] weights) {
    int numbers = features.length == 0 || features[0] == null ? 1 : features[0].length;
    int rows = Math.max(1, NUMBERS_OF_A_PART / (numbers + 2));
    List<Part> parts = new ArrayList<>();
    for (int from = 0; from < features.length; from += rows) {
      int until = Math.min(features.length, from + rows);
      parts.add(
          new Part(
              Arrays.copyOfRange(features, from, until),
              Arrays.copyOfRange(labels, from, until),
              Arrays.copyOfRange(weights, from, until)));
    }
    return parts;
  }

  private record Part(double[][] features, String[] labels, double[] weights)
      implements Serializable {

    Sample sample(int row) {
      DenseVector vector = features[row] == null ? null : new DenseVector(features[row]);
      return new Sample(labels[row], vector, weights[row]);
    }
  }

  private static final class Rows implements FlatMapFunction<Part, Sample> {

    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Sample> call(Part part) {
      return IntStream.range(0, part.labels().length).mapToObj(part::sample).iterator();
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
