package org.sparkbackprop.linalg.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.FloatMatrix;
import org.sparkbackprop.stores.JavaCommand;

class BlasTest {

  private static final int[][] SHAPES = {
    {1, 1, 1},
    {3, 2, 5},
    {7, 5, 3},
    {128, 3, 2},
    {33, 17, 65},
    {64, 100, 300},
    {1500, 3, 2},
    {3, 2, 1500},
    {77, 5, 6},
    {40, 1, 9},
    {50, 3, 4},
    {4, 3, 50},
    {1, 30, 70},
    {2, 30, 71},
    {300, 20, 35},
    {0, 3, 2},
    {3, 0, 2},
    {3, 2, 0}
  };

  /** One native library can be loaded in a JVM; the others have JVMs of their own, in SubmitIT. */
  static Stream<Arguments> implementationsFormsAndShapes() {
    return Stream.of(
            new JavaBlas(),
            new SmallProducts(new JavaBlas()),
            BlasChoice.use(BlasPreference.JAVA).blas(),
            BlasChoice.use(BlasPreference.AUTO).blas())
        .flatMap(
            blas ->
                Stream.of(Blas.Form.values())
                    .flatMap(
                        a ->
                            Stream.of(Blas.Form.values())
                                .flatMap(
                                    b ->
                                        Stream.of(SHAPES)
                                            .map(
                                                s -> Arguments.of(blas, a, b, s[0], s[1], s[2])))));
  }

