package org.sparkbackprop.score;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.Surroundings;
import org.sparkbackprop.cli.CommandRun;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.source.Samples;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.HadoopStorage;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;

/** A program of its own scores rows as the commands do, in a SparkContext that was there before. */
class ScoringTest {

  @TempDir private Path directory;
  private InputSettings rows;

  /** What the commands make of rows of which one is bad. */
  @BeforeEach
  void runCommands() throws Exception {
    List<String> lines = new ArrayList<>(Files.readAllLines(Path.of("data/iris/iris.csv")));
    lines.set(7, "too,few,values");
    Files.write(directory.resolve("rows.csv"), lines);
    CommandRun.of("train", "conf/iris.conf", "--set", "training.epochs=20", "--output", path("run"))
        .expect(ExitCode.DONE);
    for (String command : List.of("evaluate", "predict")) {
      CommandRun.of(command, "--model", path("run"), "--input", path("rows.csv"))
          .with("--set", "input.bad-rows=quarantine", "--output", path(command))
          .expect(ExitCode.DONE);
    }
    InputSettings input =
        ConfigurationFile.read(
                "conf/iris.conf",
                List.of("input.path=" + path("rows.csv"), "input.bad-rows=quarantine"),
                new Configuration())
            .training()
            .input();
    assertThat(input.badRows().policy()).isNotEqualTo(BadRowPolicy.Policy.FAIL);
    rows = input;
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  @Test
  void aProgramHasTheFiguresOfTheCommandsAndLeavesNothingInSpark() throws Exception {
    Model model = ModelDirectory.read(new LocalStorage(directory.resolve("run/model")));
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      spark.setJobGroup("mine", "what I do", true);
      Surroundings before = Surroundings.of(spark);
      EvaluationResult result =
          Evaluation.of(model)
              .on(rows)
              .into(new LocalStorage(directory.resolve("evaluation")))
              .run(spark);
      assertThat(result.rows()).isEqualTo(new RowCounts(149, 1));
      assertThat(result.accuracy()).isGreaterThan(0.5);
      assertThat(Json.document(result.fields())).isEqualTo(text("evaluate/metrics.json"));
      sameFiles("evaluation", "evaluate", "metrics.json", "quarantine/rows.jsonl");

      RowCounts counts =
          Prediction.of(model)
              .on(rows)
              .to(CsvPredictions.in(new LocalStorage(directory.resolve("prediction"))))
              .run(spark);
      assertThat(counts).isEqualTo(result.rows());
      sameFiles("prediction", "predict", "predictions.csv", "quarantine/rows.jsonl");
      InputSettings.Builder asTrained = InputSettings.csv(path("rows.csv")).quarantine(0.1);
      assertThat(Evaluation.of(model).on(asTrained).run(spark).fields()).isEqualTo(result.fields());
      List<double[]> probabilities = Prediction.of(model).on(asTrained).collect(spark);
      assertThat(probabilities.stream().map(ScoringTest::joined))
          .containsExactlyElementsOf(
              text("predict/predictions.csv")
                  .lines()
                  .skip(1)
                  .map(line -> line.split(",", 3)[2])
                  .toList());
      assertThat(Surroundings.of(spark)).isEqualTo(before);
    }
  }

  @Test
  void aModelScoresRowsInMemoryAsThoseOfAFile() throws Exception {
    Model model = ModelDirectory.read(HadoopStorage.at(path("run/model")));
    List<String[]> lines =
        Files.readAllLines(Path.of("data/iris/iris.csv")).stream()
            .skip(1)
            .map(line -> line.split(","))
            .toList();
    double[][] features =
        lines.stream()
            .map(line -> Arrays.stream(line, 0, 4).mapToDouble(Double::parseDouble).toArray())
            .toArray(double[][]::new);
    String[] species = lines.stream().map(line -> line[4]).toArray(String[]::new);
    String[] names = Files.readAllLines(Path.of("data/iris/iris.csv")).get(0).split(",");
    Samples samples = Samples.of(features, species).named(Arrays.copyOf(names, 4));
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      InputSettings.Builder file = InputSettings.csv("data/iris/iris.csv");
      assertThat(Evaluation.of(model).on(samples).run(spark).fields())
          .isEqualTo(Evaluation.of(model).on(file).run(spark).fields());
      List<double[]> scores = Prediction.of(model).on(samples).collect(spark);
      assertThat(scores.get(149)).isEqualTo(model.probabilities(features[149]));
    }
  }

  @Test
  void whatFailsLeavesNothingInSparkNorInTheOutput() throws Exception {
    Model model = ModelDirectory.read(new LocalStorage(directory.resolve("run/model")));
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      Surroundings before = Surroundings.of(spark);
      Path output = directory.resolve("none");
      Prediction prediction =
          Prediction.of(model)
              .on(rows)
              .listener(
                  new ScoringListener() {
                    @Override
                    public void inspected(InspectedInput input) {
                      try { // the rows change under the prediction
                        Files.writeString(directory.resolve("rows.csv"), "");
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    }
                  })
              .to(CsvPredictions.in(new LocalStorage(output)));
      assertThatThrownBy(() -> prediction.run(spark)).isInstanceOf(DataException.class);
      assertThat(output).doesNotExist();
      assertThatThrownBy(() -> Evaluation.of(model).on(rows).run(spark))
          .isInstanceOf(DataException.class);
      assertThat(Surroundings.of(spark)).isEqualTo(before);
    }
  }

  private static String joined(double[] row) {
    return Arrays.stream(row).mapToObj(String::valueOf).collect(joining(","));
  }

  private String text(String file) throws IOException {
    return Files.readString(directory.resolve(file), StandardCharsets.UTF_8);
  }

  private void sameFiles(String one, String other, String... names) throws IOException {
    for (String name : names) {
      assertThat(text(one + "/" + name)).isEqualTo(text(other + "/" + name));
    }
  }
}
