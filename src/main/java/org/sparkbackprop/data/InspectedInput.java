package org.sparkbackprop.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.holdout.HoldOut;
import org.sparkbackprop.data.pack.BlockPacker;
import org.sparkbackprop.data.pack.ChunkKey;
import org.sparkbackprop.data.pack.JoinChunks;
import org.sparkbackprop.data.pack.PackSplit;
import org.sparkbackprop.data.pack.Placement;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.CategoryFit;
import org.sparkbackprop.data.scan.FeatureStatistics;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.PreparationFit;
import org.sparkbackprop.data.scan.Scan;
import org.sparkbackprop.data.scan.SplitSummary;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.targets.TargetSettings;

/**
 * An input whose rows have all been read once: its columns and classes, which rows are good, how
 * they are prepared and stored in memory. Closing it frees what it, and the data loaded from it,
 * hold in Spark.
 */
public final class InspectedInput implements AutoCloseable {

  /** The files or the table that the settings name. */
  public static final Input AS_CONFIGURED = Formats.CONFIGURED;

  private final SparkResources resources;
  private final RowValidator validator;
  private final InputScan scan;
  private final BlockPacker packing;
  private final List<String> columnNotes;
  private final Optional<HeldOutRows> heldOut;

  private InspectedInput(
      SparkResources resources,
      RowValidator validator,
      InputScan scan,
      BlockPacker packing,
      List<String> columnNotes) {
    this.resources = resources;
    this.validator = validator;
    this.scan = scan;
    this.packing = packing;
    this.columnNotes = columnNotes;
    this.heldOut =
        Optional.of(scan)
            .filter(found -> found.holdOut().isAny())
            .map(found -> HeldOutRows.of(found, preparation().target()));
  }

  /**
   * Reads the rows of a training once.
   *
   * @throws DataException if the data cannot be trained on
   */
  public static InspectedInput forTraining(
      JavaSparkContext spark, Input rows, TrainingSettings settings) {
    return forTraining(
        spark,
        rows,
        settings.input(),
        PreparationChoice.always(settings.preparation()),
        settings.target(),
        settings.validation().heldOut(),
        settings.computing().precision());
  }

  /**
   * Reads the rows of a training once.
   *
   * @param input says how bad rows are treated, and which columns and classes there are
   * @param heldOut which rows are held out of training
   * @param precision of the numbers that are not stored as bytes
   * @throws DataException if the data cannot be trained on
   */
  public static InspectedInput forTraining(
      JavaSparkContext spark,
      Input rows,
      InputSettings input,
      PreparationSettings settings,
      HoldOutSettings heldOut,
      Precision precision) {
    return forTraining(
        spark,
        rows,
        input,
        PreparationChoice.always(settings),
        TargetSettings.usual(input.target().kind()),
        heldOut,
        precision);
  }

  /** Reads the rows of a training once; their preparation depends on their source. */
  public static InspectedInput forTraining(
      JavaSparkContext spark,
      Input rows,
      InputSettings input,
      PreparationChoice choice,
      TargetSettings target,
      HoldOutSettings heldOut,
      Precision precision) {
    return SparkResources.with(
        spark,
        resources -> {
          MissingValues.Policy expected = choice.expected().missing();
          RowSource source =
              rows.open(spark, input, RequiredColumns.ofTraining(expected, heldOut, input));
          PreparationSettings settings = choice.of(source);
          RowValidator validator =
              new RowValidator(
                  source.shape(),
                  ClassNames.of(input.classes().names()),
                  rows.missingLabels(input),
                  settings.missing(),
                  settings.unknown(),
                  settings.categories().missing());
          InputScan scan = scan(resources, source, validator, heldOut, input, settings);
          requireGood(spark, scan, input, settings);
          requireRows(scan, rows.name(input));
          scan.source().check(scan);
          List<String> columnNotes = RowNumberNotes.of(rows, validator, scan, input);
          List<InputColumn> columns = scan.columns(categoryFit(settings, input));
          PreparationFit fit =
              new PreparationFit(
                  settings, scan, columns, BlockPacker.zeros(columns, scan, input.layout()));
          Preparation preparation =
              fit.preparation(
                  FoundTarget.of(scan, rows.name(input), input, target),
                  input.divideBy().orElse(source.divisor()));
          BlockPacker packing =
              BlockPacker.of(preparation, scan, source.shape().form(), input.layout(), precision);
          return new InspectedInput(resources, validator, scan, packing, columnNotes);
        });
  }

