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
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;

/**
 * An input of which every row has been looked at once: what it has, which rows are good, how they
 * are to be prepared and held in memory. Closing it gives back what it and the data that were
 * loaded from it have taken of Spark.
 */
public final class InspectedInput implements AutoCloseable {

  private final SparkResources resources;
  private final RowSource source;
  private final RowJudge judge;
  private final HoldOut holdOut;
  private final InputScan scan;
  private final Packing packing;
  private final List<String> columnNotes;
  private final Optional<HeldOutRows> heldOut;

  private InspectedInput(
      SparkResources resources,
      RowSource source,
      RowJudge judge,
      HoldOut holdOut,
      InputScan scan,
      Packing packing,
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
            ? Optional.of(HeldOutRows.of(holdOut, scan, source, classes()))
            : Optional.empty();
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
    SparkResources resources = new SparkResources(spark);
    try {
      return forTraining(resources, input, settings, heldOut, precision);
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      resources.close();
      throw e;
    }
  }

  private static InspectedInput forTraining(
      SparkResources resources,
      InputSettings input,
      PreparationSettings settings,
      HoldOutSettings heldOut,
      Precision precision) {
    JavaSparkContext spark = resources.spark();
    RowSource source =
        Formats.open(spark, input, Expectation.ofTraining(settings.missing(), heldOut, input));
    RowJudge judge =
        new RowJudge(
            source.shape(),
            ClassNames.of(input.classes().names()),
            input.missingLabels(),
            settings.missing(),
            settings.unknown());
    Look look = look(resources, source, judge, heldOut, input, settings);
    InputScan scan = look.scan();
    requireGood(spark, scan, input, settings);
    requireRows(scan, input);
    scan.source().check(scan);
    List<String> columnNotes = RowNumberNotes.of(scan.source(), judge, scan, input);
    int mostCategories = input.columns().mostCategories();
    List<InputColumn> columns = scan.columns(mostCategories);
    Preparation preparation =
        settings.fit(
            scan, columns, classes(scan, input), input.divideBy().orElse(source.divisor()));
    Packing packing =
        Packing.of(preparation, scan, source.shape().form(), input.layout(), precision);
    return new InspectedInput(
        resources, scan.source(), judge, look.holdOut(), scan, packing, columnNotes);
  }

  private static HoldOut holdOut(
      SparkResources resources,
      RowSource source,
      RowJudge judge,
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
      Expectation.Labels labels,
      Precision precision) {
    return forModel(new SparkResources(spark), input, preparation, labels, precision);
  }

