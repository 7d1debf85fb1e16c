package org.sparkbackprop.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.FailingStorage;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.cluster.SparkSource;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.Pointer;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.retrain.RetrainResult.Outcome;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
import org.sparkbackprop.train.TrainingListener;

/**
 * The n-th call of the storage fails, for n = 1, 2, 3, … until a run is clean. Whichever it is, the
 * model in service can be loaded, and the same command then ends as if nothing had happened. Each
 * call fails in one of the four ways, or with {@code -Dfaults.step=1} in all of them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RetrainFaultsTest {

  private static final int MAX_CALLS = 400;
  private static final int STEP = Integer.getInteger("faults.step", 4);

  private Path directory;
  private JavaSparkContext spark;
  private TrainingSettings training;
  private RetrainSettings settings;
  private RetrainRows first;
  private RetrainRows second;
  private Path template;

  @BeforeAll
  void read(@TempDir Path temporary) {
    directory = temporary;
    spark = LocalSpark.start("local[1]");
    first = data(1);
    second = data(2);
    template = directory.resolve("template");
    assertThat(retrain(new LocalStorage(template), "night-1", first)).isEqualTo(Outcome.PUBLISHED);
  }

  @AfterAll
  void stop() {
    spark.close();
  }

  private RetrainRows data(int seed) {
    List<String> changes =
        List.of(
            "input.clouds.samples=40",
            "input.clouds.seed=" + seed,
            "validation.fraction=0.3",
            "training.epochs=6",
            "training.record-every=3",
            "training.checkpoint-every=3",
            "training.partitions=1",
            "optimizer.gradient=mean",
            "optimizer.learning-rate=0.1",
            "retrain.gate.tolerance=1",
            "retrain.keep-versions=1");
    ConfigurationFile file =
        ConfigurationFile.read("conf/clouds.conf", changes, new Configuration());
    training = file.training();
    settings = file.retraining();
    return new RetrainRows(SparkSource.lent(spark), training, new TrainingListener() {}) {
      @Override
      public void close() {
        // they are read once for all runs
      }
    };
  }

  private Outcome retrain(Storage home, String id, RetrainRows rows) {
    return Retraining.of(training, settings)
        .run(id)
        .at(home)
        .run(rows, new Configuration())
        .outcome();
  }

  /** A home with a version in service, which retention will remove when there is another. */
  private LocalStorage home(String name) {
    Path home = directory.resolve(name);
    try {
      FileUtils.copyDirectory(template.toFile(), home.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new LocalStorage(home);
  }

  private static String sha(Model model) {
    return WeightsFile.sha256(WeightsFile.write(model.network(), model.parameters()));
  }

  private static String currentSha(Storage home) {
    Optional<String> version = new Pointers(home).current().flatMap(Pointer::version);
    return sha(new Versions(home).model(version.orElseThrow()));
  }

  @ParameterizedTest
  @EnumSource(FailingStorage.Way.class)
  void whateverCallFailsTheCurrentModelLoadsAndTheSameCommandSucceeds(FailingStorage.Way way) {
    LocalStorage clean = home(way + "-clean");
    String before = currentSha(clean);
    retrain(clean, "night-2", second);
    String after = currentSha(clean);
    assertThat(after).isNotEqualTo(before);
    boolean failed = true;
    int n = 1 + List.of(FailingStorage.Way.values()).indexOf(way) % STEP;
    for (; failed; n += STEP) {
      assertThat(n).isLessThan(MAX_CALLS);
      LocalStorage home = home(way + "-" + n);
      FailingStorage failing = FailingStorage.at(home, n, way);
      try {
        retrain(failing, "night-2", second);
      } catch (StorageException injected) {
        assertThat(injected).as("call %d", n).hasMessageContaining("injected fault");
      }
      failed = failing.hasFailed();
      assertThat(currentSha(home)).as("after call %d", n).isIn(before, after);
      assertThat(retrain(home, "night-2", second))
          .as("again after call %d", n)
          .isEqualTo(Outcome.PUBLISHED);
      assertThat(currentSha(home)).as("again after call %d", n).isEqualTo(after);
      // a lease that could not be given back is in nobody's way
      Lease.acquire(home, "night-3", Duration.ofMinutes(1), Duration.ZERO).close();
      assertThat(home.exists("lease.json")).as("lease after call %d", n).isFalse();
      home.delete("");
    }
    assertThat(n).as("calls of a clean run").isGreaterThan(20);
  }

  @Test
  void aRunThatWasCutOffAfterItsPublicationIsOnlyEnded() {
    LocalStorage home = home("cut-off");
    retrain(home, "night-2", second);
    long generation = new Pointers(home).generation();
    home.delete("runs/night-2/status.json");
    home.writeText("runs/night-2/status.json", "{\"state\":\"running\"}");
    assertThat(retrain(home, "night-2", first)).isEqualTo(Outcome.PUBLISHED);
    assertThat(new Pointers(home).generation()).isEqualTo(generation);
  }
}
