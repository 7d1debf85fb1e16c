package org.sparkbackprop.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.training.loop.Stopping;

/**
 * Everything that a training needs to know, checked.
 *
 * @param name of the configuration
 * @param source where they come from, for messages
 * @param seed of random weights, and of the order of samples
 * @param local what local SGD alone needs to know; absent for full batches
 * @param configuration all keys with their values, as the model will name them: without passwords
 * @param resultKeys those that change the result
 */
public record TrainingSettings(
    String name,
    String source,
    long seed,
    InputSettings input,
    PreparationSettings preparation,
    ValidationSettings validation,
    ClassWeights classWeights,
    NetworkSettings network,
    EpochSettings epochs,
    ComputingSettings computing,
    Optional<MiniBatchSettings> local,
    OptimizerSettings optimizer,
    Stopping stopping,
    Optional<String> output,
    Map<String, Object> configuration,
    ResultKeys resultKeys) {

  /** The same for rows that a program gives: a model of theirs has no input to name. */
  public TrainingSettings withoutInput() {
    Map<String, Object> others = new LinkedHashMap<>(configuration);
    others.remove("input");
    return new TrainingSettings(
        name,
        source,
        seed,
        input,
        preparation,
        validation,
        classWeights,
        network,
        epochs,
        computing,
        local,
        optimizer,
        stopping,
        output,
        others,
        resultKeys.of(others));
  }

  /** The way of running, the optimiser and its learning rate in a line for people. */
  public String describe(LearningRate rate) {
    return local.map(MiniBatchSettings::describe).orElse("full batch")
        + ", "
        + optimizer.describe(rate);
  }

  /** How the data are put into memory. */
  public PackingSettings packing(Precision kept) {
    return new PackingSettings(
        computing.partitions(),
        local.isPresent() ? PackingSettings.Placement.BY_HASH : PackingSettings.Placement.IN_ORDER,
        kept,
        computing.storage(),
        classWeights,
        network::network);
  }
}
