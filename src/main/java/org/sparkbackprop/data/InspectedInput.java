package org.sparkbackprop.data;

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
import org.sparkbackprop.data.pack.ChunkPartitioner;
import org.sparkbackprop.data.pack.JoinChunks;
import org.sparkbackprop.data.pack.PackSplit;
import org.sparkbackprop.data.pack.Placement;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.FoundClasses;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.PreparationFit;
import org.sparkbackprop.data.scan.Scan;
import org.sparkbackprop.data.scan.SplitSummary;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassWeights;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.TrainingSettings;

/**
 * An input of which every row has been looked at once: what it has, which rows are good, how they
 * are to be prepared and held in memory. Closing it gives back what it and the data that were
 * loaded from it have taken of Spark.
 */
public final class InspectedInput implements AutoCloseable {

  /** The files or the table that settings name. */
  public static final Input AS_CONFIGURED = Formats.CONFIGURED;

  private final SparkResources resources;
  private final RowSource source;
  private final RowValidator judge;
  private final HoldOut holdOut;
  private final InputScan scan;
  private final BlockPacker packing;
  private final List<String> columnNotes;
  private final Optional<HeldOutRows> heldOut;

  private InspectedInput(
      SparkResources resources,
      RowSource source,
      RowValidator judge,
      HoldOut holdOut,
      InputScan scan,
      BlockPacker packing,
      List<String> columnNotes) {
    this.resources = resources;
    this.source = source;
    this.judge = judge;
    this.holdOut = holdOut;
    this.scan = scan;
    this.packing = packing;
    this.columnNotes = columnNotes;
    this.heldOut =
        holdOut.isAny()
            ? Optional.of(heldOutRows(holdOut, scan, source, classes()))
            : Optional.empty();
  }

  /**
   * Looks at the input of a training.
   *
   * @throws DataException if the data are not what they must be
   */
  public static InspectedInput forTraining(JavaSparkContext spark, TrainingSettings settings) {
    return forTraining(spark, AS_CONFIGURED, settings);
  }

  /**
   * Looks at rows for a training.
   *
   * @throws DataException if the data are not what they must be
   */
  public static InspectedInput forTraining(
      JavaSparkContext spark, Input rows, TrainingSettings settings) {
    return forTraining(
        spark,
        rows,
        settings.input(),
        settings.preparation(),
        settings.validation().heldOut(),
        settings.computing().precision());
  }

  private static HeldOutRows heldOutRows(
      HoldOut holdOut, InputScan scan, RowSource source, ClassNames classes) {
    return new HeldOutRows(
        holdOut.rule(),
        holdOut.shares(),
        source.shape().identity().names(),
        Optional.ofNullable(holdOut.newest()).map(HoldOut.Newest::trained),
        scan.used(),
        scan.rows(DataSubset.VALIDATION),
        scan.rows(DataSubset.TEST),
        new TreeMap<>(classes.counts(scan.labelCounts())),
        new TreeMap<>(classes.counts(scan.labelCounts(DataSubset.VALIDATION))),
        new TreeMap<>(classes.counts(scan.labelCounts(DataSubset.TEST))));
  }

  /**
   * Looks at an input for training.
   *
   * @param heldOut which rows are held out of training
   * @param precision in which numbers are kept that are not bytes
   * @throws DataException if the data are not what they must be
   */
  public static InspectedInput forTraining(
      JavaSparkContext spark,
      InputSettings input,
      PreparationSettings settings,
      HoldOutSettings heldOut,
      Precision precision) {
    return forTraining(spark, AS_CONFIGURED, input, settings, heldOut, precision);
  }

  /**
   * Looks at rows for training.
   *
   * @param input what becomes of bad rows, which columns are what, which classes there are
   * @param heldOut which rows are held out of training
   * @param precision in which numbers are kept that are not bytes
   * @throws DataException if the data are not what they must be
   */
  public static InspectedInput forTraining(
      JavaSparkContext spark,
      Input rows,
      InputSettings input,
      PreparationSettings settings,
      HoldOutSettings heldOut,
      Precision precision) {
    return SparkResources.with(
        spark, resources -> forTraining(resources, rows, input, settings, heldOut, precision));
  }

  private static InspectedInput forTraining(
      SparkResources resources,
      Input rows,
      InputSettings input,
      PreparationSettings settings,
      HoldOutSettings heldOut,
      Precision precision) {
    JavaSparkContext spark = resources.spark();
    RowSource source =
        rows.open(spark, input, RequiredColumns.ofTraining(settings.missing(), heldOut, input));
    RowValidator judge =
        new RowValidator(
            source.shape(),
            ClassNames.of(input.classes().names()),
            rows.missingLabels(input),
            settings.missing(),
            settings.unknown());
    Look look = look(resources, source, judge, heldOut, input, settings);
    InputScan scan = look.scan();
    requireGood(spark, scan, input, settings);
    requireRows(scan, rows.name(input));
    scan.source().check(scan);
    List<String> columnNotes = RowNumberNotes.of(rows, scan.source(), judge, scan, input);
    int maxCategories = input.columns().maxCategories();
    List<InputColumn> columns = scan.columns(maxCategories);
    Preparation preparation =
        new PreparationFit(settings, scan, columns)
            .preparation(
                classes(scan, rows.name(input), input), input.divideBy().orElse(source.divisor()));
    BlockPacker packing =
        BlockPacker.of(preparation, scan, source.shape().form(), input.layout(), precision);
    return new InspectedInput(
        resources, scan.source(), judge, look.holdOut(), scan, packing, columnNotes);
  }

