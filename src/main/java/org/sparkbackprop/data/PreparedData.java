package org.sparkbackprop.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings;

/**
 * An input ready to train on: prepared, packed, cached.
 *
 * @param input of the training
 * @param partitions of the training set, and why there are that many
 * @param training the training set
 * @param validation the validation set, if any
 * @param test the test set, if any
 * @param validationInput the input of the validation set, where it is a separate one
 * @param testInput the input of the test set, where it is a separate one
 */
public record PreparedData(
    InspectedInput input,
    PartitionChoice partitions,
    Part training,
    Optional<Part> validation,
    Optional<Part> test,
    Optional<InspectedInput> validationInput,
    Optional<InspectedInput> testInput)
    implements AutoCloseable {

  /**
   * Cached batches and what is in them.
   *
   * @param batches in partitions whose number depends on data and configuration alone
   */
  public record Part(JavaRDD<Batch> batches, BatchSummary summary) {

    private static Part cached(
        SparkResources resources,
        JavaRDD<Batch> batches,
        RowStorage storage,
        long rows,
        String name) {
      resources.persist(batches, StorageLevel.fromString(storage.name()));
      JobGroup.READING.begin(batches.rdd().sparkContext(), "reading the " + name + " data");
      BatchSummary summary = BatchSummary.of(batches);
      if (summary.samples() != rows) {
        throw DataException.inputChanged();
      }
      if (!(summary.weight() > 0 && Double.isFinite(summary.weight()))) {
        throw new DataException(
            ("the weights of the %s rows for %s add up to %s, so that no mean can be taken; correct"
                    + " the column that input.weight names")
                .formatted(rows, name, summary.weight()));
      }
      return new Part(batches, summary);
    }
  }

  /** Frees what the data hold in Spark, {@link #input} included. */
  @Override
  public void close() {
    input.close();
  }

  /** How rows are prepared; it is saved with the model. */
  public Preparation preparation() {
    return input.preparation();
  }

  /**
   * Packs and caches the rows. Class weights apply to training alone: validation uses the sample
   * weights.
   *
   * @throws DataException if the data cannot be trained on, or have changed
   */
  public static PreparedData load(
      InspectedInput input, ValidationSettings held, PackingSettings packing) {
    HoldOutShares own = held.heldOut().shares();
    input
        .heldOut()
        .flatMap(HeldOutRows::fault)
        .ifPresent(
            fault -> {
              throw new DataException(fault);
            });
    double[] classWeights = classWeights(input, packing.classWeights());
    PartitionChoice partitions = partitions(input, packing);
    DataSubset trained = own.isAny() ? DataSubset.TRAINING : DataSubset.ALL;
    Part training =
        Part.cached(
            input.resources(),
            input.batches(trained, packing.placement(), partitions.number(), classWeights),
            packing.storage(),
            input.rows(trained),
            "training");
    Optional<InspectedInput> validation =
        held.input().map(settings -> separate(settings, input, packing));
    Optional<InspectedInput> test =
        held.testInput().map(settings -> separate(settings, input, packing));
    int number = partitions.number();
    return new PreparedData(
        input,
        partitions,
        training,
        heldOut(input, own, DataSubset.VALIDATION, validation, packing, number),
        heldOut(input, own, DataSubset.TEST, test, packing, number),
        validation,
        test);
  }

  /** None where the target is not a class. */
  private static double[] classWeights(InspectedInput input, ClassWeights weights) {
    Target target = input.preparation().target();
    return target.isClass() ? weights.of(target.names(), input.labelCounts()) : new double[0];
  }

  private static InspectedInput separate(
      InputSettings settings, InspectedInput training, PackingSettings packing) {
    return InspectedInput.forModel(
        training.resources(),
        InspectedInput.AS_CONFIGURED,
        settings,
        training.preparation(),
        RequiredColumns.Labels.REQUIRED,
        packing.precision());
  }

  /** A part that is not trained on, from a separate input or from that of the training. */
  private static Optional<Part> heldOut(
      InspectedInput input,
      HoldOutShares own,
      DataSubset part,
      Optional<InspectedInput> separate,
      PackingSettings packing,
      int partitions) {
    if (separate.isEmpty() && part.shareOf(own) == 0) {
      return Optional.empty();
    }
    JavaRDD<Batch> batches =
        separate
            .map(PreparedData::scorable)
            .orElseGet(() -> batchesInOrder(input, part, partitions));
    long rows = separate.map(other -> other.rows().used()).orElseGet(() -> input.rows(part));
    String name = part.name().toLowerCase(Locale.ROOT);
    return Optional.of(Part.cached(input.resources(), batches, packing.storage(), rows, name));
  }

  /** The partitions given by the configuration or the data. */
  public static PartitionChoice partitions(InspectedInput input, PackingSettings packing) {
    return partitions(input, packing, 1);
  }

  /**
   * The partitions given by the configuration or the data.
   *
   * @param times as if the number of rows were multiplied by this
   */
  public static PartitionChoice partitions(
      InspectedInput input, PackingSettings packing, double times) {
    if (packing.partitions().isPresent()) {
      return PartitionChoice.given(packing.partitions().getAsInt());
    }
    Network network = packing.network().apply(input.preparation());
    int leftOut = input.preparation().inputs() - input.numbersOfRow();
    return PartitionChoice.automatic(
        Math.round(times * input.rows().used()),
        Math.round(times * input.numbers()),
        network.operationsPerSample(leftOut));
  }

  /** The good rows of an input for an existing model, packed in their order, not cached. */
  public static JavaRDD<Batch> scorable(InspectedInput input) {
    PartitionChoice partitions = PartitionChoice.automatic(input.rows().used(), input.numbers(), 0);
    return batchesInOrder(input, DataSubset.ALL, partitions.number());
  }

  private static JavaRDD<Batch> batchesInOrder(
      InspectedInput input, DataSubset part, int partitions) {
    return input.batches(part, PackingSettings.Placement.IN_ORDER, partitions, new double[0]);
  }

  /** A hash of the training rows that does not depend on their order or partitions. */
  public String fingerprint() {
    BatchSummary rows = training.summary();
    String content =
        String.format(
            Locale.ROOT,
            "%s|%s|%d|%016x",
            preparation().featureNames(),
            preparation().target().isClass() ? preparation().classNames() : preparation().target(),
            rows.samples(),
            rows.fingerprint());
    return WeightsFile.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The share of the rows that each class has, in order, its weight included; of the training rows
   * that have each label; none if the targets are numbers.
   */
  public double[] targetShares(ClassWeights weights) {
    if (preparation().target().kind() == Target.Kind.LABELS) {
      return input.labelShares();
    }
    List<String> classes = preparation().classNames();
    double[] ofClass = classWeights(input, weights);
    double[] shares = new double[classes.size()];
    for (int k = 0; k < shares.length; k++) {
      double weight = ofClass.length == 0 ? 1 : ofClass[k];
      shares[k] = weight * input.labelCounts().getOrDefault(classes.get(k), 0L);
    }
    double all = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / all).toArray();
  }

  /** Whether training uses sample weights or class weights. */
  public boolean countsByWeight(TrainingSettings settings) {
    return training.summary().weighted()
        || settings.input().columns().weight().isPresent()
        || classWeights(input, settings.classWeights()).length > 0;
  }

  /** What a user should know about the inputs, as sentences with a remedy. */
  public List<String> warnings() {
    return Stream.concat(Stream.of(input), separateInputs())
        .flatMap(rows -> rows.warnings().stream())
        .toList();
  }

  private Stream<InspectedInput> separateInputs() {
    return Stream.concat(validationInput.stream(), testInput.stream());
  }

  /** Rows used and quarantined, including those of separate validation and test inputs. */
  public RowCounts rows() {
    return separateInputs().map(InspectedInput::rows).reduce(input.rows(), RowCounts::plus);
  }
}
