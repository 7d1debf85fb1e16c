package org.sparkbackprop.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.blas.Blas;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;

/**
 * What OpenBLAS reaches on all cores at once, a thread each: the best of some products of square
 * matrices, in GFLOP/s. Argument: float or double.
 */
final class Peak {

  private static final int SIZE = 1024;
  private static final int REPEATS = 40;
  private static final int ROUNDS = 8;

  private Peak() {}

  public static void main(String[] arguments) throws Exception {
    Blas blas = BlasChoice.use(BlasPreference.BUNDLED).blas();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Precision precision = Precision.valueOf(arguments[0].toUpperCase(Locale.ROOT));
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, speed(executor, threads, blas, precision));
      }
      Figures.print("peak." + precision.configurationName(), best);
    } finally {
      executor.shutdown();
    }
  }

  private static double speed(ExecutorService executor, int threads, Blas blas, Precision precision)
      throws Exception {
    List<Runnable> products = new ArrayList<>();
    for (int thread = 0; thread < threads; thread++) {
      products.add(precision == Precision.DOUBLE ? doubles(blas) : floats(blas));
    }
    long begin = System.nanoTime();
    List<Future<?>> running = new ArrayList<>();
    for (Runnable product : products) {
      running.add(executor.submit(() -> repeat(product)));
    }
    for (Future<?> future : running) {
      future.get();
    }
    double operations = 2.0 * SIZE * SIZE * SIZE * REPEATS * threads;
    return operations / (System.nanoTime() - begin);
  }

  private static void repeat(Runnable product) {
    for (int i = 0; i < REPEATS; i++) {
      product.run();
    }
  }

  private static Runnable doubles(Blas blas) {
    DoubleMatrix a = DoubleMatrix.zeros(SIZE, SIZE);
    DoubleMatrix b = DoubleMatrix.zeros(SIZE, SIZE);
    DoubleMatrix c = DoubleMatrix.zeros(SIZE, SIZE);
    Arrays.fill(a.array(), 0.5);
    Arrays.fill(b.array(), 0.25);
    return () -> blas.multiply(SIZE, SIZE, SIZE, a, b, 0, c);
  }

  private static Runnable floats(Blas blas) {
    FloatMatrix a = FloatMatrix.zeros(SIZE, SIZE);
    FloatMatrix b = FloatMatrix.zeros(SIZE, SIZE);
    FloatMatrix c = FloatMatrix.zeros(SIZE, SIZE);
    Arrays.fill(a.array(), 0.5f);
    Arrays.fill(b.array(), 0.25f);
    return () -> blas.multiply(SIZE, SIZE, SIZE, a, b, 0, c);
  }
}
