package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.OptimizerSettings;
import org.sparkbackprop.settings.ResultKeys;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.train.Training;
import org.sparkbackprop.training.loop.Stopping;

/** A program makes the settings that a file makes. */
class TrainingBuilderTest {

  /** All keys of a training, each with a value that is not its default, as methods set them. */
  private static final List<TrainingSettings.Builder> ALL =
      List.of(
          table(
              InputSettings.csv("rows.csv")
                  .label("y")
                  .weight("w")
                  .features("a", "c")
                  .ignore("i")
                  .key("id")
                  .booleans("b")
                  .categoriesOf("c", "red", "green")
                  .maxCategories(7)
                  .vector("v", 3)
                  .missingTexts("", "NA")
                  .withoutHeader()
                  .delimiter(";")
                  .decimal(",")
                  .thousands(".")
                  .comment("#")
                  .escape("\\")
                  .trueTexts("yes")
                  .falseTexts("no")
                  .charset("ISO-8859-1")
                  .quarantine(0.5)
                  .layout("dense")
                  .classes("p", "q")
                  .maxClasses(9)),
          table(
              InputSettings.libsvm("x").firstIndex(0).ignoreQueries().sortIndices().dimensions(9)),
          table(InputSettings.idx("images", "labels").divideBy(2))
              .validation("more", "their labels")
              .test("others", "labels of others"),
          table(InputSettings.table("rows").categories("c", "d"))
              .missingValues(0.5)
              .weighClass("p", 2)
              .weighClass("q", 0.5)
              .optimizer(OptimizerSettings.adam().findLearningRate().linearSchedule(0.2)),
          table(
              InputSettings.jdbc("jdbc:h2:mem:rows")
                  .fromTable("t")
                  .login("u", "geheim")
                  .driver("d")
                  .option("fetchsize", 9)),
          table(InputSettings.csv("rows.csv")).predictNumbers("price", "demand").huberLoss(0.5),
          table(InputSettings.csv("rows.csv").targets("price"))
              .predictNumbers()
              .quantiles(0.25, 0.75)
              .targetsAsTheyAre(),
          table(InputSettings.csv("rows.csv")).predictLabels("tags").labelSeparator("|"),
          table(InputSettings.csv("rows.csv")).loss("sigmoid-cross-entropy").threshold(0.25),
          table(InputSettings.csv("rows.csv"))
              .validationFraction(0.2)
              .positiveClass("yes")
              .thresholdOfLeastCost(2, 3),
          table(InputSettings.csv("rows.csv")).validationFraction(0.2).thresholdOfPrecision(0.7),
          table(InputSettings.jdbc("jdbc:h2:mem:rows").fromQuery("select 1")),
          table(
              InputSettings.clouds(9)
                  .centers(new double[] {0, 1}, new double[] {1, 0})
                  .cloudDimensions(5)
                  .deviation(2)
                  .cloudSeed(9)),
          table(InputSettings.clouds(9).randomCenters(4, 2)),
          table(InputSettings.csv("x"))
              .standardisation("z-score")
              .missingValues("mean")
              .unknownCategories("other")
              .rareCategories(3)
              .missingCategories("level")
              .marksOfMissingValues()
              .piecewiseLinearNumbers(4)
              .validationFraction(0.2)
              .testFraction(0.1)
              .holdOutSeed(7)
              .holdOutOfAllRows()
              .calibration("temperature")
              .holdOutGroups("g")
              .hidden(5, 4)
              .members(2)
              .activation("tanh")
              .initialDeviation(0.3)
              .initialWeights("w.safetensors"),
          table(InputSettings.csv("x")).holdOutNewest("day").validationFraction(0.2),
          table(InputSettings.csv("x"))
              .localSgd(32)
              .epochs(9)
              .balanceClasses()
              .recordEvery(3)
              .roundsPerEpoch(2)
              .outerMomentum(0.5)
              .precision("float")
              .blas("java")
              .allowMixedBlas()
              .partitions(3)
              .storage("disk")
              .epochsPerJob(2)
              .seed(5)
              .checkpointEvery(4)
              .checkpointMinutes(2)
              .stopSeconds(3)
              .l2(0.1)
              .dropout(0.2)
              .weightDecay(0.05)
              .labelSmoothing(0.1)
              .labelSmoothingTowards(OptimizerSettings.SmoothingTarget.CLASS_SHARES)
              .regularizationCourse("flat-cosine")
              .validationFraction(0.5)
              .stopAtAccuracy(0.9)
              .stopAtCost(0.1)
              .patience(3)
              .improvement("accuracy", 0.01)
              .choose(Stopping.Choice.ONE_STANDARD_ERROR)
              .stopAfterSeconds(60)
              .output("out"),
          table(InputSettings.csv("x"))
              .stopAtGradientNorm(0.1)
              .optimizer(
                  OptimizerSettings.gradientDescent()
                      .backtrack()
                      .learningRate(0.3)
                      .warmUp(2)
                      .stepSchedule(5, 0.5)
                      .sumGradient()),
          table(InputSettings.csv("x")).optimizer(OptimizerSettings.lbfgs().history(3)),
          table(InputSettings.csv("x"))
              .optimizer(OptimizerSettings.momentum().momentum(0.5).nesterov().cosineSchedule(0.1)),
          table(InputSettings.csv("x"))
              .optimizer(
                  OptimizerSettings.adam()
                      .decay(0.8, 0.9)
                      .epsilon(1e-6)
                      .logCosineSchedule(3)
                      .average(0.9)
                      .clipNorm(2)));

