package org.sparkbackprop.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.metrics.NullReasons;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.OptimizerSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.LocalStorage;
import org.sparkbackprop.train.Training;

/** Rows that are few, all alike or far from others: files have true figures, or null and why. */
class OddRowsTest {

  private static final String HEADER = "x,z,y,count,yes,never\n";

  @TempDir private static Path directory;
  private static JavaSparkContext spark;
  private static String rows;

  @BeforeAll
  static void start() throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      double x = random.nextGaussian();
      text.append(
          String.format(
              Locale.ROOT,
              "%.3f,%.3f,%.3f,%d,%d,0%n",
              x,
              random.nextGaussian(),
              3 + x,
              random.nextInt(4),
              x > 0 ? 1 : 0));
    }
    rows = file("rows.csv", text.toString());
    spark = LocalSpark.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private static String file(String name, String lines) throws IOException {
    return Files.writeString(directory.resolve(name), HEADER + lines).toString();
  }

  private static InputSettings.Builder input(String path) {
    return InputSettings.csv(path).features("x", "z");
  }

  private static TrainingSettings.Builder settings() {
    return TrainingSettings.builder()
        .recipe("textbook")
        .input(input(rows))
        .hidden(3)
        .activation("relu")
        .epochs(5)
        .optimizer(OptimizerSettings.gradientDescent().learningRate(0.1));
  }

  private static Map<String, Object> evaluated(Model model, String name, String lines)
      throws IOException {
    Path output = directory.resolve(name);
    InputSettings.Builder odd = InputSettings.csv(file(name + ".csv", lines));
    Evaluation.of(model).on(odd).into(new LocalStorage(output)).run(spark);
    Map<String, Object> fields =
        Json.parse(Files.readAllBytes(output.resolve("metrics.json")), "metrics.json");
    NullReasons.require(fields);
    return fields;
  }

  private static Object reason(Map<?, ?> fields, String path) {
    return ((Map<?, ?>) fields.get("undefined")).get(path);
  }

  /** The report of classes has a picture of two features; that of numbers has none. */
  @Test
  void numbersAreTrainedOnTwoFeaturesWithAReport() throws IOException {
    Path run = directory.resolve("run");
    TrainingSettings settings =
        settings().predictNumbers("y", "count").validationFraction(0.3).build();
    Model model =
        Training.of(settings)
            .into(RunDirectory.at(new LocalStorage(run), RunDirectory.Existing.REFUSED))
            .run(spark)
            .model();
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    Map<String, Object> metrics =
        Json.parse(Files.readAllBytes(run.resolve("metrics.json")), "metrics.json");
    assertThat(((Map<?, ?>) metrics.get("validation")).get("intervals")).isNotNull();

    Map<String, Object> constant = evaluated(model, "constant", "1,2,3,4,1,0\n0,2,3,5,1,0\n");
    assertThat(reason(constant, "r2")).isEqualTo("output y: all targets are equal");

    Map<String, Object> huge = evaluated(model, "huge", "1,2,1e300,4,1,0\n0,2,3,5,1,0\n");
    assertThat(reason(huge, "cost")).isEqualTo("the result is not a finite number");
    assertThat(reason(huge, "root_mean_squared_error"))
        .isEqualTo("output y: the result is not a finite number");
    assertThat(huge.get("largest_error")).isEqualTo(5e299);
  }
}
