package org.sparkbackprop.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.FailingStorage;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.registry.LeaseException;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.retrain.RetrainResult.Outcome;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;

/**
 * Thirty nights of a model whose data drift: three clouds that turn about the origin by four
 * degrees a night. In one night the labels are mixed up, in one a column comes in another unit, in
 * one the process dies, and in one a second run is started meanwhile.
 */
class ThirtyNightsTest {

  private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
  private static final int NIGHTS = 30;
  private static final int CRASH = 7;
  private static final int MIXED_LABELS = 12;
  private static final int OTHER_UNIT = 19;
  private static final int OVERLAP = 23;
  private static final int ROWS = 400;
  private static final double DEGREES_A_NIGHT = 4;

  private static final String CONFIGURATION =
      """
      recipe = textbook
      input { format = csv, path = "%1$s/nights/"${run.id}".csv", label = cloud }
      preparation { standardisation = z-score }
      validation { fraction = 0.25 }
      network { hidden = [6], activation = tanh }
      training { epochs = 60, record-every = 20, checkpoint-every = 20, partitions = 2 }
      optimizer { name = adam, learning-rate = 0.02, gradient = mean }
      retrain { root = "%1$s/models", keep-versions = 40
        gate { tolerance = 0.03, accuracy-floor = 0.8, recall-floor = 0.7 } }
      """;

  @TempDir private Path directory;
  private JavaSparkContext spark;

  private static String date(int night) {
    return FIRST.plusDays(night - 1L).toString();
  }

  private static double[] center(int cloud, int night) {
    double angle = Math.toRadians(120 * cloud + DEGREES_A_NIGHT * night);
    return new double[] {3 * Math.cos(angle), 3 * Math.sin(angle)};
  }

  private void writeNight(int night) throws IOException {
    Random random = new Random(night);
    StringBuilder rows = new StringBuilder("x,y,cloud\n");
    for (int i = 0; i < ROWS; i++) {
      int cloud = random.nextInt(3);
      double[] center = center(cloud, night);
      double unit = night == OTHER_UNIT ? 100 : 1;
      String label = "abc".charAt(night == MIXED_LABELS ? random.nextInt(3) : cloud) + "";
      rows.append((center[0] + random.nextGaussian()) * unit)
          .append(',')
          .append(center[1] + random.nextGaussian())
          .append(',')
          .append(label)
          .append('\n');
    }
    Files.writeString(directory.resolve("nights/" + date(night) + ".csv"), rows);
  }

  private Outcome retrain(Storage home, String id) {
    return retrain(home, id, new RetrainListener() {});
  }

  private Outcome retrain(Storage home, String id, RetrainListener listener) {
    ConfigurationFile file =
        ConfigurationFile.read(
            directory.resolve("turning.conf").toString(),
            RunId.of(Optional.of(id)).changes(),
            new Configuration());
    return Retraining.of(file.training(), file.retraining())
        .run(id)
        .listener(listener)
        .at(home)
        .run(spark)
        .outcome();
  }

  private static Map<String, Object> status(Storage home, int night) {
    String name = "runs/" + date(night) + "/status.json";
    return Json.parse(home.read(name, 1 << 20), name);
  }

  private static Model current(Storage home) {
    Optional<String> version = new Pointers(home).current().flatMap(Pointer::version);
    return new Versions(home).model(version.orElseThrow());
  }

