package org.sparkbackprop.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.cli.CommandRun;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.ModelDirectory;
import org.sparkbackprop.model.Scorer;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.registry.NumberedModels;
import org.sparkbackprop.registry.ServedModel;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.train.TargetCase;
import org.sparkbackprop.train.Training;

/** Whoever scores a row with a model of numbers, labels or two classes gets the same bits. */
class TargetScoringTest {

  private static final int ROWS = 30;

  private static JavaSparkContext spark;
  @TempDir private static Path directory;
  private static Path table;

  @BeforeAll
  static void startSpark() throws IOException {
    spark = LocalSpark.start("local[2]");
    table = TargetCase.table(directory.resolve("table.csv"), ROWS);
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  private static Path run(TargetCase target) {
    return directory.resolve("run-" + target);
  }

  /** A trained model, read from its directory. */
  private static Model model(TargetCase target) {
    TrainingSettings.Builder settings = target.training(table).epochs(20).members(2);
    if (target == TargetCase.TWO_CLASSES) {
      settings.positiveClass("no").threshold(0.6);
    }
    Model trained =
        Training.of(settings.build())
            .into(RunDirectory.at(run(target).toString(), RunDirectory.Existing.REPLACED))
            .run(spark)
            .model();
    Model read = ModelDirectory.read(new LocalStorage(run(target).resolve("model")));
    assertThat(read.parameters()).isEqualTo(trained.parameters());
    return read;
  }

  private static List<double[]> rows() {
    return IntStream.range(0, ROWS).mapToObj(TargetCase::features).toList();
  }

  private static void requireSame(IntFunction<double[]> actual, List<double[]> expected) {
    for (int i = 0; i < ROWS; i++) {
      assertThat(actual.apply(i)).as("row %s", i).isEqualTo(expected.get(i));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allDoorsGiveTheSameBits(TargetCase target) throws IOException {
    Model model = model(target);
    List<double[]> rows = rows();
    List<double[]> expected = Scorer.of(model).predictions(rows);
    Scorer scorer = Scorer.of(model);
    requireSame(i -> scorer.predictions(rows.get(i)), expected);
    requireSame(i -> model.predictions(rows.get(i)), expected);
    new NumberedModels(new LocalStorage(directory.resolve("home-" + target))).publish(1, model);
    try (ServedModel served = ServedModel.open(directory.resolve("home-" + target))) {
      requireSame(i -> served.predictions(rows.get(i)), expected);
      requireSame(served.predictions(rows)::get, expected);
    }
    InputSettings.Builder input = InputSettings.csv(table.toString());
    List<double[]> collected = Prediction.of(model).on(input).collect(spark);
    requireSame(collected::get, expected);
    Path output = directory.resolve("predicted-" + target);
    Prediction.of(model).on(input).to(CsvPredictions.in(new LocalStorage(output))).run(spark);
    requireSame(lines(output, model), expected);
    requireMetricsOf(expected, target, Evaluation.of(model).on(input).run(spark).fields());
  }

  /** The predictions in a file, whose other columns must be right. */
  private static IntFunction<double[]> lines(Path output, Model model) throws IOException {
    List<String> lines = Files.readAllLines(output.resolve("predictions.csv"));
    assertThat(lines).hasSize(ROWS + 1);
    int count = model.predictionNames().size();
    return i -> {
      String[] fields = lines.get(i + 1).split(",", -1);
      double[] predictions =
          Arrays.stream(fields, fields.length - count, fields.length)
              .mapToDouble(Double::parseDouble)
              .toArray();
      assertThat(fields[0]).isEqualTo(Integer.toString(i));
      if (!model.preparation().target().isNumber()) {
        assertThat(fields[1]).isEqualTo(chosen(model, predictions, TargetCase.features(i)));
      }
      return predictions;
    };
  }

  private static String chosen(Model model, double[] probabilities, double[] row) {
    Target target = model.preparation().target();
    if (target.isClass()) {
      assertThat(target.decision().hasThreshold()).isTrue();
      String chosen = probabilities[0] >= 0.6 ? "no" : "yes";
      assertThat(Scorer.of(model).bestClass(row)).isEqualTo(chosen);
      return chosen;
    }
    return String.join(
        ";",
        IntStream.range(0, probabilities.length)
            .filter(k -> probabilities[k] > 0.5)
            .mapToObj(target.names()::get)
            .toList());
  }

  /** What evaluate says of the predictions. */
  private static void requireMetricsOf(
      List<double[]> predictions, TargetCase target, Map<String, Object> fields) {
    if (!target.isNumber()) {
      double loss = 0;
      for (int i = 0; i < ROWS; i++) {
        for (int k = 0; k < target.columns().size(); k++) {
          String text = TargetCase.target(i, target.columns().get(k));
          double[] p = predictions.get(i);
          double ofPositive = target == TargetCase.TWO_CLASSES ? p[1] : p[k];
          loss -= Math.log(text.matches("1|yes") ? ofPositive : 1 - ofPositive);
        }
      }
      assertThat((Double) fields.get("cost")).isCloseTo(loss, within(1e-10));
      return;
    }
    List<?> outputs = (List<?>) fields.get("per_output");
    Map<?, ?> first = outputs == null ? fields : (Map<?, ?>) outputs.get(0);
    double largest = 0;
    for (int i = 0; i < ROWS; i++) {
      double error =
          predictions.get(i)[0] - Double.parseDouble(TargetCase.target(i, target.columns().get(0)));
      largest = Math.max(largest, Math.abs(error));
    }
    assertThat((Double) first.get("largest_error")).isCloseTo(largest, within(1e-12));
  }

  @Test
  void theCommandsWriteWhatTheLibraryGives() throws IOException {
    Model model = model(TargetCase.PINBALL);
    InputSettings.Builder input = InputSettings.csv(table.toString());
    Map<String, Object> evaluated = Evaluation.of(model).on(input).run(spark).fields();
    spark.close();
    try {
      for (String command : List.of("predict", "evaluate")) {
        CommandRun.of(command, "--model", run(TargetCase.PINBALL).toString())
            .with("--input", table.toString(), "--set", "blas=java")
            .with("--output", directory.resolve(command).toString())
            .expect(ExitCode.DONE);
      }
    } finally {
      spark = LocalSpark.start("local[2]");
    }
    requireSame(lines(directory.resolve("predict"), model), Scorer.of(model).predictions(rows()));
    assertThat(directory.resolve("predict/predictions.csv"))
        .content()
        .startsWith(
            "row,predicted_price@0.2,predicted_price@0.5,predicted_price@0.9,predicted_size@");
    assertThat(directory.resolve("evaluate/metrics.json")).hasContent(Json.document(evaluated));
  }

  @Test
  void numbersHaveNoProbabilitiesAndNoBestClass() {
    Scorer scorer = Scorer.of(model(TargetCase.POISSON));
    double[] row = TargetCase.features(0);
    assertThatThrownBy(() -> scorer.probabilities(row))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[visits], which have no probabilities; call predictions");
    assertThatThrownBy(() -> scorer.bestClass(row))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the model predicts [visits], not one class");
  }
}
