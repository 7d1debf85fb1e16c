package org.sparkbackprop.data.pack;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.sparkbackprop.data.rows.RowBuffer;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.scan.InputScan;
import org.sparkbackprop.data.scan.PreparationFit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.linalg.Block;
import org.sparkbackprop.linalg.ByteBlock;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.MatrixBuffer;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.SparseBlock;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.Targets;
import org.sparkbackprop.settings.InputSettings;

/**
 * Stores prepared rows in memory, as small as possible.
 *
 * @param preparation of each row
 * @param kind of the stored numbers
 */
public record BlockPacker(Preparation preparation, Kind kind) implements Serializable {

  /** Kinds of stored numbers, and the bytes of each. */
  public enum Kind {
    /** Whole numbers from 0 to 255, divided when they are used. */
    BYTES(1),
    FLOATS(4),
    DOUBLES(8),
    /** Only the numbers that are not 0, each with its index. */
    SPARSE_FLOATS(8),
    SPARSE_DOUBLES(12);

    private final int bytes;

    Kind(int bytes) {
      this.bytes = bytes;
    }

    public int bytes() {
      return bytes;
    }

    public boolean isFloat() {
      return this == FLOATS || this == SPARSE_FLOATS;
    }

    public boolean isSparse() {
      return this == SPARSE_FLOATS || this == SPARSE_DOUBLES;
    }
  }

  /** Numbers in a block, about: 3 MB as doubles, which fit into a third-level cache. */
  private static final int BLOCK_VALUES = 3 << 17;

  /** The rows of a block are a multiple of this. */
  private static final int ROWS = 128;

  private static final int MAX_ROWS = 2048;

  /** Rows of a sparse block, whatever its number of features. */
  private static final int SPARSE_ROWS = 512;

  /** Rows that a chunk has room for at first: many chunks may be open side by side. */
  private static final int FIRST_ROWS = 8;

  /** Sparse products are faster than dense ones if at most one of this many numbers is not 0. */
  private static final int SPARSE_FROM = 10;

  /** Dense rows with fewer features are small and fast, whatever is in them. */
  private static final int MANY_FEATURES = 64;

  /**
   * Chooses the kind of numbers by what a scan has found.
   *
   * @param form of the rows as they are read
   * @throws DataException if sparse rows cannot stay sparse, and the settings do not say dense
   */
  public static BlockPacker of(
      Preparation preparation,
      InputScan scan,
      RowShape.Form form,
      InputSettings.Layout layout,
      Precision precision) {
    List<InputColumn> columns = preparation.columns();
    boolean few =
        (form == RowShape.Form.SPARSE || hasManyCategories(columns))
            && areFew(nonZeros(preparation, scan), columns, scan);
    if (layout == InputSettings.Layout.SPARSE
        || (layout == InputSettings.Layout.AUTOMATIC && few)) {
      requireZeros(preparation, scan, form);
      return new BlockPacker(
          preparation, precision == Precision.FLOAT ? Kind.SPARSE_FLOATS : Kind.SPARSE_DOUBLES);
    }
    if (scan.isBytes()
        && !preparation.standardisation().isByFeature()
        && isNumbers(columns)
        && preparation.added().count() == 0) {
      return new BlockPacker(preparation, Kind.BYTES);
    }
    return new BlockPacker(preparation, precision == Precision.FLOAT ? Kind.FLOATS : Kind.DOUBLES);
  }

  /** Whether zeros of rows of these columns, of which there would be many, must stay zeros. */
  public static PreparationFit.Zeros zeros(
      List<InputColumn> columns, InputScan scan, InputSettings.Layout layout) {
    boolean stay =
        scan.source().shape().form() == RowShape.Form.SPARSE
            && (layout == InputSettings.Layout.SPARSE
                || (layout == InputSettings.Layout.AUTOMATIC
                    && areFew(nonZeros(columns, scan, scan.nonZeros()), columns, scan)));
    return stay ? PreparationFit.Zeros.STAY : PreparationFit.Zeros.CHANGE;
  }

  private static boolean areFew(long nonZeros, List<InputColumn> columns, InputScan scan) {
    int features = columns.stream().mapToInt(InputColumn::features).sum();
    return nonZeros <= scan.used() * (features / SPARSE_FROM);
  }

  private static void requireZeros(Preparation preparation, InputScan scan, RowShape.Form form) {
    if (form == RowShape.Form.SPARSE && !preparation.keepsZero()) {
      throw new DataException(
          String.format(
              Locale.ROOT,
              "with preparation.standardisation = %s the zeros of sparse rows become other numbers, so"
                  + " that %,d rows of %,d features take %,d numbers; use none or divide, or, if there"
                  + " is enough memory, input.layout = dense",
              preparation.standardisation().method().configurationName(),
              scan.used(),
              preparation.features(),
              Math.multiplyExact(scan.used(), (long) preparation.features())));
    }
  }

