package org.sparkbackprop.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.BlasPreference;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.ComputingSettings;
import org.sparkbackprop.settings.EpochSettings;
import org.sparkbackprop.settings.InitialWeights;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.MiniBatchSettings;
import org.sparkbackprop.settings.MixedKernels;
import org.sparkbackprop.settings.NetworkSettings;
import org.sparkbackprop.settings.ResultKeys;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.Secrets;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.settings.recipe.Decisions;
import org.sparkbackprop.settings.recipe.Recipes;
import org.sparkbackprop.settings.targets.TargetSettings;
import org.sparkbackprop.training.loop.CheckpointRule;

/**
 * Reads the settings of a training: the sections {@code training} and {@code network} here, all
 * others by their own readers.
 */
public final class TrainingReading {

  private static final String FULL_BATCH = "full-batch";
  private static final String MINI_BATCH = "mini-batch";
  private static final int MAX_PARTITIONS = 1_000_000;
  private static final long MAX_EPOCHS = 1_000_000_000_000L;

  private TrainingReading() {}

  /**
   * Reads and checks a configuration.
   *
   * @throws SettingsException naming all problems at once
   */
  static TrainingSettings training(ConfigurationFile file) {
    Map<String, Object> configuration =
        sorted(Secrets.withoutSecrets(file.config().root().unwrapped()));
    Decisions decisions = Decisions.openIn(configuration);
    SettingsReader reader = new SettingsReader(file.provisionally(decisions.open()));
    InputSettings input = InputReading.input(reader);
    if (input.format().equals("idx")) {
      requireLabels(reader, input);
    }
    return training(reader, input, decisions, configuration);
  }

  /**
   * Settings with more keys decided, checked again.
   *
   * @throws SettingsException naming all problems at once
   */
  static TrainingSettings decided(TrainingSettings open, List<Choice> choices) {
    Map<String, Object> configuration = Decisions.with(open.configuration(), choices);
    Decisions decisions = open.decisions().with(choices);
    ConfigurationFile file =
        ConfigurationFile.ofConfiguration(open.name(), open.source(), configuration);
    SettingsReader reader = new SettingsReader(file.provisionally(decisions.open()));
    return training(reader, open.input(), decisions, configuration);
  }

  private static TrainingSettings training(
      SettingsReader reader,
      InputSettings input,
      Decisions decisions,
      Map<String, Object> configuration) {
    TargetSettings target = TargetReading.settings(reader);
    ValidationSettings validation = HoldOutReading.validation(reader, input, decisions);
    String method = reader.choice("training.method", List.of(FULL_BATCH, MINI_BATCH, "local-sgd"));
    MiniBatchSettings miniBatches = miniBatches(reader, method);
    EpochSettings epochs = epochs(reader);
    reader.choice(RecipeDefaults.KEY, Recipes.names());
    TrainingSettings settings =
        new TrainingSettings(
            reader.name(),
            reader.source(),
            reader.integer("training.seed", Long.MIN_VALUE, Long.MAX_VALUE),
            input,
            target,
            ColumnReading.preparation(reader),
            validation,
            classWeights(reader),
            network(reader, target.loss()),
            epochs,
            computing(reader),
            method.equals(FULL_BATCH) ? Optional.empty() : Optional.of(miniBatches),
            OptimizerReading.optimizer(reader, epochs.number()),
            StoppingReading.stopping(reader, validation),
            reader.text("output.path"),
            configuration,
            ResultKeys.of(configuration, defaults()),
            decisions);
    TargetRules.require(reader, settings);
    if (settings.miniBatches().isPresent()) {
      requireMiniBatches(reader, settings, method);
    } else if (miniBatches.dropout() > 0) {
      reader.problem("regularization.dropout", "needs mini-batches: training.method = mini-batch");
    }
    reader.throwIfProblems();
    return settings;
  }

  /** By name, so that a model's configuration reads the same whatever keys are added. */
  private static Map<String, Object> sorted(Map<?, ?> section) {
    Map<String, Object> sorted = new TreeMap<>();
    section.forEach(
        (name, value) ->
            sorted.put(
                String.valueOf(name), value instanceof Map<?, ?> inner ? sorted(inner) : value));
    return sorted;
  }