  /**
   * Reads the rows once for an existing model.
   *
   * @param input says how bad rows are treated
   * @param labels whether rows must be labelled with the model's classes; otherwise labels are
   *     ignored
   * @throws DataException if the features or labels are not those of the model
   */
  public static InspectedInput forModel(
      JavaSparkContext spark,
      Input rows,
      InputSettings input,
      Preparation preparation,
      RequiredColumns.Labels labels,
      Precision precision) {
    return SparkResources.with(
        spark, resources -> forModel(resources, rows, input, preparation, labels, precision));
  }

  /** The same, with resources that another owner closes. */
  static InspectedInput forModel(
      SparkResources resources,
      Input rows,
      InputSettings asked,
      Preparation preparation,
      RequiredColumns.Labels labels,
      Precision precision) {
    InputSettings input = asked.with(asked.target().of(preparation.target()));
    RowSource source =
        rows.open(resources.spark(), input, RequiredColumns.ofModel(preparation, labels));
    requireFeatures(source, preparation);
    if (labels == RequiredColumns.Labels.REQUIRED) {
      ModelTargets.require(source.shape().targets(), preparation.target(), rows.name(input));
    }
    RowValidator validator =
        new RowValidator(
            source.shape(),
            ClassNames.of(names(preparation.target())),
            rows.missingLabels(input),
            preparation.missing().policy(),
            preparation.unknownCategories(),
            preparation.missingCategories());
    InputScan scan =
        scan(
            resources,
            source,
            validator,
            HoldOutSettings.none(),
            input,
            PreparationSettings.simple());
    scan.require(input.badRows());
    requireRows(scan, rows.name(input));
    BlockPacker packing =
        BlockPacker.of(preparation, scan, source.shape().form(), input.layout(), precision);
    List<String> columnNotes = scan.unknownCategories(preparation);
    return new InspectedInput(resources, validator, scan, packing, columnNotes);
  }

  /** Reads every row; once more if there are too few to hold out any for validation. */
  private static InputScan scan(
      SparkResources resources,
      RowSource source,
      RowValidator validator,
      HoldOutSettings heldOut,
      InputSettings input,
      PreparationSettings settings) {
    InputScan scan = scanOnce(resources, source, validator, heldOut, input, settings);
    HoldOutSettings enough = heldOut.of(scan.used());
    return enough.equals(heldOut.ofAnyNumber())
        ? scan
        : scanOnce(resources, source, validator, enough, input, settings);
  }

  /** Reads every row, unless the source knows all there is to know. */
  private static InputScan scanOnce(
      SparkResources resources,
      RowSource source,
      RowValidator validator,
      HoldOutSettings heldOut,
      InputSettings input,
      PreparationSettings settings) {
    FeatureStatistics.Of statistics =
        FeatureStatistics.Of.of(settings.needsMoments(), settings.needsQuantiles());
    boolean nothing = statistics == FeatureStatistics.Of.NOTHING;
    boolean classes = input.target().kind() == Target.Kind.CLASS;
    if (source.known().isPresent() && nothing && classes && !heldOut.isAsked()) {
      return InputScan.of(source, source.known().get());
    }
    HoldOut holdOut = holdOut(resources, source, validator, heldOut, input);
    JobGroup.READING.begin(resources.spark().sc(), "looking at every row of the input");
    Scan scan =
        new Scan(
            source.shape(),
            validator,
            holdOut,
            statistics,
            categoryFit(settings, input).maxCounted(),
            validator.maxClasses(input.classes()));
    InputScan found = scan.of(source);
    return source
        .insteadOf(found)
        .map(other -> scan.with(holdOut(resources, other, validator, heldOut, input)).of(other))
        .orElse(found);
  }

  private static CategoryFit categoryFit(PreparationSettings settings, InputSettings input) {
    return new CategoryFit(
        settings.unknown(),
        settings.categories().missing(),
        settings.categories().fewestRows(),
        input.columns().maxCategories());
  }

  private static HoldOut holdOut(
      SparkResources resources,
      RowSource source,
      RowValidator validator,
      HoldOutSettings settings,
      InputSettings input) {
    if (!settings.isAsked()) {
      return HoldOut.NONE;
    }
    JobGroup.READING.begin(resources.spark().sc(), "dividing the rows of the input");
    HoldOut holdOut = HoldOut.of(resources.spark(), source, validator, settings, input);
    if (holdOut.files() != null) {
      resources.owned(holdOut.files());
    }
    return holdOut;
  }