  /** Whether dense rows may be worth storing without zeros. */
  private static boolean hasManyCategories(List<InputColumn> columns) {
    return columns.stream().mapToInt(InputColumn::features).sum() >= MANY_FEATURES
        && !isNumbers(columns);
  }

  /**
   * How many prepared numbers of all rows are not 0: exact without categories, otherwise an
   * estimate.
   */
  public static long nonZeros(Preparation preparation, InputScan scan) {
    RowShape shape = new RowShape(preparation.columns(), RowShape.Form.DENSE);
    long ofFeatures =
        nonZeros(
            preparation.columns(),
            scan,
            preparation.standardisation().keepsZero()
                ? scan.nonZeros()
                : scan.used() * shape.numbers());
    return Math.addExact(ofFeatures, addedNonZeros(preparation, scan));
  }

  private static long addedNonZeros(Preparation preparation, InputScan scan) {
    int[] marked = preparation.added().marked();
    int bins = preparation.added().count() - marked.length;
    long[] missing = scan.missingCounts(preparation.columns());
    return Math.multiplyExact(scan.used(), (long) bins)
        + Arrays.stream(marked).mapToLong(feature -> missing[feature]).sum();
  }

  private static long nonZeros(List<InputColumn> columns, InputScan scan, long numbers) {
    if (isNumbers(columns)) {
      return scan.nonZeros(); // of sparse rows, whose zeros stay
    }
    long categories = 0;
    long[] missing = scan.missingCounts(columns);
    int feature = 0;
    for (InputColumn column : columns) {
      if (RowShape.isCategory(column)) {
        // a missing category is replaced by a number for each category
        boolean byLevel = column.placeOf(InputColumn.Level.MISSING) >= 0;
        categories += scan.used() + (byLevel ? 0 : missing[feature] * (column.features() - 1));
      }
      feature += column.features();
    }
    return Math.addExact(numbers, categories);
  }

  private static boolean isNumbers(List<InputColumn> columns) {
    return columns.stream().noneMatch(RowShape::isCategory);
  }

  /** Samples in a full block, by the number of features alone. */
  public static int rows(int features) {
    int fitting = BLOCK_VALUES / features / ROWS * ROWS;
    return Math.max(ROWS, Math.min(MAX_ROWS, fitting));
  }

  public int rows() {
    return kind.isSparse() ? SPARSE_ROWS : rows(preparation.inputs());
  }

  /**
   * Made-up samples of this kind.
   *
   * @param nonZeros of each sample, if sparse
   */
  public Batch madeUp(int samples, int nonZeros) {
    int features = preparation.inputs();
    if (kind.isSparse()) {
      return madeUpSparse(samples, nonZeros);
    }
    byte[] bytes = new byte[Math.multiplyExact(samples, features)];
    new Random(1).nextBytes(bytes);
    Targets targets = TargetEncoder.madeUp(preparation.target(), samples);
    ByteBlock block = new ByteBlock(bytes, samples, features, /* divisor= */ 255);
    return kind == Kind.BYTES
        ? new Batch(block, targets)
        : new Batch(
            block.in(new MatrixBuffer(kind == Kind.FLOATS ? Precision.FLOAT : Precision.DOUBLE)),
            targets);
  }

  private Batch madeUpSparse(int samples, int nonZeros) {
    int[] starts = new int[samples + 1];
    int[] indices = new int[Math.multiplyExact(samples, nonZeros)];
    double[] values = new double[indices.length];
    for (int i = 0; i < samples; i++) {
      starts[i + 1] = (i + 1) * nonZeros;
      for (int k = 0; k < nonZeros; k++) {
        long spread = (long) k * preparation.inputs() / nonZeros;
        indices[i * nonZeros + k] = (int) spread;
        values[i * nonZeros + k] = 1.0 / (k + 1);
      }
    }
    SparseBlock block = SparseBlock.of(preparation.inputs(), starts, indices, values);
    return new Batch(
        kind == Kind.SPARSE_FLOATS ? block.in(new MatrixBuffer(Precision.FLOAT)) : block,
        TargetEncoder.madeUp(preparation.target(), samples));
  }

  /**
   * Room for rows.
   *
   * @param targets room for their targets, which limits the number of rows
   */
  Chunk chunk(Targets targets, RowEncoder encoder) {
    return switch (kind) {
      case BYTES -> new Bytes(targets, encoder, preparation.standardisation().divisor());
      case FLOATS -> new Floats(targets, encoder);
      case DOUBLES -> new Doubles(targets, encoder);
      case SPARSE_FLOATS, SPARSE_DOUBLES -> new Sparse(targets, encoder, kind);
    };
  }

  /** Rows on their way into a block, one after the other. */
  abstract static class Chunk {

    final RowEncoder encoder;
    final int features;
    private final Targets targets;
    private final double[] weights;
    private boolean weighted;
    private int size;

    private Chunk(Targets targets, RowEncoder encoder) {
      this.targets = targets;
      this.encoder = encoder;
      features = encoder.inputs();
      weights = new double[targets.size()];
    }

