package org.sparkbackprop.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns.Labels;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.data.source.Samples;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SparkScoring;

/** Trainings on rows that a program gives have the weights of the same rows in a file. */
class SamplesTrainingTest {

  private static final Map<String, String> KRYO =
      Map.of(
          "spark.serializer",
          "org.apache.spark.serializer.KryoSerializer",
          "spark.kryo.registrator",
          "org.sparkbackprop.spark.KryoRegistration");

  private static final List<String> NAMES =
      List.of("sepal length", "sepal width", "petal length", "petal width");

  @TempDir private Path directory;

  private static TrainingSettings settings(String configuration, String... changes) {
    return ConfigurationFile.read(configuration, List.of(changes), new Configuration()).training();
  }

  /** Rows that are held out by class, standardised, and shuffled. */
  private static TrainingSettings iris() {
    return settings(
        "conf/iris.conf",
        "training.method=local-sgd",
        "training.partitions=3",
        "training.epochs=20",
        "training.batch-size=10",
        "training.class-weights=balanced",
        "optimizer.learning-rate=0.05",
        "test.fraction=0.1");
  }

  /** Iris as a program has it. */
  private record Flowers(double[][] features, String[] species) {

    static Flowers read() throws IOException {
      List<String[]> lines =
          Files.readAllLines(Path.of("data/iris/iris.csv")).stream()
              .skip(1)
              .map(line -> line.split(","))
              .toList();
      return new Flowers(
          lines.stream()
              .map(fields -> Arrays.stream(fields).limit(4).mapToDouble(Double::parseDouble))
              .map(numbers -> numbers.toArray())
              .toArray(double[][]::new),
          lines.stream().map(fields -> fields[4]).toArray(String[]::new));
    }

    List<Sample> samples() {
      return IntStream.range(0, species.length)
          .mapToObj(i -> new Sample(species[i], Vectors.dense(features[i])))
          .toList();
    }
  }

  private static Model train(JavaSparkContext spark, TrainingSettings settings, Input rows) {
    return Training.of(settings).data(rows).run(spark).model();
  }

  private static String sha(Model model) {
    return WeightsFile.sha256(WeightsFile.write(model.network(), model.parameters()));
  }

  @Test
  void arraysAndAnRddGiveTheWeightsOfTheSameRowsAsCsv() throws IOException {
    Flowers flowers = Flowers.read();
    Samples arrays = Samples.of(flowers.features(), flowers.species());
    String csv;
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      csv = sha(Training.of(iris()).run(spark).model());
      Model model = train(spark, iris(), arrays);
      assertThat(sha(model)).isEqualTo(csv);
      assertThat(model.preparation().featureNames()).containsExactly("x1", "x2", "x3", "x4");
      assertThat(model.configured("input")).isEmpty();
      assertThat(model.configured("network")).isPresent();
      requireScores(spark, model, flowers);
    }
    try (JavaSparkContext spark = LocalSpark.start("local[2]", KRYO)) {
      assertThat(sha(train(spark, iris(), arrays.named(NAMES)))).isEqualTo(csv);
      JavaRDD<Sample> rdd = spark.parallelize(flowers.samples(), 4);
      rdd.persist(StorageLevel.DISK_ONLY()); // as bytes
      assertThat(sha(train(spark, iris(), Samples.of(rdd)))).isEqualTo(csv);
    }
  }

  /** Evaluates in a job what the model says of one row after the other. */
  private static void requireScores(JavaSparkContext spark, Model model, Flowers flowers) {
    ClassMetrics metrics;
    try (InspectedInput rows =
        InspectedInput.forModel(
            spark,
            Samples.of(flowers.features(), flowers.species()),
            iris().input(),
            model.preparation(),
            Labels.REQUIRED,
            Precision.DOUBLE)) {
      Computation computation =
          new Computation(model.network(), Precision.DOUBLE, BlasPreference.AUTO);
      metrics =
          new ClassMetrics(
              model.preparation().classNames(),
              SparkScoring.score(
                  spark, computation, model.parameters(), PreparedData.scorable(rows)));
    }
    long correct =
        IntStream.range(0, flowers.species().length)
            .filter(
                i -> {
                  double[] p = model.probabilities(flowers.features()[i]);
                  int best = p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
                  String name = model.preparation().classNames().get(best);
                  return name.equals(flowers.species()[i]);
                })
            .count();
    assertThat(metrics.samples()).isEqualTo(150);
    assertThat(metrics.fields().get("accuracy")).isEqualTo(correct / 150.0);
    assertThat(correct).isGreaterThan(120);
  }

  @Test
  void sparseVectorsGiveTheWeightsOfTheSameRowsAsLibsvm() throws IOException {
    Random random = new Random(1);
    List<Sample> samples = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    for (int row = 0; row < 120; row++) {
      int label = row % 3;
      int first = 100 * label + random.nextInt(40);
      double[] values = {random.nextGaussian(), 1 + random.nextDouble(), random.nextDouble()};
      int[] places = {first, first + 20, 299};
      Vector features = Vectors.sparse(300, places, values);
      samples.add(new Sample(Integer.toString(label), features));
      lines.append(label);
      for (int i = 0; i < 3; i++) {
        lines.append(' ').append(places[i] + 1).append(':').append(values[i]);
      }
      lines.append('\n');
    }
    Path file = Files.writeString(directory.resolve("rows.svm"), lines);
    TrainingSettings settings =
        settings(
            "conf/clouds.conf",
            "input.format=libsvm",
            "input.path=" + file,
            "training.epochs=20",
            "training.partitions=2",
            "optimizer.gradient=mean",
            "optimizer.learning-rate=0.5");
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      Input rows = Samples.of(spark.parallelize(samples, 3));
      try (InspectedInput input = InspectedInput.forTraining(spark, rows, settings)) {
        assertThat(input.storedAs()).isEqualTo("as sparse doubles");
      }
      String libsvm = sha(Training.of(settings).run(spark).model());
      assertThat(sha(train(spark, settings, rows))).isEqualTo(libsvm);
    }
  }
}