  private static HoldOut holdOut(
      SparkResources resources,
      RowSource source,
      RowValidator judge,
      HoldOutSettings settings,
      InputSettings input) {
    if (!settings.isAsked()) {
      return HoldOut.NONE;
    }
    JobGroup.READING.begin(resources.spark().sc(), "dividing the rows of the input");
    HoldOut holdOut = HoldOut.of(resources.spark(), source, judge, settings, input);
    if (holdOut.files() != null) {
      resources.owned(holdOut.files());
    }
    return holdOut;
  }

  /**
   * Looks at an input for a model that exists.
   *
   * @param labels whether rows must be labelled with the model's classes; otherwise labels are not
   *     looked at
   * @throws DataException if features or labels are not those of the model
   */
  public static InspectedInput forModel(
      JavaSparkContext spark,
      InputSettings input,
      Preparation preparation,
      RequiredColumns.Labels labels,
      Precision precision) {
    return forModel(spark, AS_CONFIGURED, input, preparation, labels, precision);
  }

  /**
   * Looks at rows for a model that exists.
   *
   * @param input what becomes of bad rows
   * @param labels whether rows must be labelled with the model's classes; otherwise labels are not
   *     looked at
   * @throws DataException if features or labels are not those of the model
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

  /**
   * The same, where something else is closed by which everything is given back.
   *
   * @param resources of that
   */
  static InspectedInput forModel(
      SparkResources resources,
      Input rows,
      InputSettings input,
      Preparation preparation,
      RequiredColumns.Labels labels,
      Precision precision) {
    RowSource source =
        rows.open(resources.spark(), input, RequiredColumns.ofModel(preparation, labels));
    requireFeatures(source, preparation);
    RowValidator judge =
        new RowValidator(
            source.shape(),
            ClassNames.of(preparation.classNames()),
            rows.missingLabels(input),
            preparation.missing().policy(),
            preparation.unknownCategories());
    HoldOutSettings none = HoldOutSettings.none();
    InputScan scan =
        look(resources, source, judge, none, input, PreparationSettings.simple()).scan();
    scan.require(input.badRows());
    requireRows(scan, rows.name(input));
    BlockPacker packing =
        BlockPacker.of(preparation, scan, source.shape().form(), input.layout(), precision);
    return new InspectedInput(
        resources,
        scan.source(),
        judge,
        HoldOut.NONE,
        scan,
        packing,
        scan.unknownCategories(preparation.columns()));
  }

  /**
   * What a look at every row has found.
   *
   * @param holdOut which rows are held out
   */
  private record Look(InputScan scan, HoldOut holdOut) {}

  private static Look look(
      SparkResources resources,
      RowSource source,
      RowValidator judge,
      HoldOutSettings heldOut,
      InputSettings input,
      PreparationSettings settings) {
    boolean numbers = settings.needsStatistics();
    if (source.known().isPresent() && !numbers && !heldOut.isAsked()) {
      return new Look(InputScan.of(source, source.known().get()), HoldOut.NONE);
    }
    HoldOut holdOut = holdOut(resources, source, judge, heldOut, input);
    JobGroup.READING.begin(resources.spark().sc(), "looking at every row of the input");
    Scan scan =
        new Scan(
            source.shape(),
            judge,
            holdOut,
            numbers ? Scan.Statistics.OF_NUMBERS : Scan.Statistics.NONE,
            input.columns().maxCategories(),
            judge.maxClasses(input.classes()));
    InputScan found = scan.of(source);
    Optional<RowSource> other = source.insteadOf(found);
    if (other.isEmpty()) {
      return new Look(found, holdOut);
    }
    HoldOut divided = holdOut(resources, other.get(), judge, heldOut, input);
    return new Look(scan.with(divided).of(other.get()), divided);
  }

  /** What the columns are is said of all of them at once. */
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

  private static List<String> classes(InputScan scan, String name, InputSettings input) {
    if (!input.classes().names().isEmpty()) {
      return input.classes().names();
    }
    ClassNames found = ClassNames.found(scan.labelCounts().keySet());
    FoundClasses.require(found.counts(scan.labelCounts()), input.classes(), name);
    return found.names();
  }

  SparkResources resources() {
    return resources;
  }

  /** Gives back what was taken of Spark: neither this nor data loaded from it are of use then. */
  @Override
  public void close() {
    resources.close();
  }

  /** How rows will be prepared. */
  public Preparation preparation() {
    return packing.preparation();
  }

  /** What became of the rows. */
  public RowCounts rows() {
    return new RowCounts(scan.used(), scan.rows() - scan.used());
  }