  /** Where values are not numbers, the message says what all the columns look like. */
  private static void requireGood(
      JavaSparkContext spark, InputScan scan, InputSettings input, PreparationSettings settings) {
    try {
      scan.require(input.badRows());
    } catch (DataException e) {
      List<String> lines =
          scan.hasTextForNumber()
              ? ColumnDiagnosis.lines(spark, input, scan.source(), settings.missing())
              : List.of();
      if (lines.isEmpty()) {
        throw e;
      }
      boolean first = input.badRows().policy() == BadRowPolicy.Policy.FAIL;
      throw new DataException(
          "%s; columns that are not all numbers need a word in the configuration, such as"
              .formatted(first ? scan.firstFault() : e.getMessage()),
          lines);
    }
  }

  private static void requireRows(InputScan scan, String name) {
    if (scan.used() == 0) {
      throw new DataException("%s has no %srows".formatted(name, scan.rows() == 0 ? "" : "good "));
    }
  }

  private static void requireFeatures(RowSource source, Preparation preparation) {
    List<InputColumn> columns = source.shape().columns();
    if (columns.equals(preparation.columns())) {
      return;
    }
    List<String> names = columns.stream().flatMap(c -> c.featureNames().stream()).toList();
    List<String> wanted = preparation.featureNames();
    if (!names.equals(wanted)) { // the same names may stand in one column or in many
      int at = 0;
      while (at < Math.min(names.size(), wanted.size()) && names.get(at).equals(wanted.get(at))) {
        at++;
      }
      throw new DataException(
          String.format(
              Locale.ROOT,
              "the rows have %,d features while the model takes %,d; feature %,d is %s in the rows and %s in the model",
              names.size(),
              wanted.size(),
              at + 1,
              nameAt(names, at),
              nameAt(wanted, at)));
    }
  }

  private static String nameAt(List<String> names, int at) {
    return at < names.size() ? names.get(at) : "none";
  }

  /** The classes or labels that rows may name. */
  private static List<String> names(Target target) {
    return target.isNumber() ? List.of() : target.names();
  }

  SparkResources resources() {
    return resources;
  }

  /** Frees what is held in Spark; neither this nor data loaded from it can be used afterwards. */
  @Override
  public void close() {
    resources.close();
  }

  /** How rows will be prepared. */
  public Preparation preparation() {
    return packing.preparation();
  }

  /** What the rows are like, for defaults that depend on them. */
  public DataTraits traits() {
    return DataTraits.of(scan, preparation());
  }

  /** How many rows are used and quarantined. */
  public RowCounts rows() {
    return new RowCounts(scan.used(), scan.rows() - scan.used());
  }

  /** Where the first bad row is, and what is wrong with it; absent if all rows are good. */
  public Optional<String> firstFault() {
    return rows().quarantined() == 0 ? Optional.empty() : Optional.of(scan.firstFault());
  }

  /** Good rows of each class or label, including those held out; empty for numbers. */
  public NavigableMap<String, Long> labelCounts() {
    return new TreeMap<>(classes().counts(scan.labelCounts()));
  }

  /** The share of the training rows that have each label, in order. */
  double[] labelShares() {
    List<String> labels = preparation().target().names();
    double[] shares = new double[labels.size()];
    if (!scan.source().shape().targets().areNames()) {
      Arrays.setAll(shares, scan.targets()::mean); // of 1 and 0
      return shares;
    }
    Map<String, Long> all = classes().counts(scan.labelCounts());
    Map<String, Long> validation = classes().counts(scan.labelCounts(DataSubset.VALIDATION));
    Map<String, Long> test = classes().counts(scan.labelCounts(DataSubset.TEST));
    for (int k = 0; k < shares.length; k++) {
      String label = labels.get(k);
      long heldOut = validation.getOrDefault(label, 0L) + test.getOrDefault(label, 0L);
      shares[k] = (double) (all.getOrDefault(label, 0L) - heldOut) / trainedRows();
    }
    return shares;
  }

  /**
   * Missing values in the training rows, by feature; a category column's count for each category.
   */
  public long[] missingCounts() {
    return scan.missingCounts(preparation().columns());
  }

