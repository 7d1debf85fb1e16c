package org.sparkbackprop.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlasTest {

  private static final int[][] SHAPES = {
    {1, 1, 1}, {3, 2, 5}, {7, 5, 3}, {128, 3, 2}, {33, 17, 65}, {0, 3, 2}, {3, 0, 2}, {3, 2, 0}
  };

  static Stream<Arguments> implementationsFormsAndShapes() {
    return Stream.of(new JavaBlas(), BlasChoice.chosen())
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
    double[] a = numbers(random, offset + m * k + 2);
    double[] b = numbers(random, offset + k * n + 2);
    for (double beta : List.of(0.0, 1.0, 0.5)) {
      double[] c = numbers(random, offset + m * n + 2);
      double[] before = c.clone();
      blas.multiply(
          formA, formB, m, n, k, a, offset, strideA, b, offset, strideB, beta, c, offset, strideC);
      for (int i = 0; i < c.length; i++) {
        int at = i - offset;
        double expected = before[i];
        if (at >= 0 && at < m * n) {
          int row = at % m;
          int column = at / m;
          expected = beta * before[i];
          for (int l = 0; l < k; l++) {
            double left =
                a[offset + (formA == Blas.Form.AS_STORED ? l * strideA + row : row * strideA + l)];
            double right =
                b[
                    offset
                        + (formB == Blas.Form.AS_STORED
                            ? column * strideB + l
                            : l * strideB + column)];
            expected += left * right;
          }
        }
        assertThat(c[i]).as("element %d, β = %s", i, beta).isCloseTo(expected, within(1e-12));
      }
    }
  }

  private static double[] numbers(Random random, int length) {
    return random.doubles(length, -1, 1).toArray();
  }
}