  @ParameterizedTest
  @MethodSource("implementationsFormsAndShapes")
  void productIsThatOfTheDefinition(
      Blas blas, Blas.Form formA, Blas.Form formB, int m, int n, int k) {
    Random random = new Random(m * 10_000L + n * 100L + k);
    int offset = 3;
    int strideA = Math.max(1, formA == Blas.Form.AS_STORED ? m : k);
    int strideB = Math.max(1, formB == Blas.Form.AS_STORED ? k : n);
    int strideC = Math.max(1, m);
    float[] a = numbers(random, offset + m * k + 2);
    float[] b = numbers(random, offset + k * n + 2);
    float[] c = numbers(random, offset + m * n + 2);
    double[] expected = wide(c); // what lies beside C stays
    double[] magnitude = new double[c.length];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = offset + j * strideC + i;
        expected[at] = 0;
        for (int l = 0; l < k; l++) {
          double left = a[offset + place(formA, i, l, strideA)];
          double right = b[offset + place(formB, l, j, strideB)];
          expected[at] += left * right;
          magnitude[at] += Math.abs(left * right);
        }
      }
    }
    DoubleMatrix wideA = matrix(formA, wide(a), offset, m, k);
    DoubleMatrix wideB = matrix(formB, wide(b), offset, k, n);
    FloatMatrix narrowA = matrix(formA, a, offset, m, k);
    FloatMatrix narrowB = matrix(formB, b, offset, k, n);
    double[] product = wide(c);
    blas.multiply(m, n, k, wideA, wideB, 0, DoubleMatrix.columnMajor(product, offset, m, n));
    blas.multiply(m, n, k, narrowA, narrowB, 0, FloatMatrix.columnMajor(c, offset, m, n));
    double[] twice = product.clone();
    float[] floatTwice = c.clone();
    blas.multiply(m, n, k, wideA, wideB, 1, DoubleMatrix.columnMajor(twice, offset, m, n));
    blas.multiply(m, n, k, narrowA, narrowB, 1, FloatMatrix.columnMajor(floatTwice, offset, m, n));
    for (int i = 0; i < c.length; i++) {
      boolean within = i >= offset && i < offset + m * n;
      double sum = within ? 2 * expected[i] : expected[i];
      double error = 3 * (k + 1) * magnitude[i];
      assertThat(twice[i]).as("sum %d", i).isCloseTo(sum, within(error * 0x1p-52));
      assertThat((double) floatTwice[i])
          .as("float sum %d", i)
          .isCloseTo(sum, within(error * 0x1p-23));
      // each of k roundings is at most half a unit of the largest partial sum
      double roundings = k * magnitude[i];
      assertThat(product[i])
          .as("element %d", i)
          .isCloseTo(expected[i], within(roundings * 0x1p-52));
      assertThat((double) c[i])
          .as("float %d", i)
          .isCloseTo(expected[i], within(roundings * 0x1p-23));
    }
  }

  private static DoubleMatrix matrix(
      Blas.Form form, double[] numbers, int offset, int rows, int columns) {
    return form == Blas.Form.AS_STORED
        ? DoubleMatrix.columnMajor(numbers, offset, rows, columns)
        : DoubleMatrix.columnMajor(numbers, offset, columns, rows).transpose();
  }

  private static FloatMatrix matrix(
      Blas.Form form, float[] numbers, int offset, int rows, int columns) {
    return form == Blas.Form.AS_STORED
        ? FloatMatrix.columnMajor(numbers, offset, rows, columns)
        : FloatMatrix.columnMajor(numbers, offset, columns, rows).transpose();
  }

  private static int place(Blas.Form form, int row, int column, int stride) {
    return form == Blas.Form.AS_STORED ? column * stride + row : row * stride + column;
  }

  private static float[] numbers(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.nextFloat() * 2 - 1;
    }
    return numbers;
  }

  private static double[] wide(float[] numbers) {
    double[] wide = new double[numbers.length];
    Arrays.setAll(wide, i -> numbers[i]);
    return wide;
  }

  /** A native library is loaded once in the life of a JVM: each order has one of its own. */
  @Test
  void aChoiceDoesNotDependOnThoseThatWereMadeBefore() throws IOException {
    List<String> identities = identities("AUTO", "JAVA");
    assertThat(identities).hasSize(2).doesNotHaveDuplicates();
    assertThat(identities("JAVA", "AUTO")).containsExactlyInAnyOrderElementsOf(identities);
  }

  private static List<String> identities(String... preferences) throws IOException {
    List<String> words =
        JavaCommand.of("--add-modules=jdk.incubator.vector", "-cp")
            .with(System.getProperty("java.class.path"), BlasIdentities.class.getName())
            .with(preferences)
            .words();
    Process process =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return process.inputReader().lines().toList();
  }

  @Test
  void aProductOfMoreMultiplicationsThanAnIntCountsIsWhole() {
    Blas java = BlasChoice.use(BlasPreference.JAVA).blas();
    BlasChoice.use(BlasPreference.AUTO);
    int m = 1300;
    int n = 1301;
    int k = 1302; // m n k > 2³¹
    float[] a = new float[m * k];
    float[] b = new float[k * n];
    Arrays.fill(a, 1);
    for (int j = 0; j < n; j++) {
      Arrays.fill(b, j * k, (j + 1) * k, j);
    }
    float[] c = new float[m * n];
    java.multiply(
        m,
        n,
        k,
        FloatMatrix.columnMajor(a, 0, m, k),
        FloatMatrix.columnMajor(b, 0, k, n),
        0,
        FloatMatrix.columnMajor(c, 0, m, n));
    for (int j = 0; j < n; j++) {
      assertThat(c[j * m + j % m]).isEqualTo((float) j * k);
    }
  }

  @Test
  void productsOfFewColumnsHaveTheSameBitsWithEveryBlas() {
    Random random = new Random(4);
    Blas bundled = BlasChoice.use(BlasPreference.AUTO).blas();
    Blas plain = new SmallProducts(new JavaBlas());
    double[] x = random.doubles(1500 * 2, -2, 2).toArray();
    double[] w = random.doubles(2 * 3, -2, 2).toArray();
    double[][] z = new double[2][1500 * 3];
    double[][] gradient = new double[2][3 * 2];
    for (int i = 0; i < 2; i++) {
      Blas blas = i == 0 ? bundled : plain;
      DoubleMatrix samples = DoubleMatrix.columnMajor(x, 0, 1500, 2);
      DoubleMatrix weights = DoubleMatrix.columnMajor(w, 0, 3, 2).transpose();
      DoubleMatrix scores = DoubleMatrix.columnMajor(z[i], 0, 1500, 3);
      blas.multiply(1500, 3, 2, samples, weights, 0, scores);
      DoubleMatrix sums = DoubleMatrix.columnMajor(gradient[i], 0, 3, 2);
      blas.multiply(3, 2, 1500, scores.transpose(), samples, 0, sums);
    }
    assertThat(z[1]).isEqualTo(z[0]);
    assertThat(gradient[1]).isEqualTo(gradient[0]);
  }

  @Test
  void inPlainJavaARowHasTheSameBitsAloneAndAmongOthers() {
    int n = 30;
    int k = 71;
    Random random = new Random(8);
    double[] w = random.doubles((long) n * k, -1, 1).toArray(); // row by row
    for (int m : new int[] {1, 2, 15, 16, 300}) {
      double[] x =
          random.doubles((long) m * k, -1, 1).map(v -> Math.abs(v) < 0.4 ? 0 : v).toArray();
      double[] product = new double[m * n];
      new JavaBlas()
          .multiply(
              m,
              n,
              k,
              DoubleMatrix.columnMajor(x, 0, m, k),
              DoubleMatrix.columnMajor(w, 0, n, k).transpose(),
              0,
              DoubleMatrix.columnMajor(product, 0, m, n));
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            sum += x[l * m + i] * w[l * n + j];
          }
          assertThat(product[j * m + i]).isEqualTo(sum);
        }
      }
    }
  }
}
