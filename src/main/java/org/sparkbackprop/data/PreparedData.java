package org.sparkbackprop.data;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;

/**
 * An input ready to train on: prepared, packed, cached.
 *
 * @param preparation as it will travel with the model
 * @param labelCounts how many samples there are of each label, validation by fraction included,
 *     whatever their weights
 * @param partitions how the training data are divided, and why
 * @param training what is trained on
 * @param validation what is held out, if anything
 */
public record PreparedData(
    Preparation preparation,
    NavigableMap<String, Long> labelCounts,
    PartitionChoice partitions,
    Part training,
    Optional<Part> validation) {

  /**
   * Cached batches and what is in them.
   *
   * @param batches in a number of partitions that depends on data and configuration alone
   */
  public record Part(JavaRDD<Batch> batches, BatchSummary summary) {

    private static Part cached(JavaRDD<Batch> batches, String description) {
      batches.persist(StorageLevel.MEMORY_AND_DISK());
      batches.rdd().sparkContext().setJobDescription(description);
      return new Part(batches, BatchSummary.of(batches));
    }
  }

  /**
   * Reads an input for training. The weights of classes are those of training alone: validation
   * counts each row as often as its own weight says.
   *
   * @throws DataException if the data are not what they must be
   */
  public static PreparedData load(
      JavaSparkContext spark,
      InputSettings input,
      ValidationSettings held,
      PackingSettings packing) {
    SampleSource source = Formats.open(spark, input, Expectation.ofTraining());
    List<String> classes = classes(source, input);
    Preparation preparation = new Preparation(source.featureNames(), classes, input.divisor());
    double[] classWeights = packing.classWeights().of(classes, source.labelCounts());
    BatchPacker packer = new BatchPacker(preparation, source.features(), packing.precision());
    PartitionChoice partitions = partitions(source, preparation, packing);
    JavaRDD<Sample> samples = source.read(partitions.number());
    boolean split = held.fraction() > 0 && held.input().isEmpty();
    JavaRDD<Sample> trained =
        split ? samples.filter(new HoldOut(held.fraction(), HoldOut.Part.TRAINING)) : samples;
    Part training =
        Part.cached(
            placed(trained.mapPartitions(packer.with(classWeights)), packing, preparation),
            "reading the training data");
    Optional<Part> validation = Optional.empty();
    if (held.input().isPresent()) {
      validation =
          Optional.of(separate(spark, held.input().get(), preparation, packing.precision()));
    } else if (split) {
      JavaRDD<Sample> heldOut =
          samples.filter(new HoldOut(held.fraction(), HoldOut.Part.VALIDATION));
      validation =
          Optional.of(Part.cached(heldOut.mapPartitions(packer), "reading the validation data"));
    }
    requireSamples(training, "training", held);
    requireWeight(training, "training");
    validation.ifPresent(part -> requireSamples(part, "validation", held));
    validation.ifPresent(part -> requireWeight(part, "validation"));
    return new PreparedData(preparation, source.labelCounts(), partitions, training, validation);
  }

  private static JavaRDD<Batch> placed(
      JavaRDD<Batch> batches, PackingSettings packing, Preparation preparation) {
    return packing.placement() == PackingSettings.Placement.IN_ORDER
        ? batches
        : RowPlacement.of(batches, BatchPacker.rows(preparation.features()));
  }

  private static PartitionChoice partitions(
      SampleSource source, Preparation preparation, PackingSettings packing) {
    if (packing.partitions().isPresent()) {
      return PartitionChoice.given(packing.partitions().getAsInt());
    }
    return PartitionChoice.automatic(
        source.samples(),
        preparation.features(),
        packing.network().apply(preparation).operationsPerSample());
  }

  private static Part separate(
      JavaSparkContext spark, InputSettings input, Preparation preparation, Precision precision) {
    Scorable rows = scorable(spark, input, preparation, Expectation.Labels.REQUIRED, precision);
    return Part.cached(rows.batches(), "reading the validation data");
  }

  /**
   * Rows for a model that exists.
   *
   * @param batches packed as the model wants them, not cached
   * @param samples number of rows
   */
  public record Scorable(JavaRDD<Batch> batches, long samples) {}

  /**
   * Reads an input for scoring by a model that exists.
   *
   * @param labels whether rows must be labelled with the model's classes; otherwise labels are not
   *     looked at
   * @param precision in which features are kept that are not bytes
   * @throws DataException if features or labels are not those of the model
   */
  public static Scorable scorable(
      JavaSparkContext spark,
      InputSettings input,
      Preparation preparation,
      Expectation.Labels labels,
      Precision precision) {
    Expectation need = new Expectation(Optional.of(preparation.featureNames()), labels);
    SampleSource source = Formats.open(spark, input, need);
    if (!source.featureNames().equals(preparation.featureNames())) {
      throw new DataException(
          "the rows have %d features (%s, …) while the model takes %d (%s, …)"
              .formatted(
                  source.featureNames().size(),
                  source.featureNames().get(0),
                  preparation.features(),
                  preparation.featureNames().get(0)));
    }
    PartitionChoice partitions =
        PartitionChoice.automatic(source.samples(), preparation.features(), 0);
    JavaRDD<Sample> samples = source.read(partitions.number());
    if (labels == Expectation.Labels.REQUIRED) {
      requireKnown(source.labelCounts(), preparation.classNames());
    }
    BatchPacker packer = new BatchPacker(preparation, source.features(), precision);
    return new Scorable(samples.mapPartitions(packer), source.samples());
  }

  private static List<String> classes(SampleSource source, InputSettings input) {
    List<String> found = Preparation.inClassOrder(source.labelCounts().keySet());
    if (!input.classes().isEmpty()) {
      requireKnown(source.labelCounts(), input.classes());
      return input.classes();
    }
    if (found.size() < 2) {
      throw new DataException(
          "all rows have the label %s; at least two classes are needed".formatted(found));
    }
    return found;
  }

  private static void requireKnown(NavigableMap<String, Long> labelCounts, List<String> classes) {
    List<String> unknown =
        labelCounts.keySet().stream().filter(label -> !classes.contains(label)).toList();
    if (!unknown.isEmpty()) {
      long rows = unknown.stream().mapToLong(labelCounts::get).sum();
      throw new DataException(
          "%d rows have labels out of range: %s; the classes are %s"
              .formatted(rows, unknown.subList(0, Math.min(10, unknown.size())), classes));
    }
  }

  private static void requireSamples(Part part, String name, ValidationSettings held) {
    if (part.summary().samples() == 0) {
      throw new DataException(
          "no row is left for %s with validation.fraction = %s; change the fraction"
              .formatted(name, held.fraction()));
    }
  }

  private static void requireWeight(Part part, String name) {
    double weight = part.summary().weight();
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new DataException(
          "the weights of the %d rows for %s add up to %s, of which there is no mean; correct the"
                  .formatted(part.summary().samples(), name, weight)
              + " column that input.weight names");
    }
  }
}