    int size() {
      return size;
    }

    boolean isFull() {
      return size == weights.length;
    }

    /** Adds a row with the first of these targets. */
    final void add(RowBuffer row, Targets target, double weight) {
      put(row, size);
      target.copy(0, targets, size);
      weights[size] = weight;
      weighted |= weight != 1;
      size++;
    }

    /** All rows, stored row by row. Weights that are all 1 are left out. */
    final Batch batch() {
      Targets own = targets.targetsLike(size);
      for (int i = 0; i < size; i++) {
        targets.copy(i, own, i);
      }
      return new Batch(block(size), own, Arrays.copyOf(weights, weighted ? size : 0));
    }

    /** The numbers to make room for when one more row than this comes. */
    final int wanted(int rows) {
      return Math.min(weights.length, Math.max(FIRST_ROWS, 2 * rows)) * features;
    }

    /** The number in single precision, whose range is smaller. */
    final float narrow(double prepared, int feature) {
      float narrow = (float) prepared;
      if (Float.isInfinite(narrow)) {
        encoder.requireFinite(feature, narrow);
      }
      return narrow;
    }

    abstract void put(RowBuffer row, int at);

    abstract Block block(int rows);
  }

  private static final class Bytes extends Chunk {

    private final double divisor;
    private byte[] values = new byte[0];

    Bytes(Targets targets, RowEncoder encoder, double divisor) {
      super(targets, encoder);
      this.divisor = divisor;
    }

    @Override
    void put(RowBuffer row, int at) {
      int first = at * features;
      if (first >= values.length) {
        values = Arrays.copyOf(values, wanted(at));
      }
      double[] numbers = row.numbers();
      for (int j = 0; j < numbers.length; j++) {
        values[first + j] = (byte) (int) numbers[j];
      }
      for (int i = 0; i < row.nonZeros(); i++) {
        values[first + row.indices()[i]] = (byte) (int) row.values()[i];
      }
    }

    @Override
    Block block(int rows) {
      return ByteBlock.rowMajor(Arrays.copyOf(values, rows * features), rows, features, divisor);
    }
  }

  private static final class Floats extends Chunk {

    private float[] values = new float[0];

    Floats(Targets targets, RowEncoder encoder) {
      super(targets, encoder);
    }

    @Override
    void put(RowBuffer row, int at) {
      double[] prepared = encoder.dense(row);
      int first = at * features;
      if (first >= values.length) {
        values = Arrays.copyOf(values, wanted(at));
      }
      for (int j = 0; j < features; j++) {
        values[first + j] = narrow(prepared[j], j);
      }
    }

    @Override
    Block block(int rows) {
      float[] own = Arrays.copyOf(values, rows * features);
      return FloatMatrix.columnMajor(own, 0, features, rows).transpose();
    }
  }

  private static final class Doubles extends Chunk {

    private double[] values = new double[0];

    Doubles(Targets targets, RowEncoder encoder) {
      super(targets, encoder);
    }

    @Override
    void put(RowBuffer row, int at) {
      if (at * features >= values.length) {
        values = Arrays.copyOf(values, wanted(at));
      }
      System.arraycopy(encoder.dense(row), 0, values, at * features, features);
    }

    @Override
    Block block(int rows) {
      double[] own = Arrays.copyOf(values, rows * features);
      return DoubleMatrix.columnMajor(own, 0, features, rows).transpose();
    }
  }

  private static final class Sparse extends Chunk {

    private final Kind kind;
    private final int[] starts;
    private int[] indices = new int[0];
    private double[] values = new double[0];

    Sparse(Targets targets, RowEncoder encoder, Kind kind) {
      super(targets, encoder);
      this.kind = kind;
      this.starts = new int[targets.size() + 1];
    }

    @Override
    void put(RowBuffer row, int at) {
      RowBuffer own = encoder.sparse(row);
      int from = starts[at];
      int until = Math.addExact(from, own.nonZeros());
      if (until > indices.length) {
        int room = Math.max(until, Math.min(2 * indices.length, Integer.MAX_VALUE - 8));
        indices = Arrays.copyOf(indices, room);
        values = Arrays.copyOf(values, room);
      }
      System.arraycopy(own.indices(), 0, indices, from, own.nonZeros());
      System.arraycopy(own.values(), 0, values, from, own.nonZeros());
      starts[at + 1] = until;
    }

    @Override
    Block block(int rows) {
      int[] ends = Arrays.copyOf(starts, rows + 1);
      int[] own = Arrays.copyOf(indices, ends[rows]);
      if (kind == Kind.SPARSE_DOUBLES) {
        return SparseBlock.of(features, ends, own, Arrays.copyOf(values, ends[rows]));
      }
      float[] floats = new float[ends[rows]];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = narrow(values[i], indices[i]);
      }
      return SparseBlock.of(features, ends, own, floats);
    }
  }
}
