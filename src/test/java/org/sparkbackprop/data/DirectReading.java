package org.sparkbackprop.data;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.data.holdout.DataSubset;
import org.sparkbackprop.data.holdout.HoldOut;
import org.sparkbackprop.data.pack.BlockPacker;
import org.sparkbackprop.data.pack.ChunkKey;
import org.sparkbackprop.data.pack.PackSplit;
import org.sparkbackprop.data.pack.Placement;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RowRange;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.scan.CategoryFit;
import org.sparkbackprop.data.scan.FeatureStatistics;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.PreparationFit;
import org.sparkbackprop.data.scan.Scan;
import org.sparkbackprop.data.scan.SplitSummary;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.PackingSettings;
import org.sparkbackprop.settings.PreparationSettings;
import scala.Tuple2;

/**
 * Both passes over an input as tasks make them, in the thread of a test.
 *
 * @param shape of the rows
 * @param parts makes the readers of all parts, anew for each pass
 * @param classes that labels must be of
 */
public record DirectReading(RowShape shape, Supplier<List<RowReader>> parts, List<String> classes)
    implements RowSource {

  /**
   * What came of it.
   *
   * @param packed the rows that were packed, as texts
   * @param faulty rows that a last look finds, with a reason and a text
   */
  public record Outcome(long rows, long used, List<String> packed, long faulty) {}

  private static final CategoryFit CATEGORIES =
      new CategoryFit(UnknownCategories.REFUSED, MissingCategories.LIKE_NUMBERS, 1, 100);

  /** Bytes that this thread has allocated so far. */
  public static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  @Override
  public JavaRDD<RowReader> readers() {
    throw new UnsupportedOperationException("these rows are read without Spark");
  }

  @Override
  public String where(SplitId place, long position) {
    return place.file() + ", row " + position;
  }

  private RowValidator judge() {
    PreparationSettings simple = PreparationSettings.simple();
    return new RowValidator(
        shape,
        ClassNames.of(classes),
        new MissingTexts(Set.of()),
        simple.missing(),
        simple.unknown());
  }

  /** Whether a row goes on behind its line where a file was divided. */
  public boolean goesOn() {
    return summaries().stream().anyMatch(part -> LineRowReader.GOES_ON.equals(part.damage()));
  }

  private List<SplitSummary> summaries() {
    Scan scan = new Scan(shape, judge(), HoldOut.NONE, FeatureStatistics.Of.MOMENTS, 100, 1_000);
    List<SplitSummary> summaries = new ArrayList<>();
    scan.call(parts.get().iterator()).forEachRemaining(summaries::add);
    return summaries;
  }

  /** The first pass. */
  public InputScan scan(BadRowPolicy badRows) {
    InputScan found = InputScan.of(this, HoldOut.NONE, summaries());
    found.require(badRows);
    return found;
  }

  /** The second pass, and a look for what is put aside. */
  public Outcome pack(JavaSparkContext spark, InputScan scan) {
    if (scan.used() == 0) {
      return new Outcome(scan.rows(), 0, List.of(), faulty());
    }
    Preparation preparation =
        new PreparationFit(
                PreparationSettings.simple(),
                scan,
                scan.columns(CATEGORIES),
                PreparationFit.Zeros.STAY)
            .preparation(Target.ofClasses(classes), 1);
    Map<SplitId, RowRange> ranges = new HashMap<>();
    long rows = 0;
    for (SplitSummary part : scan.splits()) {
      ranges.put(part.id(), new RowRange(rows, rows + part.used()));
      rows += part.used();
    }
    Broadcast<Map<SplitId, RowRange>> broadcast = spark.broadcast(ranges);
    PackSplit pack =
        new PackSplit(
            judge(),
            BlockPacker.of(
                preparation,
                scan,
                RowShape.Form.DENSE,
                InputSettings.Layout.DENSE,
                Precision.DOUBLE),
            HoldOut.NONE,
            DataSubset.ALL,
            new double[0],
            new Placement(PackingSettings.Placement.IN_ORDER, 1, scan.used()),
            broadcast);
    List<Batch> batches = new ArrayList<>();
    Iterator<Tuple2<ChunkKey, Batch>> pieces = pack.call(parts.get().iterator());
    while (pieces.hasNext()) {
      batches.add(pieces.next()._2());
    }
    broadcast.destroy();
    List<String> packed = Inputs.rows(batches, classes).stream().map(DirectReading::text).toList();
    return new Outcome(scan.rows(), scan.used(), packed, faulty());
  }

  public static String text(Inputs.Row row) {
    return row.features().stream().map(x -> x + 0.0).toList() + row.label();
  }

  private long faulty() {
    RowValidator judge = judge();
    long faulty = 0;
    for (RowReader reader : parts.get()) {
      while (reader.advance()) {
        String fault = judge.fault(reader);
        if (fault != null && !fault.isBlank() && reader.text() != null) {
          faulty++;
        }
      }
    }
    return faulty;
  }
}
