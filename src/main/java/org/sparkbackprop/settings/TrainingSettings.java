package org.sparkbackprop.settings;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.settings.recipe.Decisions;
import org.sparkbackprop.settings.targets.TargetSettings;
import org.sparkbackprop.training.loop.Stopping;

/**
 * The checked settings of a training.
 *
 * @param name of the configuration
 * @param source of the settings, for messages
 * @param seed of random weights and of the order of samples
 * @param miniBatches settings of mini-batches; absent for full batches
 * @param configuration all keys with their values, without passwords, as the model keeps them
 * @param resultKeys the keys that change the result
 * @param decisions what the data decide: open keys have provisional values
 */
public record TrainingSettings(
    String name,
    String source,
    long seed,
    InputSettings input,
    TargetSettings target,
    PreparationSettings preparation,
    ValidationSettings validation,
    ClassWeights classWeights,
    NetworkSettings network,
    EpochSettings epochs,
    ComputingSettings computing,
    Optional<MiniBatchSettings> miniBatches,
    OptimizerSettings optimizer,
    Stopping stopping,
    Optional<String> output,
    Map<String, Object> configuration,
    ResultKeys resultKeys,
    Decisions decisions) {

  /**
   * The same with values for keys that were to be decided by the data.
   *
   * @param choices of open keys
   * @throws SettingsException naming all problems at once
   */
  public TrainingSettings decided(List<Choice> choices) {
    return choices.isEmpty() ? this : SettingsFactory.get().decided(this, choices);
  }

  /** The same, with rows held out for validation even if they are few. */
  public TrainingSettings holdingOutOfAnyNumber() {
    return Records.with(this, "validation", validation.ofAnyNumber());
  }

  /** The same for rows that a program gives: the configuration names no input. */
  public TrainingSettings withoutInput() {
    Map<String, Object> others = new LinkedHashMap<>(configuration);
    others.remove("input");
    return Records.with(
        Records.with(this, "configuration", others), "resultKeys", resultKeys.of(others));
  }

  /** The settings of local SGD, if that is the method. */
  public Optional<MiniBatchSettings> local() {
    return miniBatches.filter(each -> each.method() == MiniBatchSettings.Method.LOCAL_SGD);
  }

  /** The settings of synchronous mini-batches, if that is the method. */
  public Optional<MiniBatchSettings> synchronous() {
    return miniBatches.filter(each -> each.method() == MiniBatchSettings.Method.SYNCHRONOUS);
  }

  /** The method, the optimiser and its learning rate in one line for people. */
  public String describe(LearningRate rate) {
    return miniBatches.map(MiniBatchSettings::describe).orElse("full batch")
        + ", "
        + optimizer.describe(rate);
  }

  /** How samples are packed into memory. */
  public PackingSettings packing(Precision kept) {
    return new PackingSettings(
        computing.partitions(),
        miniBatches.isPresent()
            ? PackingSettings.Placement.BY_HASH
            : PackingSettings.Placement.IN_ORDER,
        kept,
        computing.storage(),
        classWeights,
        network::network);
  }

  /** Settings made by a program, with the defaults of their recipe and {@code reference.conf}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the settings of a training; values are written as in {@code reference.conf}. */
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

    /** Sets the name of the training, {@code training} by default. */
    public Builder name(String value) {
      name = value;
      return this;
    }

    /** Sets the recipe, which decides the defaults: standard or textbook. */
    public Builder recipe(String name) {
      return set("recipe", name);
    }

    /** Sets the input. */
    public Builder input(InputSettings.Builder input) {
      return setAll(input);
    }

    /** Sets the optimiser. */
    public Builder optimizer(OptimizerSettings.Builder optimizer) {
      return setAll(optimizer);
    }

    /** Predicts numbers in these columns; in the label column if there are none. */
    public Builder predictNumbers(String... columns) {
      return set("target.kind", "number").set("target.columns", List.of(columns));
    }

    /**
     * Predicts any of several labels: each a column of true and false, or their names in one
     * column; in the label column if there are none.
     */
    public Builder predictLabels(String... columns) {
      return set("target.kind", "labels").set("target.columns", List.of(columns));
    }

    /** Sets the text between the names of labels, where one column has the names. */
    public Builder labelSeparator(String text) {
      return set("target.separator", text);
    }

    /**
     * Sets what training minimises: squared-error, absolute-error, huber, poisson or pinball for
     * numbers; sigmoid-cross-entropy for labels, or for two classes with one output.
     */
    public Builder loss(String name) {
      return set("target.loss", name);
    }

    /** Minimises Huber's loss, which is linear beyond this many standard deviations. */
    public Builder huberLoss(double delta) {
      return loss("huber").set("target.huber-delta", delta);
    }

    /** Predicts these quantiles of a number, ascending, each above 0 and below 1. */
    public Builder quantiles(double... quantiles) {
      return loss("pinball").set("target.quantiles", Arrays.stream(quantiles).boxed().toList());
    }

    /** Names the class that is looked for, of two; the second one by default. */
    public Builder positiveClass(String name) {
      return set("target.positive-class", name);
    }

    /** Chooses the positive class from this probability on. */
    public Builder threshold(double probability) {
      return set("target.threshold", probability);
    }

    /** Chooses the threshold of the positive class with the largest F1 over the validation rows. */
    public Builder thresholdOfLargestF1() {
      return set("target.threshold", "f1");
    }

    /** Chooses the threshold of the positive class whose errors cost least. */
    public Builder thresholdOfLeastCost(double falsePositive, double falseNegative) {
      return set("target.threshold", "cost")
          .set("target.false-positive-cost", falsePositive)
          .set("target.false-negative-cost", falseNegative);
    }

    /** Chooses the threshold with the largest recall whose precision is at least this. */
    public Builder thresholdOfPrecision(double least) {
      return set("target.threshold", "precision").set("target.least-precision", least);
    }

    /** Leaves numbers to be predicted as they are, instead of standardising them for training. */
    public Builder targetsAsTheyAre() {
      return set("target.standardisation", "none");
    }

    /** Sets the standardisation of numbers: divide, none, z-score, min-max or robust. */
    public Builder standardisation(String method) {
      return set("preparation.standardisation", method);
    }

    /** Sets what happens to missing values: refuse, mean or median. */
    public Builder missingValues(String rule) {
      return set("preparation.missing", rule);
    }

    /** Gives each number that some training rows lack an input that marks where it is missing. */
    public Builder marksOfMissingValues() {
      return set("preparation.mark-missing", true);
    }

    /** Gives each number this many bins besides the number itself. */
    public Builder piecewiseLinearNumbers(int bins) {
      set("preparation.numbers", "piecewise-linear");
      return set("preparation.bins", bins);
    }

    /** Replaces missing values by a number. */
    public Builder missingValues(double constant) {
      return set("preparation.missing", constant);
    }

    /** Sets what happens to unknown categories: refuse, zeros or other. */
    public Builder unknownCategories(String rule) {
      return set("preparation.unknown-categories", rule);
    }

    /** Makes categories with fewer training rows than this one of the others. */
    public Builder rareCategories(int fewestRows) {
      return set("preparation.rare-categories", fewestRows);
    }

    /** Sets what happens to missing categories: like-numbers or level. */
    public Builder missingCategories(String rule) {
      return set("preparation.missing-categories", rule);
    }

    /** Holds out this share of the rows for validation. */
    public Builder validationFraction(double share) {
      return set("validation.fraction", share);
    }

    /** Holds out this share of the rows for the test at the end. */
    public Builder testFraction(double share) {
      return set("test.fraction", share);
    }

    /** Sets the seed that selects the rows to hold out. */
    public Builder holdOutSeed(long seed) {
      return set("validation.seed", seed);
    }

    /** Holds out a share of all rows instead of a share of each class. */
    public Builder holdOutOfAllRows() {
      return set("validation.stratify", false);
    }

    /** Keeps rows with equal values in these columns together. */
    public Builder holdOutGroups(String... columns) {
      return set("validation.group-by", List.of(columns));
    }

    /** Holds out the newest rows by a column. */
    public Builder holdOutNewest(String column) {
      return set("validation.order-by", column);
    }

    /** Calibrates the probabilities on the validation rows: none or temperature. */
    public Builder calibration(String method) {
      return set("validation.calibration", method);
    }

    /** Validates on a separate input of the same format. */
    public Builder validation(String path) {
      return set("validation.path", path);
    }

    /** Validates on separate images and labels of format idx. */
    public Builder validation(String images, String labels) {
      return validation(images).set("validation.labels", labels);
    }

    /** Tests on a separate input of the same format. */
    public Builder test(String path) {
      return set("test.path", path);
    }

    /** Tests on separate images and labels of format idx. */
    public Builder test(String images, String labels) {
      return test(images).set("test.labels", labels);
    }

    /** Sets the number of units of each hidden layer; without arguments there is none. */
    public Builder hidden(int... units) {
      return set("network.hidden", Arrays.stream(units).boxed().toList());
    }

    /**
     * Trains an ensemble.
     *
     * @param number a power of two up to 32; 1: one network
     */
    public Builder members(int number) {
      return set("network.members", number);
    }

    /** Sets the activation of hidden layers: sigmoid, tanh, relu, selu, silu or gelu. */
    public Builder activation(String name) {
      return set("network.activation", name);
    }

    /** Sets the rule for initial weights: auto, glorot, he or lecun. */
    public Builder initializer(String rule) {
      return set("network.initializer", rule);
    }

    /** Sets the standard deviation of initial weights. */
    public Builder initialDeviation(double deviation) {
      return initializer("normal").set("network.initial-deviation", deviation);
    }

    /** Starts from the weights of a .safetensors file. */
    public Builder initialWeights(String path) {
      return set("network.initial-weights", path);
    }

    /** Sets the number of epochs, 0 or more. */
    public Builder epochs(long number) {
      return set("training.epochs", number);
    }

    /** Gives all classes the same total weight. */
    public Builder balanceClasses() {
      return set("training.class-weights", "balanced");
    }

    /** Sets the weight of a class; may be called for several classes. */
    public Builder weighClass(String name, double weight) {
      return add("training.class-weights", name, weight);
    }

    /** Trains by mini-batches of about this size over all partitions. */
    public Builder miniBatches(int batchSize) {
      return set("training.method", "mini-batch").set("training.batch-size", batchSize);
    }

    /** Trains by local SGD, with mini-batches of about this size within each partition. */
    public Builder localSgd(int batchSize) {
      return set("training.method", "local-sgd").set("training.batch-size", batchSize);
    }

    /** Sets how many times an epoch local SGD averages its partitions. */
    public Builder roundsPerEpoch(int rounds) {
      return set("training.rounds-per-epoch", rounds);
    }

    /** Sets the momentum of the averages of local SGD. */
    public Builder outerMomentum(double share) {
      return set("training.outer-momentum", share);
    }

    /** Sets the probability of dropping a hidden unit in a step of mini-batches. */
    public Builder dropout(double probability) {
      return set("regularization.dropout", probability);
    }

    /** Adds {@code l2 / 2} times the sum of the squared weights to the cost. */
    public Builder l2(double factor) {
      return set("regularization.l2", factor);
    }

    /** Sets the course of weight decay and dropout: constant or flat-cosine. */
    public Builder regularizationCourse(String name) {
      return set("regularization.course", name);
    }

    /** Smooths the targets in training: a share of each is spread over all classes. */
    public Builder labelSmoothing(double share) {
      return set("regularization.label-smoothing", share);
    }

    /**
     * Sets how label smoothing spreads the share: evenly, or by the classes' shares of the rows.
     */
    public Builder labelSmoothingTowards(OptimizerSettings.SmoothingTarget towards) {
      return set("regularization.label-smoothing-towards", towards.configurationName());
    }

    /** Lets the weights decay by this share times the learning rate in each step. */
    public Builder weightDecay(double factor) {
      return set("regularization.weight-decay", factor);
    }

    /** Records epochs whose number is a multiple of this. */
    public Builder recordEvery(long epochs) {
      return set("training.record-every", epochs);
    }

    /** Writes a checkpoint after this number of epochs. */
    public Builder checkpointEvery(long epochs) {
      return set("training.checkpoint-every", epochs);
    }

    /** Writes a checkpoint after this number of minutes. */
    public Builder checkpointMinutes(double minutes) {
      return set("training.checkpoint-minutes", minutes);
    }

    /** Sets how long a stop waits for the end of an epoch. */
    public Builder stopSeconds(double seconds) {
      return set("training.stop-seconds", seconds);
    }

    /** Sets the precision of computations per sample: double or float. */
    public Builder precision(String name) {
      return set("training.precision", name);
    }

    /** Sets the BLAS: auto, bundled, system or java. */
    public Builder blas(String name) {
      return set("blas", name);
    }

    /** Continues if the kernels of executors differ in last bits. */
    public Builder allowMixedBlas() {
      return set("training.mixed-blas", "allow");
    }

    /** Sets the number of partitions. */
    public Builder partitions(int number) {
      return set("training.partitions", number);
    }

    /** Sets where rows are kept: memory-and-disk, memory or disk. */
    public Builder storage(String level) {
      return set("training.storage", level);
    }

    /** Sets the number of epochs per Spark job, where several are possible. */
    public Builder epochsPerJob(long epochs) {
      return set("training.epochs-per-job", epochs);
    }

    /** Sets the seed of initial weights and generated data. */
    public Builder seed(long seed) {
      return set("training.seed", seed);
    }

    /** Stops at this accuracy, above 0 and at most 1. */
    public Builder stopAtAccuracy(double accuracy) {
      return set("stopping.accuracy", accuracy);
    }

    /** Stops at this mean cost per sample. */
    public Builder stopAtCost(double cost) {
      return set("stopping.cost", cost);
    }

    /** Stops at this Euclidean norm of the gradient. */
    public Builder stopAtGradientNorm(double norm) {
      return set("stopping.gradient-norm", norm);
    }

    /** Stops after this number of seconds of training. */
    public Builder stopAfterSeconds(double seconds) {
      return set("stopping.seconds", seconds);
    }

    /** Stops after this number of records without an improvement on the validation rows. */
    public Builder patience(long records) {
      return set("stopping.patience", records);
    }

    /**
     * Sets how improvement is measured, cost, accuracy or cost-and-error, and the least that
     * counts.
     */
    public Builder improvement(String measure, double min) {
      return set("stopping.measure", measure).set("stopping.least-improvement", min);
    }

    /** Sets which weights are used in the end, if validation rows choose them. */
    public Builder choose(Stopping.Choice choice) {
      return set("stopping.choose", choice.configurationName());
    }

    /** Sets the output directory of the command line. */
    public Builder output(String path) {
      return set("output.path", path);
    }
  }
}
