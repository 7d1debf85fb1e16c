package org.sparkbackprop.linalg.math;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Scalar functions until the vectorised ones are faster. Before they are compiled, vectors are a
 * hundred times slower than numbers. So each function first runs by numbers, while a background
 * thread calls the vectorised form on scratch arrays until it is faster. Both give the same bits.
 */
final class VectorsOnceCompiled implements ArrayFunctions {

  /** The functions of this JVM. */
  static final ArrayFunctions CHOSEN =
      vectors().<ArrayFunctions>map(VectorsOnceCompiled::new).orElseGet(ScalarFunctions::new);

  private static final int ROWS = 200;
  private static final int COLUMNS = 3;

  private final ArrayFunctions scalars = new ScalarFunctions();
  private final ArrayFunctions vectors;
  private final Executor aside;

  private int calls;
  private final double[] doubles = new double[ROWS * COLUMNS];
  private final float[] floats = new float[ROWS * COLUMNS];
  private final byte[] bytes = new byte[ROWS * COLUMNS];
  private final double[] largest = new double[ROWS];
  private final double[] results = new double[ROWS];
  private final double[] combined = new double[ROWS + 3];
  private final float[] combinedFloats = new float[ROWS + 3];
  private final double[] factors = new double[ROWS * COLUMNS];
  private final double[] lanes = new double[LANES];

  private final Rehearsed sigmoid = new Rehearsed(f -> f.sigmoid(doubles, 1, part(), 0.1));
  private final Rehearsed tanh = new Rehearsed(f -> f.tanh(doubles, 1, part(), 0.1));
  private final Rehearsed floatSigmoid = new Rehearsed(f -> f.sigmoid(floats, 1, part(), 0.1f));
  private final Rehearsed floatTanh = new Rehearsed(f -> f.tanh(floats, 1, part(), 0.1f));
  private final Rehearsed largestOfRows =
      new Rehearsed(f -> f.largestOfRows(doubles, 0, ROWS, rows(), COLUMNS, largest, results));
  private final Rehearsed softmaxOfRows =
      new Rehearsed(f -> f.softmaxOfRows(doubles, 0, ROWS, rows(), COLUMNS, largest, results));
  private final Rehearsed combinationOfTwo =
      new Rehearsed(
          f -> f.setToCombination(rows(), doubles, 0, ROWS, 0.5, 0.25, combined, calls++ % 3));
  private final Rehearsed combinationOfThree =
      new Rehearsed(
          f -> f.setToCombination(rows(), doubles, 0, ROWS, 0.5, 0.25, 1.5, combined, calls++ % 3));
  private final Rehearsed addScaled =
      new Rehearsed(f -> f.addScaled(rows(), doubles, 0, 0.5, combined, calls++ % 3));
  private final Rehearsed floatAddScaled =
      new Rehearsed(f -> f.addScaled(rows(), floats, 0, 0.5f, combinedFloats, calls++ % 3));
  private final Rehearsed sum = new Rehearsed(f -> f.sum(part(), doubles, 1, lanes));
  private final Rehearsed sumProducts =
      new Rehearsed(f -> f.sumProducts(part(), doubles, 1, factors, 0, lanes));
  private final Rehearsed widen = new Rehearsed(f -> f.widen(bytes, 255, doubles, 0));
  private final Rehearsed floatWiden = new Rehearsed(f -> f.widen(bytes, 255, floats, 0));

