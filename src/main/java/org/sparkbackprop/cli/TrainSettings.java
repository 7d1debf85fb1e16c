package org.sparkbackprop.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.sparkbackprop.data.ClassWeights;
import org.sparkbackprop.data.InputSettings;
import org.sparkbackprop.data.PackingSettings;
import org.sparkbackprop.data.ValidationSettings;
import org.sparkbackprop.linalg.BlasPreference;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Activation;
import org.sparkbackprop.network.Activations;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.spark.KernelWatch;
import org.sparkbackprop.training.Stopping;

/**
 * Everything that a training needs to know, checked.
 *
 * @param name of the configuration
 * @param classWeights how often the samples of each class count in training
 * @param hidden units of each hidden layer
 * @param partitions how many; by the size of the data if absent
 * @param epochsPerJob how many epochs a job runs where one JVM has all data in its memory; by the
 *     clock if absent
 * @param blas which BLAS is wanted
 * @param mixedKernels what becomes of a run whose tasks compute with several kernels
 * @param configuration all keys with their values, as the model will name them
 */
record TrainSettings(
    String name,
    InputSettings input,
    ValidationSettings validation,
    ClassWeights classWeights,
    List<Integer> hidden,
    Activation activation,
    InitialWeights initialWeights,
    long epochs,
    long recordEvery,
    long checkpointEvery,
    OptionalInt partitions,
    OptionalLong epochsPerJob,
    Precision precision,
    BlasPreference blas,
    KernelWatch.Mixture mixedKernels,
    long seed,
    OptimizerSettings optimizer,
    Optional<LocalSettings> local,
    Stopping stopping,
    Optional<String> output,
    Map<String, Object> configuration) {

  /** Of 8 bytes each, with room for the file's header. */
  private static final long MOST_PARAMETERS = (WeightsFile.LIMIT - (1 << 20)) / 8;

  private static final long MOST_EPOCHS = 1_000_000_000_000L;
  private static final int MOST_PARTITIONS = 1_000_000;

  /**
   * Reads and checks a configuration.
   *
   * @throws ConfigurationException naming all problems at once
   */
  static TrainSettings of(ConfigurationFile file) {
    SettingsReader reader = new SettingsReader(file);
    InputSettings input = InputReading.input(reader);
    ValidationSettings validation = InputReading.validation(reader, input);
    if (input.format().equals("idx")) {
      requireLabels(reader, input, validation);
    }
    String method = reader.choice("training.method", List.of("full-batch", "local-sgd"));
    LocalSettings local = LocalSettings.of(reader);
    String precision = reader.choice("training.precision", List.of("double", "float"));
    String mixture = reader.choice("training.mixed-blas", List.of("refuse", "allow"));
    Activation activation =
        Activations.named(reader.choice("network.activation", Activations.names())).orElseThrow();
    long epochs = reader.integer("training.epochs", 0, MOST_EPOCHS);
    TrainSettings settings =
        new TrainSettings(
            file.name(),
            input,
            validation,
            classWeights(reader),
            reader.sizes("network.hidden"),
            activation,
            InitialWeights.of(reader),
            epochs,
            reader.integer("training.record-every", 1, MOST_EPOCHS),
            reader.integer("training.checkpoint-every", 0, MOST_EPOCHS),
            reader.automaticOrInt("training.partitions", 1, MOST_PARTITIONS),
            reader.automaticOrInteger("training.epochs-per-job", 1, MOST_EPOCHS),
            precision.equals("float") ? Precision.FLOAT : Precision.DOUBLE,
            blas(reader, "training.blas"),
            mixture.equals("allow") ? KernelWatch.Mixture.ALLOWED : KernelWatch.Mixture.REFUSED,
            reader.integer("training.seed", Long.MIN_VALUE, Long.MAX_VALUE),
            OptimizerSettings.of(reader, epochs, method),
            method.equals("local-sgd") ? Optional.of(local) : Optional.empty(),
            StoppingReading.stopping(reader, validation, method),
            reader.text("output.path"),
            file.config().root().unwrapped());
    reader.throwIfProblems();
    return settings;
  }

  /** The BLAS that a key names. */
  static BlasPreference blas(SettingsReader reader, String key) {
    return BlasPreference.named(reader.choice(key, BlasPreference.names()));
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

  /** How the data are put into memory. */
  PackingSettings packing(Precision kept) {
    return new PackingSettings(
        partitions,
        local.isPresent() ? PackingSettings.Placement.BY_HASH : PackingSettings.Placement.IN_ORDER,
        kept,
        classWeights,
        this::network);
  }

  /** The network for rows of this preparation. */
  Network network(Preparation preparation) {
    Network network = Network.of(preparation.features(), hidden, activation, preparation.classes());
    if (network.exactParameterCount() > MOST_PARAMETERS) {
      throw new ConfigurationException(
          "network %s has %,d parameters; a weights file holds %,d at most; make network.hidden"
                  .formatted(network, network.exactParameterCount(), MOST_PARAMETERS)
              + " smaller");
    }
    return network;
  }

  private static void requireLabels(
      SettingsReader reader, InputSettings input, ValidationSettings validation) {
    if (input.labels().isEmpty()) {
      reader.problem("input.labels", "must be given to train from format idx");
    }
    if (validation.input().isPresent() && validation.input().get().labels().isEmpty()) {
      reader.problem("validation.labels", "must be given with validation.path for format idx");
    }
  }
}
