package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.SettingsException;
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

  /** Settings that a program makes; all have the defaults of {@code reference.conf}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers the settings of a training, whose texts are those of {@code reference.conf}. */
  public static final class Builder extends SettingsBuilder<Builder> {

    private String name = "training";

    private Builder() {}

    /**
     * Checks all settings.
     *
     * @throws SettingsException naming all problems at once
     */
    public TrainingSettings build() {
      return SettingsFactory.get().training(name, keys());
    }

    /** Names the settings, and so the directories of its runs; {@code training} otherwise. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Trains on the rows of an input. */
    public Builder input(InputSettings.Builder input) {
      return setAll(input);
    }

    /** Steps by an optimiser. */
    public Builder optimizer(OptimizerSettings.Builder optimizer) {
      return setAll(optimizer);
    }

    /** Standardises numbers: divide, none, z-score or min-max. */
    public Builder standardisation(String method) {
      return set("preparation.standardisation", method);
    }

    /** Treats missing values by a rule: refuse or mean. */
    public Builder missingValues(String rule) {
      return set("preparation.missing", rule);
    }

    /** Puts a number in the place of missing values. */
    public Builder missingValues(double constant) {
      return set("preparation.missing", constant);
    }

    /** Treats categories that a column does not have by a rule: refuse or zeros. */
    public Builder unknownCategories(String rule) {
      return set("preparation.unknown-categories", rule);
    }

    /** Holds out a share of the rows for validation. */
    public Builder validationFraction(double share) {
      return set("validation.fraction", share);
    }

    /** Holds out a share of the rows for the test at the end. */
    public Builder testFraction(double share) {
      return set("test.fraction", share);
    }

    /** Selects other rows to hold out. */
    public Builder holdOutSeed(long seed) {
      return set("validation.seed", seed);
    }

    /** Holds out a share of all rows, instead of one of each class. */
    public Builder holdOutOfAllRows() {
      return set("validation.stratify", false);
    }

    /** Holds out together the rows that agree in columns. */
    public Builder holdOutGroups(String... columns) {
      return set("validation.group-by", List.of(columns));
    }

    /** Holds out the newest rows by a column. */
    public Builder holdOutNewest(String column) {
      return set("validation.order-by", column);
    }

    /** Validates on an input of its own, of the same format. */
    public Builder validation(String path) {
      return set("validation.path", path);
    }

    /** Validates on images and labels of format idx. */
    public Builder validation(String images, String labels) {
      return validation(images).set("validation.labels", labels);
    }

    /** Tests on an input of its own, of the same format. */
    public Builder test(String path) {
      return set("test.path", path);
    }

    /** Tests on images and labels of format idx. */
    public Builder test(String images, String labels) {
      return test(images).set("test.labels", labels);
    }

    /** Gives each hidden layer its number of units; none for a network without hidden layers. */
    public Builder hidden(int... units) {
      return set("network.hidden", Arrays.stream(units).boxed().toList());
    }

    /** Activates hidden layers by sigmoid, tanh or relu. */
    public Builder activation(String name) {
      return set("network.activation", name);
    }

    /** Spreads random weights by a rule: auto, glorot or he. */
    public Builder initializer(String rule) {
      return set("network.initializer", rule);
    }

    /** Spreads random weights by a standard deviation. */
    public Builder initialDeviation(double deviation) {
      return initializer("normal").set("network.initial-deviation", deviation);
    }

    /** Begins with the weights of a .safetensors file. */
    public Builder initialWeights(String path) {
      return set("network.initial-weights", path);
    }

    /** Trains for a number of epochs, 0 or more. */
    public Builder epochs(long number) {
      return set("training.epochs", number);
    }

    /** Weighs each class as much as any other. */
    public Builder balanceClasses() {
      return set("training.class-weights", "balanced");
    }

    /** Weighs the samples of a class. */
    public Builder weighClass(String name, double weight) {
      return add("training.class-weights", name, weight);
    }

    /** Trains by local SGD: mini-batches of about so many samples within each partition. */
    public Builder localSgd(int batchSize) {
      return set("training.method", "local-sgd").set("training.batch-size", batchSize);
    }

    /** Averages the partitions of local SGD so many times an epoch. */
    public Builder roundsPerEpoch(int rounds) {
      return set("training.rounds-per-epoch", rounds);
    }

    /** Keeps a share of the average's velocity from round to round of local SGD. */
    public Builder outerMomentum(double share) {
      return set("training.outer-momentum", share);
    }

    /** Drops each hidden unit with a probability in a step of local SGD. */
    public Builder dropout(double probability) {
      return set("regularization.dropout", probability);
    }

    /** Adds {@code l2 / 2} times the sum of all squared weights to the cost. */
    public Builder l2(double factor) {
      return set("regularization.l2", factor);
    }

    /** Records an epoch if its number is a multiple of this. */
    public Builder recordEvery(long epochs) {
      return set("training.record-every", epochs);
    }

    /** Keeps a checkpoint every so many epochs. */
    public Builder checkpointEvery(long epochs) {
      return set("training.checkpoint-every", epochs);
    }

    /** Keeps a checkpoint every so many minutes. */
    public Builder checkpointMinutes(double minutes) {
      return set("training.checkpoint-minutes", minutes);
    }

    /** Waits so many seconds for the end of an epoch when the training is asked to stop. */
    public Builder stopSeconds(double seconds) {
      return set("training.stop-seconds", seconds);
    }

    /** Computes sample by sample in double or float. */
    public Builder precision(String name) {
      return set("training.precision", name);
    }

    /** Multiplies matrices by a library: auto, bundled, system or java. */
    public Builder blas(String name) {
      return set("blas", name);
    }

    /** Trains on, though kernels of executors differ in the last bits. */
    public Builder allowMixedBlas() {
      return set("training.mixed-blas", "allow");
    }

    /** Divides the rows into partitions. */
    public Builder partitions(int number) {
      return set("training.partitions", number);
    }

    /** Keeps encoded rows in memory-and-disk, memory or disk. */
    public Builder storage(String level) {
      return set("training.storage", level);
    }

    /** Runs so many epochs in a Spark job where that is possible. */
    public Builder epochsPerJob(long epochs) {
      return set("training.epochs-per-job", epochs);
    }

    /** Seeds initial weights and generated data. */
    public Builder seed(long seed) {
      return set("training.seed", seed);
    }

    /** Stops at an accuracy, from above 0 to 1. */
    public Builder stopAtAccuracy(double accuracy) {
      return set("stopping.accuracy", accuracy);
    }

    /** Stops at a cost per sample. */
    public Builder stopAtCost(double cost) {
      return set("stopping.cost", cost);
    }

    /** Stops at a Euclidean norm of the gradient. */
    public Builder stopAtGradientNorm(double norm) {
      return set("stopping.gradient-norm", norm);
    }

    /** Stops after so many seconds of training. */
    public Builder stopAfterSeconds(double seconds) {
      return set("stopping.seconds", seconds);
    }

    /** Stops after so many records that did not improve on the validation rows. */
    public Builder patience(long records) {
      return set("stopping.patience", records);
    }

    /** Measures improvement by cost or accuracy; it has to be more than the least. */
    public Builder improvement(String measure, double min) {
      return set("stopping.measure", measure).set("stopping.least-improvement", min);
    }

    /** Writes to a directory. */
    public Builder output(String path) {
      return set("output.path", path);
    }
  }
}
