package org.sparkbackprop.cli;

import org.sparkbackprop.error.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.ClassWeights;
import org.sparkbackprop.data.DatabaseSecrets;
import org.sparkbackprop.data.InputSettings;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PackingSettings;
import org.sparkbackprop.data.PreparationSettings;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.ValidationSettings;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.training.Stopping;

/**
 * Everything that a training needs to know, checked.
 *
 * @param name of the configuration
 * @param seed of random weights, and of the order of samples
 * @param local what local SGD alone needs to know; absent for full batches
 * @param configuration all keys with their values, as the model will name them: without passwords
 */
record TrainSettings(
    String name,
    long seed,
    InputSettings input,
    PreparationSettings preparation,
    ValidationSettings validation,
    ClassWeights classWeights,
    NetworkSettings network,
    EpochSettings epochs,
    ComputingSettings computing,
    Optional<LocalSettings> local,
    OptimizerSettings optimizer,
    Stopping stopping,
    Optional<String> output,
    Map<String, Object> configuration) {

  private static final String LOCAL_SGD = "local-sgd";

  /**
   * Reads and checks a configuration.
   *
   * @throws SettingsException naming all problems at once
   */
  static TrainSettings of(ConfigurationFile file) {
    SettingsReader reader = new SettingsReader(file);
    InputSettings input = InputReading.input(reader);
    ValidationSettings validation = HoldOutReading.validation(reader, input);
    if (input.format().equals("idx")) {
      requireLabels(reader, input);
    }
    String method = reader.choice("training.method", List.of("full-batch", LOCAL_SGD));
    LocalSettings local = LocalSettings.of(reader);
    EpochSettings epochs = EpochSettings.of(reader);
    TrainSettings settings =
        new TrainSettings(
            file.name(),
            reader.integer("training.seed", Long.MIN_VALUE, Long.MAX_VALUE),
            input,
            ColumnReading.preparation(reader),
            validation,
            classWeights(reader),
            NetworkSettings.of(reader),
            epochs,
            ComputingSettings.of(reader),
            method.equals(LOCAL_SGD) ? Optional.of(local) : Optional.empty(),
            OptimizerSettings.of(reader, epochs.number()),
            StoppingReading.stopping(reader, validation),
            reader.text("output.path"),
            DatabaseSecrets.withoutSecrets(file.config().root().unwrapped()));
    if (settings.local().isPresent()) {
      requireMiniBatches(reader, settings);
    } else if (local.dropout() > 0) {
      reader.problem("regularization.dropout", "needs mini-batches: training.method = local-sgd");
    }
    reader.throwIfProblems();
    return settings;
  }

  private static ClassWeights classWeights(SettingsReader reader) {
    String key = "training.class-weights";
    if (reader.isSection(key)) {
      return ClassWeights.named(reader.positives(key));
    }
    if (reader.isWord(key, "balanced")) {
      return ClassWeights.balanced();
    }
    if (!reader.isWord(key, "none")) {
      reader.problem(key, "must be none, balanced, or as in { setosa = 1, virginica = 2.5 }");
    }
    return ClassWeights.none();
  }

  private static void requireLabels(SettingsReader reader, InputSettings input) {
    if (input.labels().isEmpty()) {
      reader.problem("input.labels", "must be given to train from format idx");
    }
  }

  /** Names what mini-batches, which know only a part of cost and gradient, cannot do. */
  private static void requireMiniBatches(SettingsReader reader, TrainSettings settings) {
    if (!settings.optimizer().takesMiniBatches()) {
      boolean lbfgs = settings.optimizer().name().equals("l-bfgs");
      reader.problem(
          lbfgs ? "optimizer.name = l-bfgs" : "optimizer.line-search = backtracking",
          "cannot be had with training.method = local-sgd: a search for the length of a step needs"
              + " the cost of all samples");
    }
    if (!Double.isNaN(settings.stopping().targets().gradientNorm())) {
      reader.problem(
          "stopping.gradient-norm",
          "cannot be given with training.method = local-sgd, which never has the whole gradient");
    }
  }

  /** The way of running, the optimiser and its learning rate in a line for people. */
  String describe(LearningRate rate) {
    return local.map(LocalSettings::describe).orElse("full batch")
        + ", "
        + optimizer.describe(rate);
  }

  /** Looks at every row of the input. */
  InspectedInput inspect(JavaSparkContext spark) {
    return InspectedInput.forTraining(
        spark, input, preparation, validation.heldOut(), computing.precision());
  }

  /** Whether rows count by weights in training, their own or those of their classes. */
  boolean countsByWeight(PreparedData data) {
    return input.columns().weight().isPresent()
        || classWeights.of(data.preparation().classNames(), data.input().labelCounts()).length > 0;
  }

  /** How the data are put into memory. */
  PackingSettings packing(Precision kept) {
    return new PackingSettings(
        computing.partitions(),
        local.isPresent() ? PackingSettings.Placement.BY_HASH : PackingSettings.Placement.IN_ORDER,
        kept,
        computing.storage(),
        classWeights,
        network::network);
  }
}