  /** Vectors, if the JVM was started with the module, as Spark's launcher does. */
  static Optional<ArrayFunctions> vectors() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return Optional.empty();
    }
    try {
      // by its name, as that class is compiled separately, with the module
      return Optional.of(
          Class.forName("org.sparkbackprop.linalg.math.VectorFunctions")
              .asSubclass(ArrayFunctions.class)
              .getDeclaredConstructor()
              .newInstance());
    } catch (ReflectiveOperationException | LinkageError absent) {
      return Optional.empty();
    }
  }

  VectorsOnceCompiled(ArrayFunctions vectors) {
    this(vectors, daemon());
  }

  VectorsOnceCompiled(ArrayFunctions vectors, Executor aside) {
    this.vectors = vectors;
    this.aside = aside;
  }

  /** One thread, which ends when it is idle. */
  private static Executor daemon() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "vector kernels");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** Varying lengths, so that the compiler sees that vectors do not always fit. */
  private int part() {
    return doubles.length - 1 - calls++ % 20;
  }

  private int rows() {
    return ROWS - calls++ % 20;
  }

  /** One function, by numbers or by vectors. */
  private final class Rehearsed {

    private static final int REPEATS = 20;
    private static final int WINS = 3;

    /** Nanoseconds without success after which it is the next function's turn. */
    private static final long SLICE = 20_000_000L;

    private static final int MAX_SLICES = 500;

    private final Consumer<ArrayFunctions> call;
    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile ArrayFunctions chosen = scalars;
    private int slices;

    Rehearsed(Consumer<ArrayFunctions> call) {
      this.call = call;
    }

    ArrayFunctions chosen() {
      ArrayFunctions now = chosen;
      if (now == scalars && !asked.get() && asked.compareAndSet(false, true)) {
        aside.execute(this::rehearse);
      }
      return now;
    }

    private void rehearse() {
      long begin = System.nanoTime();
      int wins = 0;
      while (wins < WINS && System.nanoTime() - begin < SLICE) {
        long byNumbers = quickest(scalars);
        wins = quickest(vectors) < byNumbers ? wins + 1 : 0;
      }
      slices++;
      if (wins == WINS) {
        chosen = vectors;
      } else if (slices < MAX_SLICES) {
        aside.execute(this::rehearse);
      }
    }

    private long quickest(ArrayFunctions functions) {
      long quickest = Long.MAX_VALUE;
      for (int i = 0; i < REPEATS; i++) {
        long begin = System.nanoTime();
        call.accept(functions);
        quickest = Math.min(quickest, System.nanoTime() - begin);
      }
      return quickest;
    }
  }

  @Override
  public String name() {
    return vectors.name();
  }

  @Override
  public void sigmoid(double[] values, int offset, int length, double addend) {
    sigmoid.chosen().sigmoid(values, offset, length, addend);
  }

  @Override
  public void tanh(double[] values, int offset, int length, double addend) {
    tanh.chosen().tanh(values, offset, length, addend);
  }

  @Override
  public void sigmoid(float[] values, int offset, int length, float addend) {
    floatSigmoid.chosen().sigmoid(values, offset, length, addend);
  }

  @Override
  public void tanh(float[] values, int offset, int length, float addend) {
    floatTanh.chosen().tanh(values, offset, length, addend);
  }

  @Override
  public void largestOfRows(
      double[] values, int first, int stride, int rows, int columns, double[] max, double[] place) {
    largestOfRows.chosen().largestOfRows(values, first, stride, rows, columns, max, place);
  }

  @Override
  public void softmaxOfRows(
      double[] values, int first, int stride, int rows, int columns, double[] max, double[] sums) {
    softmaxOfRows.chosen().softmaxOfRows(values, first, stride, rows, columns, max, sums);
  }

  @Override
  public void widen(byte[] values, double divisor, double[] target, int offset) {
    widen.chosen().widen(values, divisor, target, offset);
  }

  @Override
  public void widen(byte[] values, double divisor, float[] target, int offset) {
    floatWiden.chosen().widen(values, divisor, target, offset);
  }

  @Override
  public void setToCombination(
      int length, double[] a, int from, int stride, double b0, double b1, double[] c, int to) {
    combinationOfTwo.chosen().setToCombination(length, a, from, stride, b0, b1, c, to);
  }

  @Override
  public void setToCombination(
      int length,
      double[] a,
      int from,
      int stride,
      double b0,
      double b1,
      double b2,
      double[] c,
      int to) {
    combinationOfThree.chosen().setToCombination(length, a, from, stride, b0, b1, b2, c, to);
  }

  @Override
  public void addScaled(
      int length, double[] a, int offsetA, double factor, double[] c, int offsetC) {
    addScaled.chosen().addScaled(length, a, offsetA, factor, c, offsetC);
  }

  @Override
  public void addScaled(int length, float[] a, int offsetA, float factor, float[] c, int offsetC) {
    floatAddScaled.chosen().addScaled(length, a, offsetA, factor, c, offsetC);
  }

  @Override
  public void sum(int length, double[] x, int offsetX, double[] sums) {
    sum.chosen().sum(length, x, offsetX, sums);
  }

  @Override
  public void sumProducts(
      int length, double[] x, int offsetX, double[] y, int offsetY, double[] sums) {
    sumProducts.chosen().sumProducts(length, x, offsetX, y, offsetY, sums);
  }
}
