package org.sparkbackprop.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.RowStorage;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.ValidationSettings;

/**
 * An input ready to train on: prepared, packed, cached.
 *
 * @param input that was trained on
 * @param partitions how the training data are divided, and why
 * @param training what is trained on
 * @param validation what is held out, if anything
 * @param test what nothing is chosen by, if anything
 * @param validationInput where validation comes from an input of its own
 * @param testInput where the test does
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
   * @param batches in a number of partitions that depends on data and configuration alone
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
      Part part = new Part(batches, BatchSummary.of(batches));
      if (part.summary().samples() != rows) {
        throw DataException.inputChanged();
      }
      requireWeight(part, name);
      return part;
    }
  }

  /** Gives back what the data have taken of Spark, with {@link #input}. */
  @Override
  public void close() {
    input.close();
  }

  /** How rows are prepared; it will travel with the model. */
  public Preparation preparation() {
    return input.preparation();
  }

  /**
   * Reads an input for training.
   *
   * @throws DataException if the data are not what they must be
   */
  public static PreparedData load(
      JavaSparkContext spark,
      InputSettings input,
      PreparationSettings preparation,
      ValidationSettings held,
      PackingSettings packing) {
    InspectedInput inspected =
        InspectedInput.forTraining(spark, input, preparation, held.heldOut(), packing.precision());
    return load(inspected, held, packing);
  }

  /**
   * Packs an input that was looked at. The weights of classes are those of training alone:
   * validation counts each row as often as its own weight says.
   *
   * @throws DataException if the data are not what they must be
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
    double[] classWeights =
        packing.classWeights().of(input.preparation().classNames(), input.labelCounts());
    PartitionChoice partitions = partitions(input, packing);
    DataSubset trained = own.isAny() ? DataSubset.TRAINING : DataSubset.ALL;
    Part training =
        Part.cached(
            input.resources(),
            input.batches(trained, packing.placement(), partitions.number(), classWeights),
            packing.storage(),
            input.rows(trained),
            "training");
    Optional<InspectedInput> separate =
        held.input().map(settings -> separate(settings, input, packing));
    Optional<InspectedInput> separateTest =
        held.testInput().map(settings -> separate(settings, input, packing));
    int number = partitions.number();
    return new PreparedData(
        input,
        partitions,
        training,
        heldOut(input, own, DataSubset.VALIDATION, separate, packing, number),
        heldOut(input, own, DataSubset.TEST, separateTest, packing, number),
        separate,
        separateTest);
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

  /** A part that is not trained on: of an input of its own, or of the training's. */
  private static Optional<Part> heldOut(
      InspectedInput input,
      HoldOutShares own,
      DataSubset part,
      Optional<InspectedInput> separate,
      PackingSettings packing,
      int partitions) {
    String name = part.name().toLowerCase(Locale.ROOT);
    if (separate.isPresent()) {
      return Optional.of(
          Part.cached(
              input.resources(),
              scorable(separate.get()),
              packing.storage(),
              separate.get().rows().used(),
              name));
    }
    if (part.shareOf(own) == 0) {
      return Optional.empty();
    }
    JavaRDD<Batch> batches =
        input.batches(part, PackingSettings.Placement.IN_ORDER, partitions, new double[0]);
    return Optional.of(
        Part.cached(input.resources(), batches, packing.storage(), input.rows(part), name));
  }

  /** The partitions that the configuration or the data say. */
  public static PartitionChoice partitions(InspectedInput input, PackingSettings packing) {
    return partitions(input, packing, 1);
  }

  /**
   * The partitions that the configuration or the data say.
   *
   * @param times as if there were so many times as many rows
   */
  public static PartitionChoice partitions(
      InspectedInput input, PackingSettings packing, double times) {
    if (packing.partitions().isPresent()) {
      return PartitionChoice.given(packing.partitions().getAsInt());
    }
    Network network = packing.network().apply(input.preparation());
    int leftOut = input.preparation().features() - input.numbersOfRow();
    return PartitionChoice.automatic(
        Math.round(times * input.rows().used()),
        Math.round(times * input.numbers()),
        network.operationsPerSample(leftOut));
  }

  /** The good rows of an input for a model that exists, packed in their order, not cached. */
  public static JavaRDD<Batch> scorable(InspectedInput input) {
    PartitionChoice partitions = PartitionChoice.automatic(input.rows().used(), input.numbers(), 0);
    return input.batches(
        DataSubset.ALL, PackingSettings.Placement.IN_ORDER, partitions.number(), new double[0]);
  }

  /** The same for the same rows, in whatever order and partitions they were read. */
  public String fingerprint() {
    BatchSummary rows = training.summary();
    String content =
        String.format(
            Locale.ROOT,
            "%s|%s|%d|%016x",
            preparation().featureNames(),
            preparation().classNames(),
            rows.samples(),
            rows.fingerprint());
    return WeightsFile.sha256(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether rows count by weights in training, their own or those of their classes. */
  public boolean countsByWeight(TrainingSettings settings) {
    return training.summary().weighted()
        || settings.input().columns().weight().isPresent()
        || settings.classWeights().of(preparation().classNames(), input.labelCounts()).length > 0;
  }

  /** What was noticed of the inputs, as sentences with a remedy. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(input.warnings());
    separateInputs().forEach(rows -> warnings.addAll(rows.warnings()));
    return warnings;
  }

  private Stream<InspectedInput> separateInputs() {
    return Stream.concat(validationInput.stream(), testInput.stream());
  }

  /** What became of all rows, those of separate inputs for validation and test included. */
  public RowCounts rows() {
    return separateInputs().map(InspectedInput::rows).reduce(input.rows(), RowCounts::plus);
  }

  private static void requireWeight(Part part, String name) {
    double weight = part.summary().weight();
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new DataException(
          "the weights of the %s rows for %s add up to %s, of which there is no mean; correct the"
                  .formatted(part.summary().samples(), name, weight)
              + " column that input.weight names");
    }
  }
}