  @TempDir private Path directory;

  private static TrainingSettings.Builder table(InputSettings.Builder input) {
    return TrainingSettings.builder().recipe("textbook").input(input);
  }

  static List<TrainingSettings.Builder> all() {
    return ALL;
  }

  private static Object value(Map<?, ?> configuration, String key) {
    Object value = configuration;
    for (String name : ConfigUtil.splitPath(key)) {
      value = ((Map<?, ?>) value).get(name);
    }
    return value;
  }

  /** The records alone. */
  private static List<Object> values(TrainingSettings settings) {
    return List.of(
        settings.seed(),
        settings.input(),
        settings.target(),
        settings.preparation(),
        settings.validation(),
        settings.classWeights(),
        settings.network(),
        settings.epochs(),
        settings.computing(),
        settings.miniBatches(),
        settings.optimizer(),
        settings.stopping(),
        settings.output());
  }

  @Test
  void everyKeyOfATrainingCanBeSet() {
    TreeSet<String> keys =
        ConfigurationFile.reference().resolve().root().entrySet().stream()
            .filter(section -> !List.of("retrain", "run").contains(section.getKey()))
            .flatMap(section -> leaves(section.getKey(), section.getValue()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
    ALL.forEach(builder -> keys.removeAll(builder.keys().keySet()));
    assertThat(keys).containsExactly("training.blas"); // which has the value of blas
  }

  /** A model's configuration with this section input. */
  private static Map<String, Object> section(Object... namesAndValues) {
    Map<String, Object> section = new HashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      section.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return Map.of("input", section);
  }

  private static List<String> leaves(String key, ConfigValue value) {
    if (!(value.unwrapped() instanceof Map<?, ?> section) || section.isEmpty()) {
      return List.of(key);
    }
    return section.keySet().stream()
        .flatMap(
            name -> leaves(key + "." + name, value.atKey("x").getObject("x").get(name)).stream())
        .toList();
  }

  /** Also that no key is one that nobody reads. */
  @ParameterizedTest
  @MethodSource("all")
  void everyKeyGoesIntoARecordAndComesBack(TrainingSettings.Builder builder) {
    TrainingSettings settings = builder.build();
    for (Map.Entry<String, Object> key : builder.keys().entrySet()) {
      String kept = text(value(settings.configuration(), key.getKey()));
      String given = text(key.getValue());
      if (key.getKey().contains("password")) {
        assertThat(kept).contains("(not kept)");
      } else {
        assertThat(kept).as(key.getKey()).isEqualTo(given);
      }
      requireThatItCounts(builder, key.getKey(), settings);
    }
  }

  /** 1 and 1.0 are one number. */
  private static String text(Object value) {
    Map<String, Object> constant = Map.of("schedule", Map.of("shape", "constant"));
    return ResultKeys.of(Map.of("key", value, "optimizer", constant), Map.of()).toString();
  }

  private static void requireThatItCounts(
      TrainingSettings.Builder builder, String key, TrainingSettings settings) {
    TrainingSettings.Builder without = TrainingSettings.builder();
    builder.keys().entrySet().stream()
        .filter(other -> !other.getKey().equals(key))
        .forEach(other -> without.set(other.getKey(), other.getValue()));
    try {
      TrainingSettings other = without.build();
      assertThat(values(other).equals(values(settings)))
          .as(key)
          .isEqualTo(other.configuration().equals(settings.configuration()));
    } catch (SettingsException needed) {
      assertThat(needed).hasMessageStartingWith("TrainingSettings");
    }
  }

  @Test
  void theDefaultsAreThoseOfTheReference() throws IOException {
    TrainingSettings built = table(InputSettings.csv("x")).build();
    TrainingSettings read = file("recipe = textbook, input { format = csv, path = x }");
    assertThat(values(built)).isEqualTo(values(read));
    assertThat(built.configuration()).isEqualTo(read.configuration());
    assertThat(built.resultKeys()).isEqualTo(read.resultKeys());
  }

  @ParameterizedTest
  @MethodSource("all")
  void aFileWithTheSameKeysGivesTheSame(TrainingSettings.Builder builder) throws IOException {
    Config keys = ConfigurationFile.ofKeys("", "", Map.of(), builder.keys()).config();
    TrainingSettings built = builder.build();
    TrainingSettings read = file(keys.root().render(ConfigRenderOptions.concise()));
    assertThat(values(read)).isEqualTo(values(built));
    assertThat(read.resultKeys().sha256()).isEqualTo(built.resultKeys().sha256());
  }

  @Test
  void allProblemsAreNamedAtOnce() {
    assertThatThrownBy(
            () ->
                table(InputSettings.json("x").set("input.lable", "y").divideBy(-1))
                    .epochs(-1)
                    .hidden(0)
                    .set("network.activation", new Object())
                    .optimizer(OptimizerSettings.named("adagrad"))
                    .build())
        .isInstanceOf(SettingsException.class)
        .hasMessageContainingAll(
            "TrainingSettings has 6 problems",
            "input.lable is not a key; did you mean input.label or input.table?",
            "input.divide-by = -1.0 must be a positive number",
            "training.epochs = -1 must be from 0",
            "network.hidden = [0]",
            "network.activation must be",
            "optimizer.name = adagrad must be one of");
  }

  @Test
  void withoutAnInputTheProgramHasToGiveTheRows() {
    TrainingSettings settings =
        TrainingSettings.builder().recipe("textbook").hidden().epochs(1).build();
    assertThat(settings.withoutInput().configuration()).doesNotContainKey("input");
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      assertThatThrownBy(() -> Training.of(settings).run(spark))
          .isInstanceOf(SettingsException.class)
          .hasMessageContaining("the settings have no input; set one by input(…)");
    }
  }

  @Test
  void rowsForAModelAreReadAsItsOwnButForWhatIsSet() {
    Map<String, Object> trained =
        section(
            "format",
            "csv",
            "path",
            "old.csv",
            "label",
            "species",
            "delimiter",
            ";",
            "weight",
            "w");
    InputSettings csv = InputSettings.csv("new.csv").delimiter(",").build(trained);
    assertThat(csv.path()).hasValue("new.csv");
    assertThat(csv.columns().label()).isEqualTo("species");
    assertThat(csv.text().delimiter()).isEqualTo(',');
    assertThat(InputSettings.table("t").build(trained).database().table()).hasValue("t");
    assertThat(InputSettings.libsvm("x.svm").build(trained).columns().weight()).isEmpty();
    Map<String, Object> query =
        section("format", "jdbc", "jdbc", Map.of("url", "jdbc:h2:mem:x", "query", "SELECT 1"));
    InputSettings table = InputSettings.jdbc("jdbc:h2:mem:y").fromTable("t").build(query);
    assertThat(table.database().query()).isEmpty();
    assertThat(InputSettings.jdbc("jdbc:h2:mem:y").build(query).database().query())
        .hasValue("SELECT 1");
    assertThatThrownBy(() -> InputSettings.csv("x").divideBy(0).build(trained))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("input.divide-by");
  }

  @Test
  void aSecretIsInNoConfiguration() {
    TrainingSettings settings =
        table(InputSettings.jdbc("jdbc:h2:mem:x").fromTable("t").login("me", "geheim")).build();
    assertThat(settings.toString()).doesNotContain("geheim");
    assertThat(settings.input().database().options()).containsEntry("password", "geheim");
  }

  @Test
  void theSameKeysTrainTheSameWeights() throws IOException {
    TrainingSettings built =
        table(InputSettings.csv("data/iris/iris.csv").label("species"))
            .validationFraction(0.2)
            .hidden(4)
            .activation("tanh")
            .optimizer(OptimizerSettings.adam().learningRate(0.05))
            .localSgd(16)
            .partitions(1)
            .epochs(3)
            .build();
    TrainingSettings read =
        file(
            """
            recipe = textbook
            input { format = csv, path = data/iris/iris.csv, label = species }
            validation.fraction = 0.2
            network { hidden = [4], activation = tanh }
            optimizer { name = adam, learning-rate = 5e-2 }
            training { partitions = 1, epochs = 3, method = local-sgd, batch-size = 16 }
            """);
    assertThat(built.resultKeys().sha256()).isEqualTo(read.resultKeys().sha256());
    try (JavaSparkContext spark = LocalSpark.start("local[1]")) {
      assertThat(weights(built, spark)).isEqualTo(weights(read, spark));
    }
  }

  private static double[] weights(TrainingSettings settings, JavaSparkContext spark) {
    return Training.of(settings).run(spark).outcome().chosen().parameters();
  }

  private TrainingSettings file(String text) throws IOException {
    Path file = directory.resolve("training.conf");
    Files.writeString(file, text);
    return ConfigurationFile.read(file.toString()).training();
  }
}
