package org.sparkbackprop.cli;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.ClassWeights;
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