  /** Those that result keys leave out: of the first recipe there was, for all checkpoints. */
  private static Map<String, Object> defaults() {
    return Secrets.withoutSecrets(RecipeDefaults.textbook().root().unwrapped());
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

  /** Refuses what mini-batches, which have only part of cost and gradient, cannot do. */
  private static void requireMiniBatches(
      SettingsReader reader, TrainingSettings settings, String method) {
    if (!settings.optimizer().takesMiniBatches()) {
      boolean byKey = settings.optimizer().kind().takesMiniBatches();
      reader.problem(
          byKey
              ? "optimizer.line-search = backtracking"
              : "optimizer.name = " + settings.optimizer().name(),
          "cannot be used with training.method = %s: a line search needs the cost of all samples"
              .formatted(method));
    }
    if (!Double.isNaN(settings.stopping().targets().gradientNorm())) {
      reader.problem(
          "stopping.gradient-norm",
          "cannot be used with training.method = %s, which never has the whole gradient"
              .formatted(method));
    }
  }

  /** The settings of mini-batches, checked even if they are not used. */
  private static MiniBatchSettings miniBatches(SettingsReader reader, String method) {
    return new MiniBatchSettings(
        method.equals(MINI_BATCH)
            ? MiniBatchSettings.Method.SYNCHRONOUS
            : MiniBatchSettings.Method.LOCAL_SGD,
        (int) reader.integer("training.batch-size", 1, 1 << 24),
        (int) reader.integer("training.rounds-per-epoch", 1, 1 << 20),
        reader.fraction("regularization.dropout"),
        reader.fraction("training.outer-momentum"));
  }

  private static EpochSettings epochs(SettingsReader reader) {
    return new EpochSettings(
        reader.integer("training.epochs", 0, MAX_EPOCHS),
        reader.integer("training.record-every", 1, MAX_EPOCHS),
        new CheckpointRule(
            reader.integer("training.checkpoint-every", 0, MAX_EPOCHS),
            Duration.ofMillis(Math.round(60_000 * time(reader, "training.checkpoint-minutes")))),
        Duration.ofMillis(Math.round(1000 * time(reader, "training.stop-seconds"))),
        reader.automaticOrInteger("training.epochs-per-job", 1, MAX_EPOCHS));
  }

  private static double time(SettingsReader reader, String key) {
    return Math.min(reader.from0(key), Integer.MAX_VALUE);
  }

  private static NetworkSettings network(SettingsReader reader, LossFunction loss) {
    String activation = reader.choice("network.activation", Activations.names());
    List<Integer> hidden = reader.sizes("network.hidden");
    return new NetworkSettings(
        hidden,
        members(reader, hidden),
        Activations.named(activation).orElseThrow(),
        initialWeights(reader),
        loss);
  }

  private static int members(SettingsReader reader, List<Integer> hidden) {
    String key = "network.members";
    int members = (int) reader.integer(key, 1, NetworkSettings.MAX_MEMBERS);
    if (Integer.bitCount(members) != 1) {
      reader.problem(key, "= %s must be a power of two, as 1, 2, 4 or 8".formatted(members));
      return 1;
    }
    if (members > 1 && hidden.isEmpty()) {
      reader.problem(key, "= %s needs a hidden layer; network.hidden is []".formatted(members));
      return 1;
    }
    return members;
  }

  private static InitialWeights initialWeights(SettingsReader reader) {
    double deviation = reader.positive("network.initial-deviation");
    String rule =
        reader.choice("network.initializer", List.of("auto", "glorot", "he", "lecun", "normal"));
    return new InitialWeights(
        reader.text("network.initial-weights"),
        InitialWeights.Rule.valueOf(rule.toUpperCase(Locale.ROOT)),
        deviation);
  }

  private static ComputingSettings computing(SettingsReader reader) {
    String precision = reader.choice("training.precision", List.of("double", "float"));
    String mixture = reader.choice("training.mixed-blas", List.of("refuse", "allow"));
    return new ComputingSettings(
        reader.automaticOrInt("training.partitions", 1, MAX_PARTITIONS),
        storage(reader),
        precision.equals("float") ? Precision.FLOAT : Precision.DOUBLE,
        blas(reader, "training.blas"),
        mixture.equals("allow") ? MixedKernels.ALLOWED : MixedKernels.REFUSED);
  }

  private static RowStorage storage(SettingsReader reader) {
    return switch (reader.choice(
        "training.storage", List.of("memory-and-disk", "memory", "disk"))) {
      case "memory" -> RowStorage.MEMORY_ONLY;
      case "disk" -> RowStorage.DISK_ONLY;
      default -> RowStorage.MEMORY_AND_DISK;
    };
  }

  /** The BLAS that a key names. */
  public static BlasPreference blas(SettingsReader reader, String key) {
    return BlasPreference.named(reader.choice(key, BlasPreference.names()));
  }
}
