package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.Dependency;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.ValidationSettings;

class PreparedDataTest {

  private static JavaSparkContext spark;

  @TempDir private Path directory;

  @BeforeAll
  static void startSpark() {
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @Test
  void cloudsAreTheSameInAnyNumberOfPartitionsAndLieAroundTheirCentres() {
    InputSettings clouds = Inputs.clouds(Inputs.threeClouds(500));
    List<Inputs.Row> samples = Inputs.rows(Inputs.load(spark, clouds, 1));
    assertThat(Inputs.rows(Inputs.load(spark, clouds, 7))).isEqualTo(samples);
    assertThat(samples).hasSize(1500);
    for (int cloud = 0; cloud < 3; cloud++) {
      List<Inputs.Row> own = samples.subList(500 * cloud, 500 * cloud + 500);
      String label = Integer.toString(cloud);
      assertThat(own).allMatch(sample -> sample.label().equals(label));
      for (int d = 0; d < 2; d++) {
        int at = d;
        double mean = own.stream().mapToDouble(row -> row.feature(at)).average().orElse(9);
        assertThat(mean).isCloseTo(Inputs.threeClouds(1).centers().get(cloud).get(d), within(0.2));
      }
    }
  }

  @Test
  void theSameRowsAreHeldOutEveryTimeAndNoneTwice() {
    InputSettings clouds = Inputs.clouds(Inputs.threeClouds(2000));
    ValidationSettings fifth = new ValidationSettings(0.2, Optional.empty());
    PreparedData one =
        Inputs.load(spark, clouds, PreparationSettings.simple(), fifth, Inputs.packing(1));
    PreparedData five =
        Inputs.load(spark, clouds, PreparationSettings.simple(), fifth, Inputs.packing(5));
    List<Batch> batches = one.validation().orElseThrow().batches().collect();
    List<Inputs.Row> held = Inputs.rows(batches, one.preparation().classNames());
    assertThat(
            Inputs.rows(
                five.validation().orElseThrow().batches().collect(),
                one.preparation().classNames()))
        .isEqualTo(held);
    assertThat(Inputs.rows(five)).doesNotContainAnyElementsOf(held);
    assertThat(Inputs.rows(five)).isEqualTo(Inputs.rows(one));
    assertThat(Inputs.rows(one).size() + held.size()).isEqualTo(6000);
    assertThat(held.size()).isBetween(1080, 1320);
  }

  @Test
  void preparedDataAreDividedPackedAndTheSameForAnyNumberOfPartitions() throws IOException {
    Path images =
        Written.idx(
            directory.resolve("images"),
            false,
            new int[] {3000, 2},
            Written.randomBytes(6000, 256));
    Path names =
        Written.idx(
            directory.resolve("labels"), false, new int[] {3000}, Written.randomBytes(3000, 3));
    InputSettings input = Inputs.idx(images, names);
    PreparedData one = Inputs.load(spark, input, 1);
    PreparedData many = Inputs.load(spark, input, 4);
    assertThat(one.preparation().classNames()).containsExactly("0", "1", "2");
    assertThat(one.training().batches().map(Batch::size).collect()).containsExactly(2048, 952);
    assertThat(many.training().batches().getNumPartitions()).isEqualTo(4);
    assertThat(many.training().summary().fingerprint())
        .isEqualTo(one.training().summary().fingerprint());
    double first = one.training().batches().first().inputs().element(0, 0);
    assertThat(first).isEqualTo((Files.readAllBytes(images)[12] & 0xff) / 255.0);
    Batch sample = SystematicSample.of(many.training().batches(), 3000, 100);
    assertThat(sample.size()).isEqualTo(100);
    assertThat(sample.inputs().element(1, 0))
        .isEqualTo(one.training().batches().first().inputs().element(30, 0));
  }

  @Test
  void aCachedSampleTakesTheBytesOfItsFeaturesAndLittleMore() throws IOException {
    int features = 100;
    Path images =
        Written.idx(
            directory.resolve("wide"),
            false,
            new int[] {3000, features},
            Written.randomBytes(3000 * features, 256));
    Path names =
        Written.idx(
            directory.resolve("names"), false, new int[] {3000}, Written.randomBytes(3000, 3));
    assertThat(cachedBytes(Inputs.idx(images, names), Precision.DOUBLE, "bytes"))
        .isBetween(3000L * features, 3000L * features * 105 / 100);
    StringBuilder name = new StringBuilder("label");
    for (int j = 0; j < features; j++) {
      name.append(",x").append(j);
    }
    List<String> lines = new ArrayList<>(List.of(name.toString()));
    for (int i = 0; i < 3000; i++) {
      lines.add(i % 3 + ",0.5".repeat(features));
    }
    InputSettings csv = Inputs.csv(Files.write(directory.resolve("wide.csv"), lines));
    assertThat(cachedBytes(csv, Precision.FLOAT, "floats"))
        .isBetween(3000L * features * 4, 3000L * features * 4 * 105 / 100);
    assertThat(cachedBytes(csv, Precision.DOUBLE, "doubles"))
        .isBetween(3000L * features * 8, 3000L * features * 8 * 105 / 100);
  }

  /** What Spark says of its memory. */
  private static long cachedBytes(InputSettings input, Precision precision, String name) {
    PreparedData data =
        Inputs.load(
            spark,
            input,
            PreparationSettings.simple(),
            Inputs.NO_VALIDATION,
            Inputs.packing(OptionalInt.of(1), precision, ClassWeights.none()));
    try {
      // Spark's list of what is stored comes by events, which may be late
      var status =
          SparkEnv.get()
              .blockManager()
              .getStatus(new RDDBlockId(data.training().batches().id(), 0));
      assertThat(status.isDefined()).as("whether %s are cached", name).isTrue();
      return status.get().memSize();
    } finally {
      Reference.reachabilityFence(data); // what nobody refers to leaves the cache
    }
  }

  @Test
  void whatWasTakenOfSparkIsGivenBackOnce() {
    PackingSettings shuffled =
        Inputs.packing(
            OptionalInt.of(3),
            PackingSettings.Placement.BY_HASH,
            Precision.DOUBLE,
            ClassWeights.none());
    ValidationSettings fifth = new ValidationSettings(0.2, Optional.empty());
    InputSettings clouds = Inputs.clouds(Inputs.threeClouds(100));
    PreparedData data = Inputs.load(spark, clouds, PreparationSettings.simple(), fifth, shuffled);
    JavaRDD<Batch> training = data.training().batches();
    int shuffle = shuffle(training.rdd());
    var tracker = (MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker();
    assertThat(spark.getPersistentRDDs()).containsKey(training.id());
    assertThat(tracker.containsShuffle(shuffle)).isTrue();
    data.close();
    assertThat(spark.getPersistentRDDs())
        .doesNotContainKeys(training.id(), data.validation().orElseThrow().batches().id());
    assertThat(tracker.containsShuffle(shuffle)).isFalse();
    assertThatThrownBy(training::count).hasMessageContaining("after it was destroyed");
    data.close();
  }

  /** The one that rows are shuffled by. */
  private static int shuffle(RDD<?> rdd) {
    Dependency<?> first = rdd.dependencies().head();
    return first instanceof ShuffleDependency<?, ?, ?> shuffle
        ? shuffle.shuffleId()
        : shuffle(first.rdd());
  }

  @Test
  void partitionsFollowTheSizeOfDataAndWork() {
    assertThat(PartitionChoice.automatic(1_500, 1_500 * 2, 78).number()).isEqualTo(1);
    assertThat(PartitionChoice.automatic(60_000, 60_000 * 784, 319_600).number()).isEqualTo(4);
    assertThat(PartitionChoice.automatic(60_000, 60_000 * 784, 3_196_000).number()).isEqualTo(4);
    assertThat(PartitionChoice.automatic(100_000, 100_000 * 20, 1_550_000).number()).isEqualTo(8);
    assertThat(PartitionChoice.automatic(1L << 33, 1L << 37, 100).number()).isEqualTo(1 << 13);
    assertThat(PartitionChoice.automatic((1L << 33) + 1, ((1L << 33) + 1) * 16, 100).number())
        .isEqualTo(1 << 14);
    assertThat(PartitionChoice.automatic(1_500, 1_500 * 2, 78).reason()).contains("3,000 numbers");
  }
}
