package org.sparkbackprop.data.holdout;

import java.io.Serializable;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.values.OrderValue;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.settings.HoldOutSettings;
import org.sparkbackprop.settings.HoldOutShares;
import org.sparkbackprop.settings.InputSettings;

/**
 * Decides which part of the data set each row belongs to, the same in every pass, wherever and in
 * however many splits the rows are read.
 *
 * <p>By hash, each row has a number u, uniform in 0 ≤ u &lt; 1, that depends on the seed and on
 * what identifies the row, never on its label: u &lt; t is test, t ≤ u &lt; t + v validation, the
 * rest training. t and v are the shares themselves, or quantiles of a class in a file, so that its
 * shares are exact.
 *
 * @param rule that decides
 * @param shares held out
 * @param names that identify files
 * @param files row numbers and limits of classes by file; null if not needed
 * @param newest the limits by order; null under other rules
 */
public record HoldOut(
    HoldOutRule rule,
    HoldOutShares shares,
    FileNames names,
    Broadcast<Map<String, ClassShares.OfFile>> files,
    Newest newest)
    implements Serializable {

  /** All rows are for training. */
  public static final HoldOut NONE =
      new HoldOut(HoldOutRule.POSITION, HoldOutShares.NONE, FileNames.NONE, null, null);

  /**
   * Limits by an order.
   *
   * @param trained the newest value that is trained on, or null
   * @param validated the newest value that is not for test, or null
   */
  public record Newest(OrderValue trained, OrderValue validated) implements Serializable {

    public DataSubset of(OrderValue value) {
      if (validated == null || value.compareTo(validated) > 0) {
        return DataSubset.TEST;
      }
      return trained == null || value.compareTo(trained) > 0
          ? DataSubset.VALIDATION
          : DataSubset.TRAINING;
    }
  }

  /**
   * Divides the rows of an input, which takes a pass over them unless columns alone decide.
   *
   * @param validator of rows, as in the passes that follow
   * @param input that the source reads
   * @throws DataException if the column to order by has both numbers and texts
   */
  public static HoldOut of(
      JavaSparkContext spark,
      RowSource source,
      RowValidator validator,
      HoldOutSettings settings,
      InputSettings input) {
    HoldOutRule rule = rule(source, settings);
    HoldOutShares shares = settings.shares();
    return switch (rule) {
      case GROUP, KEY -> new HoldOut(rule, shares, FileNames.NONE, null, null);
      case ORDER -> {
        String column = source.shape().identity().names().get(0);
        Newest newest = NewestRows.of(source, validator, shares, column);
        yield new HoldOut(rule, shares, FileNames.NONE, null, newest);
      }
      case POSITION, ROW -> {
        FileNames names = names(spark.hadoopConfiguration(), source, input);
        int maxClasses = validator.maxClasses(input.classes());
        int files = source.paths().size();
        ClassShares counting = new ClassShares(validator, rule, shares, names, files, maxClasses);
        yield new HoldOut(rule, shares, names, counting.of(spark, source), null);
      }
    };
  }

  private static HoldOutRule rule(RowSource source, HoldOutSettings settings) {
    return switch (source.shape().identity().use()) {
      case ORDERED -> HoldOutRule.ORDER;
      case HASHED -> settings.groupBy().isEmpty() ? HoldOutRule.KEY : HoldOutRule.GROUP;
      default -> source.hasOrder() ? HoldOutRule.POSITION : HoldOutRule.ROW;
    };
  }

  private static FileNames names(Configuration hadoop, RowSource source, InputSettings input) {
    return source.paths().size() < 2
        ? FileNames.NONE
        : FileNames.of(source.paths(), InputFiles.directory(input.path().orElseThrow(), hadoop));
  }

  /** Whether any row is held out. */
  public boolean isAny() {
    return shares.isAny();
  }

  /** Divides the rows of a split. */
  public Division of(SplitId split) {
    return new Division(split);
  }

  /** The number u of a row of a file. */
  static double drawn(long fileHash, long row) {
    return uniform(CounterRandom.mix(fileHash + CounterRandom.mix(row)));
  }

  /** The number u of a hash. */
  static double uniform(long hash) {
    return (hash >>> 11) * 0x1.0p-53;
  }

  /** Divides the rows of one split. */
  public final class Division {

    private final ClassShares.OfFile file;
    private final long fileHash;
    private final long firstRow;
    private final ClassShares.Limits asAsked =
        new ClassShares.Limits(shares.test(), shares.test() + shares.validation());

    private final Strata strata = new Strata(shares.of());

    private Division(SplitId split) {
      ClassShares.OfFile unknown = ClassShares.OfFile.UNKNOWN;
      file = files == null ? unknown : files.value().getOrDefault(split.file(), unknown);
      fileHash = names.hash(split.file(), shares.seed());
      firstRow = file.firstRow(split);
    }

    /**
     * The part of the data set that a good row belongs to.
     *
     * @param number of the row among the good rows of the split, from 0
     */
    public DataSubset of(RowBuffer row, long number) {
      if (!isAny()) {
        return DataSubset.TRAINING;
      }
      if (newest != null) {
        return newest.of(row.identity().order(0));
      }
      ClassShares.Limits limits = limits(row.label());
      double u = u(row, number);
      if (u < limits.test()) {
        return DataSubset.TEST;
      }
      return u < limits.heldOut() ? DataSubset.VALIDATION : DataSubset.TRAINING;
    }

    private ClassShares.Limits limits(String label) {
      Map<String, ClassShares.Limits> ofClasses = file.ofClasses();
      return ofClasses.isEmpty() ? asAsked : ofClasses.getOrDefault(strata.of(label), asAsked);
    }

    private double u(RowBuffer row, long number) {
      return switch (rule) {
        case POSITION -> drawn(fileHash, firstRow + number);
        case ROW -> uniform(CounterRandom.mix(fileHash + row.hash()));
        default -> uniform(row.identity().hash(CounterRandom.mix(shares.seed())));
      };
    }
  }
}