  /** A prepared number as it is stored in memory, perhaps in single precision. */
  public double held(double prepared) {
    return packing.kind().isFloat() ? (float) prepared : prepared;
  }

  /** Bytes of all numbers as they are stored in memory. */
  public long bytes() {
    return Math.multiplyExact(numbers(), (long) packing.kind().bytes());
  }

  /** How many numbers are stored: all, or, of sparse rows, those that are not 0. */
  long numbers() {
    return packing.kind().isSparse()
        ? BlockPacker.nonZeros(preparation(), scan)
        : Math.multiplyExact(scan.used(), (long) preparation().inputs());
  }

  /** About how many numbers are stored per row. */
  public int numbersOfRow() {
    return (int) Math.max(1, numbers() / scan.used());
  }

  /** How the numbers are stored, for people. */
  public String storedAs() {
    return "as " + packing.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How many good rows are in the training set. */
  public long trainedRows() {
    return rows(DataSubset.TRAINING);
  }

  /** The rows held out of training; absent if none were asked for. */
  public Optional<HeldOutRows> heldOut() {
    return heldOut;
  }

  private ClassNames classes() {
    return ClassNames.of(names(preparation().target()));
  }

  /** Samples like the packed ones, with made-up content, to measure speed. */
  public Batch madeUp(int samples) {
    return packing.madeUp(samples, numbersOfRow());
  }

  /** What a user should know about the input, as sentences with a remedy. */
  public List<String> warnings() {
    return Stream.concat(scan.source().warnings().stream(), columnNotes.stream()).toList();
  }

  /** Notes on columns that may not be features to learn from, as sentences with a remedy. */
  public List<String> columnNotes() {
    return columnNotes;
  }

  /** The bad rows, if there are any. */
  public Optional<Quarantine> quarantine() {
    return rows().quarantined() == 0
        ? Optional.empty()
        : Optional.of(new Quarantine(validator, scan));
  }

  /** Samples in a full block. */
  public int rowsOfBlock() {
    return packing.rows();
  }

  /**
   * Good rows, prepared and packed, not cached.
   *
   * @param part of the data set that is packed
   * @param classWeights as in {@link ClassWeights}
   */
  public JavaRDD<Batch> batches(
      DataSubset part, PackingSettings.Placement way, int partitions, double[] classWeights) {
    RowSource source = scan.source();
    Placement placement = new Placement(way, partitions, scan.used());
    Optional<RowSource> divided =
        placement.isInOrder() ? source.divided(partitions, scan.used()) : Optional.empty();
    RowSource read = divided.orElse(source);
    Map<SplitId, RowRange> parts = divided.isPresent() ? even(read, partitions) : partsAsCounted();
    PackSplit pack =
        new PackSplit(
            validator,
            packing,
            scan.holdOut(),
            part,
            classWeights,
            placement,
            resources.broadcast(parts));
    JavaPairRDD<ChunkKey, Batch> chunks = read.readers().mapPartitionsToPair(pack);
    // one partition may have several splits, in any order
    boolean oneSplit = chunks.getNumPartitions() == 1 && scan.splits().size() == 1;
    boolean inPlace = divided.isPresent() || (partitions == 1 && oneSplit);
    JavaPairRDD<ChunkKey, Batch> placed =
        inPlace
            ? chunks
            : resources.owned(
                chunks.repartitionAndSortWithinPartitions(new ChunkKey.ByTarget(partitions)));
    JoinChunks.Storage storage =
        placement.isInOrder() ? JoinChunks.Storage.BY_COLUMNS : JoinChunks.Storage.BY_ROWS;
    return placed.mapPartitions(new JoinChunks(packing.rows(), storage));
  }

  private Map<SplitId, RowRange> even(RowSource divided, int partitions) {
    Map<SplitId, RowRange> parts = new HashMap<>();
    for (RowRange range : RowRange.even(partitions, scan.used())) {
      if (range.from() < range.until()) {
        parts.put(divided.splitAt(range.from()), range);
      }
    }
    return parts;
  }

  private Map<SplitId, RowRange> partsAsCounted() {
    Map<SplitId, RowRange> parts = new HashMap<>();
    long rows = 0;
    for (SplitSummary split : scan.splits()) {
      parts.put(split.id(), new RowRange(rows, rows + split.used()));
      rows += split.used();
    }
    return parts;
  }

  /** How many good rows a part of the data set has. */
  public long rows(DataSubset part) {
    return scan.rows(part);
  }
}