  /** Where the first bad row stands and why it is none; absent if there is none. */
  public Optional<String> firstFault() {
    return rows().quarantined() == 0 ? Optional.empty() : Optional.of(scan.firstFault());
  }

  /** How many good rows there are of each class, held out ones included; empty without labels. */
  public NavigableMap<String, Long> labelCounts() {
    return new TreeMap<>(classes().counts(scan.labelCounts()));
  }

  /**
   * How many values are missing in rows that are trained on, by feature: of a column of categories,
   * the same for each of its categories.
   */
  public long[] missingCounts() {
    return scan.missingCounts(preparation().columns());
  }

  /** A prepared number as it is held in memory, which may be in single precision. */
  public double held(double prepared) {
    return packing.kind().isFloat() ? (float) prepared : prepared;
  }

  /** The bytes of all numbers as they are held in memory. */
  public long bytes() {
    return Math.multiplyExact(numbers(), (long) packing.kind().bytes());
  }

  /** How many numbers are kept: all, or, where they are sparse, those that are not 0. */
  long numbers() {
    return packing.kind().isSparse()
        ? BlockPacker.nonZeros(preparation(), scan)
        : Math.multiplyExact(scan.used(), (long) preparation().features());
  }

  /** How many numbers a row has that are kept, about. */
  public int numbersOfRow() {
    return (int) Math.max(1, numbers() / scan.used());
  }

  /** How the numbers are held, for people. */
  public String storedAs() {
    return "as " + packing.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How many good rows are trained on. */
  public long trainedRows() {
    return rows(DataSubset.TRAINING);
  }

  /** What is held out of training; absent if nothing was to be. */
  public Optional<HeldOutRows> heldOut() {
    return heldOut;
  }

  private ClassNames classes() {
    return ClassNames.of(preparation().classNames());
  }

  /** So many samples such as the packed ones, but for what is in them, to try how fast they are. */
  public Batch madeUp(int samples) {
    return packing.madeUp(samples, numbersOfRow());
  }

  /** What a user should know about how the input can be read, as sentences with a remedy. */
  public List<String> warnings() {
    return Stream.concat(source.warnings().stream(), columnNotes.stream()).toList();
  }

  /** What was noticed of columns that may be none to learn from, as sentences with a remedy. */
  public List<String> columnNotes() {
    return columnNotes;
  }

  /** The rows that are put aside, if there are any. */
  public Optional<Quarantine> quarantine() {
    return rows().quarantined() == 0
        ? Optional.empty()
        : Optional.of(new Quarantine(source, judge, scan));
  }

  /** Samples in a full block. */
  public int rowsOfBlock() {
    return packing.rows();
  }

  /**
   * Good rows, prepared and packed, not cached.
   *
   * @param part of them
   * @param classWeights as of {@link ClassWeights}
   */
  public JavaRDD<Batch> batches(
      DataSubset part, PackingSettings.Placement way, int partitions, double[] classWeights) {
    Placement placement = new Placement(way, partitions, scan.used());
    Optional<RowSource> divided =
        placement.isInOrder() ? source.divided(partitions, scan.used()) : Optional.empty();
    RowSource read = divided.orElse(source);
    Map<SplitId, RowRange> parts = divided.isPresent() ? even(read, partitions) : partsAsCounted();
    PackSplit pack =
        new PackSplit(
            judge, packing, holdOut, part, classWeights, placement, resources.broadcast(parts));
    JavaPairRDD<ChunkKey, Batch> pieces = read.readers().mapPartitionsToPair(pack);
    // (one partition may have several parts, in whatever order)
    boolean onePart = pieces.getNumPartitions() == 1 && scan.parts().size() == 1;
    boolean inPlace = divided.isPresent() || (partitions == 1 && onePart);
    JavaPairRDD<ChunkKey, Batch> placed =
        inPlace
            ? pieces
            : resources.owned(
                pieces.repartitionAndSortWithinPartitions(new ChunkPartitioner(partitions)));
    JoinChunks.Storage storage =
        placement.isInOrder() ? JoinChunks.Storage.BY_COLUMNS : JoinChunks.Storage.BY_ROWS;
    return placed.mapPartitions(new JoinChunks(packing.rows(), storage));
  }

  private Map<SplitId, RowRange> even(RowSource divided, int partitions) {
    Map<SplitId, RowRange> parts = new HashMap<>();
    for (RowRange range : RowRange.even(partitions, scan.used())) {
      if (range.from() < range.until()) {
        parts.put(divided.placeOf(range.from()), range);
      }
    }
    return parts;
  }

  private Map<SplitId, RowRange> partsAsCounted() {
    Map<SplitId, RowRange> parts = new HashMap<>();
    long rows = 0;
    for (SplitSummary part : scan.parts()) {
      parts.put(part.place(), new RowRange(rows, rows + part.used()));
      rows += part.used();
    }
    return parts;
  }

  /** How many good rows a part has. */
  public long rows(DataSubset part) {
    return scan.rows(part);
  }
}
