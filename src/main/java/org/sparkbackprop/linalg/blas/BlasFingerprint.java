package org.sparkbackprop.linalg.blas;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * A hash of the bits of some products. Kernels differ in the order of their sums, and so in last
 * bits; two that agree on all these products are considered the same.
 */
final class BlasFingerprint {

  private static final int[][] SHAPES = {{5, 3, 2}, {33, 17, 65}, {128, 10, 100}, {97, 71, 401}};
  private static final long SEED = 0x626c6173L; // "blas"

  private BlasFingerprint() {}

  /** Eight hexadecimal digits. */
  static String of(Blas blas) {
    CRC32C hash = new CRC32C();
    for (int[] shape : SHAPES) {
      for (Blas.Form formA : Blas.Form.values()) {
        for (Blas.Form formB : Blas.Form.values()) {
          add(blas, formA, formB, shape, hash);
        }
      }
    }
    return String.format(Locale.ROOT, "%08x", hash.getValue());
  }

  private static void add(Blas blas, Blas.Form formA, Blas.Form formB, int[] shape, CRC32C hash) {
    int m = shape[0];
    int n = shape[1];
    int k = shape[2];
    int strideA = formA == Blas.Form.AS_STORED ? m : k;
    int strideB = formB == Blas.Form.AS_STORED ? k : n;
    double[] a = numbers(m * k, 0);
    double[] b = numbers(k * n, 1);
    Wide left = new Wide(formA, strideA, a);
    Wide right = new Wide(formB, strideB, b);
    Wide product = new Wide(Blas.Form.AS_STORED, m, new double[m * n]);
    blas.multiply(m, n, k, left, right, 0, product);
    blas.multiply(m, n, k, left, right, 1, product);
    ByteBuffer bytes = ByteBuffer.allocate(m * n * Double.BYTES);
    bytes.asDoubleBuffer().put(product.numbers());
    hash.update(bytes);
    Narrow narrowLeft = new Narrow(formA, strideA, narrow(a));
    Narrow narrowRight = new Narrow(formB, strideB, narrow(b));
    Narrow narrowProduct = new Narrow(Blas.Form.AS_STORED, m, new float[m * n]);
    blas.multiply(m, n, k, narrowLeft, narrowRight, 0, narrowProduct);
    blas.multiply(m, n, k, narrowLeft, narrowRight, 1, narrowProduct);
    bytes.clear().limit(m * n * Float.BYTES);
    bytes.asFloatBuffer().put(narrowProduct.numbers());
    hash.update(bytes);
  }

  private record Wide(Blas.Form form, int stride, double[] numbers) implements Blas.Doubles {

    @Override
    public int offset() {
      return 0;
    }
  }

  private record Narrow(Blas.Form form, int stride, float[] numbers) implements Blas.Floats {

    @Override
    public int offset() {
      return 0;
    }
  }

  private static double[] numbers(int length, long stream) {
    CounterRandom random = new CounterRandom(SEED, stream);
    double[] numbers = new double[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.uniform(i) - 0.5;
    }
    return numbers;
  }

  private static float[] narrow(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
