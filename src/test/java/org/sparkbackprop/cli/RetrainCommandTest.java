package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.registry.Lease;
import org.sparkbackprop.registry.Pointers;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.retrain.RetrainResult;
import org.sparkbackprop.retrain.Retraining;
import org.sparkbackprop.retrain.RunId;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;

/** {@code retrain}, {@code versions} and {@code compare} as a scheduler and a user give them. */
class RetrainCommandTest {

  private static final String CONFIGURATION =
      """
      recipe = textbook
      input { format = csv, path = "%1$s/"${run.id}".csv", label = kind }
      validation { fraction = 0.3 }
      network { hidden = [4], activation = tanh }
      training { epochs = 40, record-every = 20, partitions = 1 }
      optimizer { name = adam, learning-rate = 0.05, gradient = mean }
      retrain { root = "%1$s/models", name = two, gate { tolerance = 0.1 } }
      """;

  @TempDir private Path directory;
  private LocalStorage home;

  @BeforeEach
  void writeConfiguration() throws IOException {
    home = new LocalStorage(directory.resolve("models/two"));
    Files.writeString(directory.resolve("two.conf"), CONFIGURATION.formatted(directory));
  }

  /** Two clouds about (±2, 0), and so many rows of a third kind above them. */
  private void writeNight(String id, int seed, int third, String... moreColumns)
      throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("x,y,");
    List.of(moreColumns).forEach(column -> rows.append(column).append(','));
    rows.append("kind\n");
    for (int i = 0; i < 200 + third; i++) {
      boolean left = random.nextBoolean();
      double x = i < 200 ? (left ? -2 : 2) : 0;
      rows.append(x + random.nextGaussian()).append(',');
      rows.append((i < 200 ? 0 : 6) + random.nextGaussian()).append(',');
      for (int c = 0; c < moreColumns.length; c++) {
        rows.append(random.nextGaussian()).append(',');
      }
      rows.append(i < 200 ? (left ? "left" : "right") : "top").append('\n');
    }
    Files.writeString(directory.resolve(id + ".csv"), rows);
  }

  private CommandRun retrain(String... more) {
    return CommandRun.of("retrain", directory.resolve("two.conf").toString()).with(more);
  }

  private Map<String, Object> status(String id) {
    String name = "runs/" + id + "/status.json";
    return Json.parse(home.read(name, 1 << 20), name);
  }

  private String sha(String version) throws IOException {
    return WeightsFile.sha256(
        Files.readAllBytes(
            home.path().resolve("versions/" + version + "/model/weights.safetensors")));
  }

  @Test
  void theSameRunIdDoesNothingAndOtherKeysAreRefused() throws IOException {
    writeNight("n1", 1, 0);
    String out = retrain("--run-id", "n1").expect(ExitCode.DONE).out();
    assertThat(out).contains("training begins cold", "version n1-g1 is in service");
    assertThat(status("n1"))
        .containsEntry("state", "succeeded")
        .containsEntry("outcome", "published")
        .containsEntry("exit_code", 0)
        .containsEntry("generation", 1);
    assertThat(retrain("--run-id", "n1").expect(ExitCode.DONE).out())
        .contains("run n1 is finished")
        .contains("nothing is done");
    assertThat(retrain("--run-id", "n1", "--set", "training.seed=5").expect(ExitCode.USAGE).error())
        .contains("training.seed")
        .contains("another --run-id");
    assertThat(
            retrain("--run-id", "n1", "--set", "retrain.keep-versions=3")
                .expect(ExitCode.DONE)
                .out())
        .contains("nothing is done");
    assertThat(new Pointers(home).generation()).isEqualTo(1);
  }

  @Test
  void withoutARunIdItIsMadeOfDataAndConfiguration() throws IOException {
    writeNight("n1", 1, 0);
    String path = "input.path=\"" + directory.resolve("n1.csv") + "\"";
    retrain("--set", path).expect(ExitCode.DONE);
    assertThat(retrain("--set", path).expect(ExitCode.DONE).out()).contains("nothing is done");
    retrain("--set", path, "--set", "training.seed=2").expect(ExitCode.DONE);
    writeNight("n1", 2, 0);
    retrain("--set", path).expect(ExitCode.DONE);
    assertThat(new Pointers(home).generation()).isEqualTo(3);
    assertThat(retrain().expect(ExitCode.USAGE).error()).contains("${run.id} is the id of the run");
  }

  @Test
  void aSecondNightBeginsWhereTheFirstEnded() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("n2", 2, 0);
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    retrain("--run-id", "n2", "--set", "training.epochs=0").expect(ExitCode.DONE);
    assertThat(status("n2")).containsEntry("start", "warm").containsEntry("champion", "n1-g1");
    // without an epoch the weights are those of the first night, to the bit
    assertThat(sha("n2-g2")).isEqualTo(sha("n1-g1"));
  }

  @Test
  void aProgramThatRetrainsInItsOwnSparkMakesTheSameVersions() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("n2", 2, 0);
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    retrain("--run-id", "n2").expect(ExitCode.DONE);
    List<String> byCommand = List.of(sha("n1-g1"), sha("n2-g2"));
    home = new LocalStorage(directory.resolve("models/program"));
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      for (String night : List.of("n1", "n2", "n2")) {
        List<String> changes = new ArrayList<>(RunId.of(Optional.of(night)).changes());
        changes.add("retrain.name=program");
        ConfigurationFile file =
            ConfigurationFile.read(
                directory.resolve("two.conf").toString(), changes, new Configuration());
        boolean wasDone = home.exists("runs/" + night);
        RetrainResult result =
            Retraining.of(file.training(), file.retraining()).run(night).run(spark);
        assertThat(result.outcome()).isEqualTo(RetrainResult.Outcome.PUBLISHED);
        assertThat(result.version()).contains(night + (night.equals("n1") ? "-g1" : "-g2"));
        assertThat(result.wasDoneBefore()).isEqualTo(wasDone);
        assertThat(spark.getPersistentRDDs()).isEmpty();
      }
      assertThat(spark.parallelize(List.of(1, 2)).count()).isEqualTo(2);
    }
    assertThat(List.of(sha("n1-g1"), sha("n2-g2"))).isEqualTo(byCommand);
  }

  @Test
  void theDateInTheRunIdNamesPaths() throws IOException {
    writeNight("2026-01-31", 1, 0);
    String path = "input.path=" + directory + "/${run.year}\"-\"${run.month}\"-\"${run.day}.csv";
    retrain("--run-id", "nightly-2026-01-31", "--set", path).expect(ExitCode.DONE);
    assertThat(retrain("--run-id", "no-date", "--set", path).expect(ExitCode.USAGE).error())
        .contains("${run.date}");
  }

  @Test
  void aNewClassOrColumnOrLayerBeginsColdAndIsNamed() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("class", 2, 60);
    writeNight("column", 3, 0, "z");
    writeNight("layer", 4, 0, "z");
    List<String> anyData =
        List.of("--set", "retrain.drift.classes.stop=null", "--set", "retrain.gate.tolerance=1");
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    retrain("--run-id", "class").with(anyData.toArray(new String[0])).expect(ExitCode.DONE);
    assertThat(status("class").get("start_reason").toString())
        .contains("cold")
        .contains("class top is new");
    retrain("--run-id", "column").with(anyData.toArray(new String[0])).expect(ExitCode.DONE);
    assertThat(status("column").get("start_reason").toString())
        .contains("class top is gone")
        .contains("feature z is new");
    retrain("--run-id", "layer", "--set", "network.hidden=[5]").expect(ExitCode.DONE);
    assertThat(status("layer").get("start_reason").toString())
        .contains("layers are 3-5-2 (tanh) instead of 3-4-2 (tanh)");
    assertThat(CommandRun.of("versions", home.location()).expect(ExitCode.DONE).out())
        .contains("in service: layer-g4");
    // the champion lacks a column that the first version needs no more, and so both can be compared
    String table =
        CommandRun.of("compare", home.location(), "n1-g1", "layer-g4")
            .with("--input", directory.resolve("layer.csv").toString())
            .expect(ExitCode.DONE)
            .out();
    assertThat(table).contains("recall n1-g1", "left", "right", "McNemar's p");
  }

  @Test
  void whatTheGateRejectsIsNotPutIntoService() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("n2", 2, 0);
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    String[] bad = {"--set", "optimizer.learning-rate=3", "--set", "retrain.gate.accuracy-floor=1"};
    retrain("--run-id", "n2").with(bad).expect(ExitCode.DONE);
    assertThat(status("n2"))
        .containsEntry("state", "succeeded")
        .containsEntry("outcome", "rejected");
    assertThat(status("n2").get("reasons").toString()).contains("below the floor of 1.0");
    retrain("--run-id", "n3", "--fail-on-reject", "--set", "input.path=" + directory + "/n2.csv")
        .with(bad)
        .expect(ExitCode.REJECTED);
    assertThat(status("n3")).containsEntry("exit_code", 90);
    // whoever asks again hears the same
    retrain("--run-id", "n3", "--fail-on-reject", "--set", "input.path=" + directory + "/n2.csv")
        .with(bad)
        .expect(ExitCode.REJECTED);
    assertThat(new Pointers(home).generation()).isEqualTo(1);
    assertThat(new Versions(home).all()).hasSize(3);
    assertThat(CommandRun.of("versions", home.location()).expect(ExitCode.DONE).out().lines())
        .filteredOn(line -> line.endsWith("rejected"))
        .hasSize(2);
  }

  @Test
  void aRunThatWasRejectedIsRunAnewByRetryUntilItsVersionIsInService() throws IOException {
    writeNight("n1", 1, 0);
    String[] strict = {"--set", "retrain.gate.accuracy-floor=1"};
    assertThat(retrain("--run-id", "n1").with(strict).expect(ExitCode.DONE).out())
        .contains("version n1-g1 is rejected, and no version is in service yet: ");
    assertThat(retrain("--run-id", "n1").with(strict).expect(ExitCode.DONE).out())
        .contains("nothing is done (--retry repeats it)");
    assertThat(retrain("--run-id", "n1").expect(ExitCode.USAGE).error())
        .contains("retrain.gate.accuracy-floor", "--retry");
    assertThat(retrain("--run-id", "n1", "--retry").expect(ExitCode.DONE).out())
        .contains("epoch 0/40", "version n1-g1-2 is in service, as generation 1");
    assertThat(status("n1")).containsEntry("outcome", "published");
    assertThat(retrain("--run-id", "n1", "--retry").with(strict).expect(ExitCode.DONE).out())
        .contains("run n1 has put its version into service; nothing is done");
    assertThat(retrain("--run-id", "n1").expect(ExitCode.DONE).out()).contains("nothing is done");
    // one that diverged, too
    writeNight("n2", 2, 0);
    String[] wild = {
      "--set", "optimizer.name=gradient-descent", "--set", "optimizer.learning-rate=1e300"
    };
    retrain("--run-id", "n2").with(wild).expect(ExitCode.DIVERGED);
    retrain("--run-id", "n2").expect(ExitCode.USAGE);
    assertThat(retrain("--run-id", "n2", "--retry").expect(ExitCode.DONE).out())
        .contains("is in service, as generation 2");
    // a version that was rejected has not been in service before
    assertThat(retrain("--rollback=n1-g1").expect(ExitCode.DONE).out())
        .contains("version n1-g1 is in service, as generation 3");
    assertThat(retrain("--rollback=n1-g1-2").expect(ExitCode.DONE).out())
        .contains("version n1-g1-2 is in service again, as generation 4");
    assertThat(retrain("--rollback", "--retry").expect(ExitCode.USAGE).error())
        .contains("--retry and --rollback exclude each other");
  }

  /** All features lie far off: the first step kills every relu. */
  @Test
  void aModelThatTellsNothingApartIsRejectedHoweverWideTheTolerance() throws IOException {
    writeNight("n1", 1, 0);
    StringBuilder far = new StringBuilder("x,y,kind\n");
    Random random = new Random(3);
    for (int i = 0; i < 200; i++) {
      boolean left = i % 4 == 0;
      far.append(
          "%s,%s,%s%n"
              .formatted(
                  50 + random.nextGaussian(), 50 + random.nextGaussian(), left ? "left" : "right"));
    }
    Files.writeString(directory.resolve("far.csv"), far);
    String[] any = {
      "--set", "retrain.gate.tolerance=1",
      "--set", "network.activation=relu",
      "--set", "optimizer.name=gradient-descent",
      "--set", "optimizer.learning-rate=0.5"
    };
    String out = retrain("--run-id", "far").with(any).expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("warning: layer 1: all of its relus are dead")
        .contains(
            "is rejected, and no version is in service yet: layer 1: all of its relus are dead")
        .contains("it predicts class right for all of the");
    assertThat(new Pointers(home).current()).isEmpty();
  }

  @Test
  void costsNeedAToleranceOfTheirOwnAndAreSaidToBeUnweighted() throws IOException {
    writeNight("n1", 1, 0);
    String[] byCost = {
      "--set", "retrain.gate.metric=cost", "--set", "training.class-weights=balanced"
    };
    Files.writeString(
        directory.resolve("two.conf"),
        CONFIGURATION.formatted(directory).replace(", gate { tolerance = 0.1 }", ""));
    assertThat(retrain("--run-id", "n1").with(byCost).expect(ExitCode.USAGE).error())
        .contains("retrain.gate.tolerance must be given with retrain.gate.metric = cost");
    // the number of the default, too, if somebody means it
    assertThat(
            retrain("--run-id", "n1", "--set", "retrain.gate.tolerance=0.01")
                .with(byCost)
                .expect(ExitCode.DONE)
                .out())
        .contains("note: the gate's costs are unweighted");
  }

  @Test
  void helpShowsVariablesOfTheConfigurationAsTheyAreWritten() {
    assertThat(
            CommandRun.of("retrain", "--help").expect(ExitCode.DONE).out().replaceAll("\\s+", " "))
        .contains("name of the run, ${run.id} in the configuration")
        .doesNotContain("null");
  }

  @Test
  void aSecondRunIsTurnedAwayAndOneThatWaitsIsNot() throws IOException {
    writeNight("n1", 1, 0);
    Lease other = Lease.acquire(home, "by-hand", Duration.ofMinutes(1), Duration.ZERO);
    assertThat(retrain("--run-id", "n1").expect(ExitCode.TRY_AGAIN).error())
        .contains("run by-hand has the lease");
    assertThat(retrain("--run-id", "n1", "--wait=1").expect(ExitCode.TRY_AGAIN).error())
        .contains("run by-hand has the lease");
    assertThat(home.exists("runs/n1")).isFalse();
    other.close();
    CommandRun.of("retrain", "--run-id", "n1", "--wait", directory.resolve("two.conf").toString())
        .expect(ExitCode.DONE);
    assertThat(home.exists("lease.json")).isFalse();
  }

  @Test
  void aRollbackIsAPublicationOfItsOwn() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("n2", 2, 0);
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    retrain("--run-id", "n2").expect(ExitCode.DONE);
    String configuration = directory.resolve("two.conf").toString();
    assertThat(CommandRun.of("retrain", "--rollback", configuration).expect(ExitCode.DONE).out())
        .contains("version n1-g1 is in service again, as generation 3");
    assertThat(retrain("--rollback").expect(ExitCode.NOT_FOUND).error()).contains("before n1-g1");
    retrain("--rollback=n2-g2").expect(ExitCode.DONE);
    assertThat(retrain("--rollback=n9").expect(ExitCode.NOT_FOUND).error()).contains("n9");
    assertThat(CommandRun.of("versions", home.location()).expect(ExitCode.DONE).out())
        .contains("in service: n2-g2, generation 4, rolled back");
  }

  @Test
  void dataThatAreTooFarAreNotTrainedOn() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("far", 2, 150);
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    CommandRun run = retrain("--run-id", "far").expect(ExitCode.BAD_DATA);
    assertThat(run.error())
        .contains("too far")
        .contains("feature y: PSI")
        .contains("retrain.drift");
    assertThat(status("far")).containsEntry("state", "failed").containsKey("drift");
    assertThat(home.list("versions")).containsExactly("n1-g1");
    // who has looked at them may say so under the same id: nothing was begun
    retrain("--run-id", "far")
        .with("--set", "retrain.drift.features.stop=null")
        .with("--set", "retrain.drift.classes.stop=null")
        .expect(ExitCode.DONE);
  }

  /** Rows of one distribution, of whose ages a third is missing; their mean moves by chance. */
  private void writeNightWithGaps(String id, int seed, double share) throws IOException {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("age,z,kind\n");
    for (int i = 0; i < 1000; i++) {
      String age = random.nextDouble() < share ? "NA" : "" + (44 + 12 * random.nextGaussian());
      double z = random.nextGaussian();
      rows.append("%s,%s,%s%n".formatted(age, z, z > 0 ? "yes" : "no"));
    }
    Files.writeString(directory.resolve(id + ".csv"), rows);
  }

  @Test
  void missingValuesAreNoDriftWhateverTakesTheirPlace() throws IOException {
    writeNightWithGaps("n1", 1, 0.35);
    writeNightWithGaps("n2", 2, 0.35);
    writeNightWithGaps("n3", 3, 0.6);
    String[] gaps = {
      "--set",
      "preparation.missing=mean",
      "--set",
      "input.missing-texts=[\"NA\"]",
      "--set",
      "retrain.gate.tolerance=1"
    };
    retrain("--run-id", "n1").with(gaps).expect(ExitCode.DONE);
    assertThat(retrain("--run-id", "n2").with(gaps).expect(ExitCode.DONE).out())
        .doesNotContain("drift");
    assertThat(status("n2").get("drift").toString()).contains("severity=none");
    assertThat(retrain("--run-id", "n3").with(gaps).expect(ExitCode.DONE).out())
        .containsPattern("drift: column age: (5|6)\\d\\.\\d % of its values are missing")
        .doesNotContain("PSI");
  }

  @Test
  void categoriesThatTheModelInServiceDoesNotKnowAreDrift() throws IOException {
    for (String color : List.of("red", "violet")) {
      StringBuilder rows = new StringBuilder("color,z,kind\n");
      for (int i = 0; i < 300; i++) {
        String kind = i % 2 == 0 ? "yes" : "no";
        rows.append(i % 5 < 2 ? color : "green").append(",%s,%s%n".formatted(i % 2, kind));
      }
      Files.writeString(directory.resolve(color + ".csv"), rows);
    }
    String[] named = {
      "--set",
      "input.categories={color=[green,red]}",
      "--set",
      "preparation.unknown-categories=zeros",
      "--set",
      "retrain.drift.features.stop=null"
    };
    retrain("--run-id", "red").with(named).expect(ExitCode.DONE);
    assertThat(retrain("--run-id", "violet").with(named).expect(ExitCode.DONE).out())
        .containsPattern(
            "drift: column color: 4\\d\\.\\d % of its values are unknown categories, earlier 0.0 %")
        .doesNotContain("missing");
    assertThat(status("violet").get("drift").toString()).contains("kind=unknown, name=color");
  }

  @Test
  void metricsAreLeftForPrometheus() throws IOException {
    writeNight("n1", 1, 0);
    Path file = directory.resolve("textfile/two.prom");
    retrain("--run-id", "n1", "--set", "retrain.prometheus-file=\"" + file + "\"")
        .expect(ExitCode.DONE);
    String text = Files.readString(file);
    assertThat(text).isEqualTo(Files.readString(home.path().resolve("metrics.prom")));
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .isNotEmpty()
        .allMatch(line -> line.matches("spark_backprop_[a-z_]+\\{model=\"two\"[^}]*} [-0-9.E]+"));
    assertThat(text).contains("spark_backprop_retrain_generation{model=\"two\"} 1");
    assertThat(Files.readString(home.path().resolve("runs.jsonl")))
        .contains("\"run_id\":\"n1\"", "\"outcome\":\"published\"");
  }

  @Test
  void whatCannotBeDoneIsSaid() throws IOException {
    assertThat(retrain("--run-id", "absent").expect(ExitCode.NOT_FOUND).error()).contains("absent");
    assertThat(status("absent")).containsEntry("exit_code", 66);
    assertThat(retrain("--run-id", "a/b").expect(ExitCode.USAGE).error())
        .contains("the run id 'a/b'");
    assertThat(
            retrain("--run-id", "n1", "--set", "validation.fraction=0")
                .expect(ExitCode.USAGE)
                .error())
        .contains("validation.fraction");
    assertThat(
            CommandRun.of("train", directory.resolve("two.conf").toString())
                .expect(ExitCode.USAGE)
                .error())
        .contains("${run.id}");
    assertThat(
            retrain("--run-id", "n1", "--set", "retrain.gate.recall-floor=2")
                .expect(ExitCode.USAGE)
                .error())
        .contains("retrain.gate.recall-floor");
    assertThat(CommandRun.of("versions", "absent").expect(ExitCode.NOT_FOUND).error())
        .contains("absent");
  }

  @Test
  void whatTheChampionMayKnowOfTheHoldOutRowsIsSaid() throws IOException {
    writeNight("n1", 1, 0);
    writeNight("n2", 2, 0);
    retrain("--run-id", "n1").expect(ExitCode.DONE);
    assertThat(status("n1")).containsEntry("hold_out_doubt", null);
    String out = retrain("--run-id", "n2").expect(ExitCode.DONE).out();
    assertThat(out).contains("note: version n1-g1 may have been trained on rows that are held out");
    assertThat(status("n2").get("hold_out_doubt").toString())
        .contains("file name and row number", "validation.group-by");

    // a file that was alone is divided anew when another one joins it
    String[] files = {
      "--set", "retrain.name=files", "--set", "input.path=\"" + directory + "/n1*.csv\""
    };
    retrain("--run-id", "first").with(files).expect(ExitCode.DONE);
    writeNight("n1-more", 2, 0);
    out = retrain("--run-id", "second").with(files).expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("note: version first-g1 may have been trained on rows that are held out");

    // by columns alone a row keeps its part; another seed moves it
    String[] grouped = {
      "--set",
      "retrain.name=grouped",
      "--set",
      "validation.group-by=[x]",
      "--set",
      "input.features=[x, y]"
    };
    retrain("--run-id", "n1").with(grouped).expect(ExitCode.DONE);
    out = retrain("--run-id", "n2").with(grouped).expect(ExitCode.DONE).out();
    assertThat(out).doesNotContain("may have been trained on rows that are held out");
    writeNight("n3", 3, 0);
    out =
        retrain("--run-id", "n3")
            .with(grouped)
            .with("--set", "validation.seed=2")
            .expect(ExitCode.DONE)
            .out();
    assertThat(out).contains("may have been trained on rows that are held out", "validation.seed");
  }
}
