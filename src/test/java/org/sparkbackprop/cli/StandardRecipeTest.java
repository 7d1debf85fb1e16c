package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.data.source.Samples;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.DenseEnsemble;
import org.sparkbackprop.plan.Plan;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.train.Training;
import org.sparkbackprop.train.TrainingResult;

/** Naming the data is enough, and all that is chosen is said and kept. */
class StandardRecipeTest {

  @TempDir private Path directory;

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  /** Two classes, of which one lies in a ring, with a number that is missing now and then. */
  private static List<String> ring(int rows) {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < rows; i++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double radius = (i % 2 == 0 ? 1 : 3) + 0.3 * random.nextGaussian();
      String x = i % 40 == 7 ? "" : Double.toString(1000 * radius * Math.cos(angle));
      lines.add(x + "," + radius * Math.sin(angle) + "," + (i % 2 == 0 ? "in" : "out"));
    }
    return lines;
  }

  private CommandRun train(String run, String... settings) throws IOException {
    Path conf = directory.resolve("ring.conf");
    Files.writeString(
        conf, "input { format = csv, path = %s }%nblas = java%n".formatted(path("ring.csv")));
    CommandRun train = CommandRun.of("train", conf.toString(), "--output", path(run));
    for (String setting : settings) {
      train.with("--set", setting);
    }
    return train;
  }

  private RunFiles run(String name) {
    return new RunFiles(directory.resolve(name));
  }

  private static Map<String, Object> chosen(RunFiles run) throws IOException {
    Map<String, Object> values = new HashMap<>();
    List<?> choices = (List<?>) run.json("model/model.json").get(Model.CHOICES);
    for (Object choice : choices) {
      Map<?, ?> fields = (Map<?, ?>) choice;
      assertThat(String.valueOf(fields.get("reason"))).isNotBlank();
      values.put(String.valueOf(fields.get("key")), fields.get("value"));
    }
    return values;
  }

  @Test
  void namingTheDataIsEnoughAndAFinishedRunIsKnownWithoutReadingThem() throws IOException {
    Files.write(directory.resolve("ring.csv"), ring(240));
    String out = train("run", "training.epochs=60").expect(ExitCode.DONE).out();
    assertThat(out)
        .contains("chosen      validation.fraction = 0.2: 240 rows are enough")
        .contains("chosen      preparation.standardisation = robust: ")
        .contains("chosen      network.hidden = [128, 128, 128]: ")
        .contains("192 samples and 48 for validation");
    assertThat(chosen(run("run")))
        .containsEntry("validation.fraction", 0.2)
        .containsEntry("preparation.missing", "median")
        .containsEntry("stopping.patience", 1000)
        .doesNotContainKey("training.epochs");
    Map<?, ?> kept = (Map<?, ?>) run("run").json("model/model.json").get(Model.CONFIGURATION);
    assertThat(kept.toString())
        .contains("recipe=standard", "hidden=[128, 128, 128]", "patience=1000", "fraction=0.2")
        .doesNotContain("hidden=auto");
    assertThat(Files.readString(directory.resolve("run/report.html"))).contains("network.hidden");
    Map<?, ?> held = (Map<?, ?>) run("run").metrics().get("validation");
    assertThat((Double) held.get("accuracy")).isGreaterThan(0.9);

    Files.delete(directory.resolve("ring.csv")); // which is not needed to see that it is finished
    assertThat(train("run", "training.epochs=60").with("--resume").expect(ExitCode.DONE).out())
        .contains("is finished", "nothing to resume");
    assertThat(
            train("run", "training.epochs=60", "network.hidden=[5]")
                .with("--resume")
                .expect(ExitCode.USAGE)
                .error())
        .contains("other values of keys that change its result: network.hidden");
  }

  @Test
  void aResumedRunDecidesTheSame() throws IOException {
    Files.write(directory.resolve("ring.csv"), ring(240));
    String rate = "optimizer.schedule.shape=constant";
    String course = "regularization.course=constant";
    String every = "training.checkpoint-every=2";
    train("run", rate, course, every, "training.epochs=4").expect(ExitCode.DONE);
    train("run", rate, course, every, "training.epochs=7").with("--resume").expect(ExitCode.DONE);
    train("whole", rate, course, "training.epochs=7").expect(ExitCode.DONE);
    assertThat(run("run").sha()).isEqualTo(run("whole").sha());
    assertThat(chosen(run("run"))).isEqualTo(chosen(run("whole")));
  }

  @Test
  void aProgramGetsTheBitsOfTheCommandLine() throws IOException {
    Files.write(directory.resolve("ring.csv"), ring(240));
    train("run", "training.epochs=3").expect(ExitCode.DONE);
    TrainingSettings settings =
        TrainingSettings.builder()
            .input(InputSettings.csv(path("ring.csv")))
            .blas("java")
            .epochs(3)
            .build();
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      Model model = Training.of(settings).run(spark).model();
      DenseEnsemble ensemble = new DenseEnsemble(model.network());
      byte[] file = WeightsFile.write(ensemble.network(), ensemble.parameters(model.parameters()));
      assertThat(WeightsFile.sha256(file)).isEqualTo(run("run").sha());
    }
  }

  private static Samples samples(int rows) {
    double[][] features = new double[rows][];
    int[] labels = new int[rows];
    Random random = new Random(3);
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 2;
      features[i] = new double[] {random.nextGaussian() + labels[i], random.nextGaussian()};
    }
    return Samples.of(features, labels);
  }

  @Test
  void rowsAreHeldOutFromTwoHundredOn() {
    TrainingSettings settings = TrainingSettings.builder().blas("java").build();
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      TrainingPlan few = Plan.of(settings).data(samples(199)).run(spark);
      assertThat(few.input().trainedRows()).isEqualTo(199);
      assertThat(few.settings().validation().isThere()).isFalse();
      assertThat(few.settings().stopping().patience()).isZero();
      TrainingPlan enough = Plan.of(settings).data(samples(200)).run(spark);
      assertThat(enough.input().trainedRows()).isEqualTo(160);
      assertThat(enough.settings().validation().heldOut().shares().validation()).isEqualTo(0.2);
      assertThat(enough.settings().stopping().patience()).isPositive();
      TrainingSettings test = TrainingSettings.builder().blas("java").testFraction(0.5).build();
      assertThat(Plan.of(test).data(samples(100)).run(spark).input().trainedRows()).isEqualTo(50);

      TrainingSettings all =
          TrainingSettings.builder().blas("java").validationFraction(0).epochs(5).build();
      TrainingResult result = Training.of(all).data(samples(200)).run(spark);
      assertThat(result.outcome().state().epoch()).isEqualTo(5);
      assertThat(result.metrics().samples()).isEqualTo(200);
    }
  }

  @Test
  void sparseWideRowsStaySparse() throws IOException {
    Random random = new Random(8);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 250; i++) {
      int first = 1 + random.nextInt(50_000);
      lines.add("%s %s:1 %s:2 100000:0.5".formatted(i % 2, first, first + 1 + i % 2 * 40_000));
    }
    Files.write(directory.resolve("wide.txt"), lines);
    Path conf = directory.resolve("wide.conf");
    Files.writeString(conf, "input { format = libsvm, path = %s }".formatted(path("wide.txt")));
    String out =
        CommandRun.of("train", conf.toString(), "--output", path("wide"))
            .with("--set", "training.epochs=2")
            .expect(ExitCode.DONE)
            .out();
    assertThat(out).contains("kept as sparse floats");
    assertThat(chosen(run("wide")))
        .containsEntry("preparation.standardisation", "divide")
        .containsEntry("network.hidden", List.of(32, 32, 32));
  }

  @Test
  void bytesOfImagesStayBytes() throws Exception {
    SafetyNetRows.writeImages(directory);
    Path conf = directory.resolve("images.conf");
    Files.writeString(
        conf,
        "input { format = idx, path = %s, labels = %s }"
            .formatted(path("train-images"), path("train-labels")));
    assertThat(CommandRun.of("plan", conf.toString()).expect(ExitCode.DONE).out())
        .contains("preparation.standardisation = divide: ", "divided by 255", "kept as bytes");
  }
}