  private static double accuracy(Model model, int night) {
    Random random = new Random(1000 + night);
    List<double[]> rows = new ArrayList<>();
    List<Integer> clouds = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      int cloud = random.nextInt(3);
      double[] center = center(cloud, night);
      clouds.add(cloud);
      rows.add(new double[] {center[0] + random.nextGaussian(), center[1] + random.nextGaussian()});
    }
    List<double[]> probabilities = model.probabilities(rows);
    int right = 0;
    for (int i = 0; i < rows.size(); i++) {
      double[] y = probabilities.get(i);
      int best = y[0] >= y[1] ? (y[0] >= y[2] ? 0 : 2) : (y[1] >= y[2] ? 1 : 2);
      right += best == clouds.get(i) ? 1 : 0;
    }
    return (double) right / rows.size();
  }

  @Test
  void goodNightsArePublishedAndNothingElse() throws IOException {
    Files.createDirectories(directory.resolve("nights"));
    Files.writeString(
        directory.resolve("turning.conf"), CONFIGURATION.formatted(directory.toString()));
    LocalStorage home = new LocalStorage(directory.resolve("models/turning"));
    Model first = null;
    spark = LocalSpark.start("local[2]");
    try {
      for (int night = 1; night <= NIGHTS; night++) {
        writeNight(night);
        spend(night, home);
        first = first == null ? current(home) : first;
      }
    } finally {
      spark.close();
    }
    Model last = current(home);
    assertThat(accuracy(first, NIGHTS)).isLessThan(0.6);
    assertThat(accuracy(last, NIGHTS)).isGreaterThan(0.9);
    assertVersions(home);
    List<String> lines =
        new String(home.read("runs.jsonl", 1 << 20), StandardCharsets.UTF_8).lines().toList();
    // the run that died has told nothing, nor has the one that was turned away
    assertThat(lines).hasSize(NIGHTS);
    assertThat(new String(home.read("metrics.prom", 1 << 20), StandardCharsets.UTF_8))
        .contains("spark_backprop_retrain_outcome{model=\"turning\",outcome=\"published\"} 1");
  }

  private void spend(int night, LocalStorage home) {
    String before = new Pointers(home).current().flatMap(Pointer::version).orElse("none");
    switch (night) {
      case CRASH -> {
        // on its way to a new version it dies, with a checkpoint behind it
        FailingStorage dying = FailingStorage.at(home, 40, FailingStorage.Way.DEAD);
        assertThatThrownBy(() -> retrain(dying, date(night))).isInstanceOf(StorageException.class);
        assertThat(status(home, night)).containsEntry("state", "running");
        assertThat(home.exists("lease.json")).isTrue();
        assertThat(new Pointers(home).current().flatMap(Pointer::version)).contains(before);
        retrain(home, date(night));
        assertThat(status(home, night)).containsKey("resumed_from_epoch");
        assertThat(status(home, night).get("start_reason")).asString().contains(before);
      }
      case MIXED_LABELS -> {
        assertThat(retrain(home, date(night))).isEqualTo(Outcome.REJECTED);
        assertThat(status(home, night)).containsEntry("outcome", "rejected");
      }
      case OTHER_UNIT ->
          assertThatThrownBy(() -> retrain(home, date(night)))
              .isInstanceOf(DataException.class)
              .hasMessageContaining("feature x: PSI");
      case OVERLAP ->
          retrain(
              home,
              date(night),
              new RetrainListener() {
                @Override
                public void read(PreparedData data, Duration time) {
                  assertThatThrownBy(() -> retrain(home, "by-hand"))
                      .isInstanceOf(LeaseException.class)
                      .hasMessageContaining("run " + date(night) + " has the lease");
                }
              });
      default -> assertThat(retrain(home, date(night))).isEqualTo(Outcome.PUBLISHED);
    }
    boolean bad = night == MIXED_LABELS || night == OTHER_UNIT;
    String now = new Pointers(home).current().flatMap(Pointer::version).orElseThrow();
    assertThat(now).as("in service after night %d", night).startsWith(bad ? before : date(night));
    // the same night once more does nothing, but for the one whose data were refused
    if (night != OTHER_UNIT) {
      retrain(home, date(night));
    }
    assertThat(new Pointers(home).current().flatMap(Pointer::version)).contains(now);
  }

  private static void assertVersions(LocalStorage home) {
    assertThat(new Pointers(home).all())
        .filteredOn(pointer -> pointer.reason() == Pointer.Reason.PUBLISHED)
        .hasSize(NIGHTS - 2);
    assertThat(new Versions(home).all())
        .hasSize(NIGHTS - 1)
        .filteredOn(version -> version.verdict() == ModelVersion.Verdict.REJECTED)
        .hasSize(1);
  }
}