  /**
   * The same, where something else is closed by which everything is given back.
   *
   * @param resources of that
   */
  static InspectedInput forModel(
      SparkResources resources,
      InputSettings input,
      Preparation preparation,
      Expectation.Labels labels,
      Precision precision) {
    RowSource source =
        Formats.open(resources.spark(), input, Expectation.ofModel(preparation, labels));
    requireFeatures(source, preparation);
    RowJudge judge =
        new RowJudge(
            source.shape(),
            ClassNames.of(preparation.classNames()),
            input.missingLabels(),
            preparation.missing().policy(),
            preparation.unknownCategories());
    HoldOutSettings none = HoldOutSettings.none();
    InputScan scan =
        look(resources, source, judge, none, input, PreparationSettings.simple()).scan();
    scan.require(input.badRows());
    requireRows(scan, input);
    Packing packing =
        Packing.of(preparation, scan, source.shape().form(), input.layout(), precision);
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
      RowJudge judge,
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
            input.columns().mostCategories(),
            judge.mostClasses(input.classes()));
    List<PartSummary> parts = source.readers().mapPartitions(scan).collect();
    Optional<RowSource> other = source.insteadOf(parts);
    if (other.isEmpty()) {
      return new Look(InputScan.of(source, parts), holdOut);
    }
    HoldOut divided = holdOut(resources, other.get(), judge, heldOut, input);
    List<PartSummary> others = other.get().readers().mapPartitions(scan.with(divided)).collect();
    return new Look(InputScan.of(other.get(), others), divided);
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
      boolean first = input.badRows().policy() == BadRows.Policy.FAIL;
      throw new DataException(
          "%s; columns that are not all numbers need a word in the configuration, such as"
              .formatted(first ? scan.firstFault() : e.getMessage()),
          lines);
    }
  }

  private static void requireRows(InputScan scan, InputSettings input) {
    if (scan.used() == 0) {
      throw new DataException(
          "%s has no %srows"
              .formatted(input.path().orElse("the input"), scan.rows() == 0 ? "" : "good "));
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

  private static List<String> classes(InputScan scan, InputSettings input) {
    if (!input.classes().names().isEmpty()) {
      return input.classes().names();
    }
    ClassNames found = ClassNames.found(scan.labelCounts().keySet());
    FoundClasses.require(
        found.counts(scan.labelCounts()), input.classes(), input.path().orElse("the input"));
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
  long[] missingCounts() {
    return scan.missingCounts(preparation().columns());
  }

  /** A prepared number as it is held in memory, which may be in single precision. */
  double held(double prepared) {
    return packing.kind().isFloat() ? (float) prepared : prepared;
  }

  /** The bytes of all numbers as they are held in memory. */
  public long bytes() {
    return Math.multiplyExact(numbers(), (long) packing.kind().bytes());
  }

  /** How many numbers are kept: all, or, where they are sparse, those that are not 0. */
  long numbers() {
    return packing.kind().isSparse()
        ? Packing.nonZeros(preparation(), scan)
        : Math.multiplyExact(scan.used(), (long) preparation().features());
  }

  /** How many numbers a row has that are kept, about. */
  int numbersOfRow() {
    return (int) Math.max(1, numbers() / scan.used());
  }

  /** How the numbers are held, for people. */
  public String storedAs() {
    return "as " + packing.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** How many good rows are trained on. */
  public long trainedRows() {
    return rows(DataPart.TRAINING);
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
  JavaRDD<Batch> batches(
      DataPart part, PackingSettings.Placement way, int partitions, double[] classWeights) {
    Placement placement = new Placement(way, partitions, scan.used());
    Optional<RowSource> divided =
        placement.isInOrder() ? source.divided(partitions, scan.used()) : Optional.empty();
    RowSource read = divided.orElse(source);
    Map<Place, RowRange> parts = divided.isPresent() ? even(read, partitions) : partsAsCounted();
    Pack pack =
        new Pack(
            judge, packing, holdOut, part, classWeights, placement, resources.broadcast(parts));
    JavaPairRDD<PieceKey, Batch> pieces = read.readers().mapPartitionsToPair(pack);
    // (one partition may have several parts, in whatever order)
    boolean onePart = pieces.getNumPartitions() == 1 && scan.parts().size() == 1;
    boolean inPlace = divided.isPresent() || (partitions == 1 && onePart);
    JavaPairRDD<PieceKey, Batch> placed =
        inPlace
            ? pieces
            : resources.owned(
                pieces.repartitionAndSortWithinPartitions(new PiecePartitioner(partitions)));
    JoinPieces.Storage storage =
        placement.isInOrder() ? JoinPieces.Storage.BY_COLUMNS : JoinPieces.Storage.BY_ROWS;
    return placed.mapPartitions(new JoinPieces(packing.rows(), storage));
  }

  private Map<Place, RowRange> even(RowSource divided, int partitions) {
    Map<Place, RowRange> parts = new HashMap<>();
    for (RowRange range : RowRange.even(partitions, scan.used())) {
      if (range.from() < range.until()) {
        parts.put(divided.placeOf(range.from()), range);
      }
    }
    return parts;
  }

  private Map<Place, RowRange> partsAsCounted() {
    Map<Place, RowRange> parts = new HashMap<>();
    long rows = 0;
    for (PartSummary part : scan.parts()) {
      parts.put(part.place(), new RowRange(rows, rows + part.used()));
      rows += part.used();
    }
    return parts;
  }

  /** How many good rows a part has. */
  long rows(DataPart part) {
    return scan.rows(part);
  }
}
