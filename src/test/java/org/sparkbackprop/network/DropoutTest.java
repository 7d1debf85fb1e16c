package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Matrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.Kernel;
import org.sparkbackprop.network.activation.Activations;

class DropoutTest {

  private static final Batch SAMPLES = RandomBatch.of(30, 4, 3, 11);

  private static Network network(String activation) {
    return Network.of(4, List.of(6, 5), Activations.named(activation).get(), 3);
  }

  private static double[] toDoubles(Matrix matrix) {
    double[] numbers = new double[matrix.rows() * matrix.columns()]; // column by column
    Arrays.setAll(numbers, i -> matrix.element(i % matrix.rows(), i / matrix.rows()));
    return numbers;
  }

  private static double[] mask(Precision precision, double share, long key, int layer) {
    Dropout dropout = Dropout.of(network("tanh"), precision, share);
    dropout.draw(key);
    Matrix ones = precision.zeros(400, 50);
    ones.addRowAndApply(
        precision.zeros(1, 50),
        new Kernel() {
          @Override
          public void apply(double[] values, int offset, int length, double addend) {
            Arrays.fill(values, offset, offset + length, 1);
          }

          @Override
          public void apply(float[] values, int offset, int length, float addend) {
            Arrays.fill(values, offset, offset + length, 1);
          }
        });
    return toDoubles(dropout.dropped(0, layer, ones));
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void soManyUnitsAreLeftOutAndTheOthersMakeUpForThem(Precision precision) {
    double[] mask = mask(precision, 0.3, 5, 1);
    long out = Arrays.stream(mask).filter(m -> m == 0).count();
    // 6,000 of 20,000 are expected, with a deviation of 65
    assertThat(out).isBetween(5700L, 6300L);
    assertThat(Arrays.stream(mask).filter(m -> m != 0).boxed())
        .allSatisfy(m -> assertThat(m).isCloseTo(1 / 0.7, within(1e-6)));
  }

  @Test
  void aPartOfTheShareIsTheShareOfAnother() {
    Dropout part = Dropout.of(network("tanh"), Precision.DOUBLE, 0.5);
    part.draw(5, 0.6);
    Dropout whole = Dropout.of(network("tanh"), Precision.DOUBLE, 0.5 * 0.6);
    whole.draw(5);
    Matrix ones = (Matrix) SAMPLES.inputs();
    assertThat(toDoubles(part.dropped(0, 1, ones))).isEqualTo(toDoubles(whole.dropped(0, 1, ones)));
    part.draw(5, 0);
    assertThat(toDoubles(part.dropped(0, 1, ones))).isEqualTo(toDoubles(ones));
  }

  @Test
  void whoIsLeftOutIsAFunctionOfKeyAndLayer() {
    double[] mask = mask(Precision.DOUBLE, 0.5, 5, 1);
    assertThat(mask(Precision.DOUBLE, 0.5, 5, 1)).isEqualTo(mask);
    assertThat(mask(Precision.DOUBLE, 0.5, 6, 1)).isNotEqualTo(mask);
    assertThat(mask(Precision.DOUBLE, 0.5, 5, 2)).isNotEqualTo(mask);
  }

  @ParameterizedTest
  @CsvSource({"sigmoid", "tanh", "silu", "gelu"})
  void theGradientIsThatOfTheCostWithTheSameUnitsLeftOut(String activation) {
    Network network = network(activation);
    Backpropagation backpropagation = new Backpropagation(network, Precision.DOUBLE);
    Dropout dropout = Dropout.of(network, Precision.DOUBLE, 0.4);
    dropout.draw(3);
    double[] at = Initializer.parameters(network, 8);
    backpropagation.parameters().set(at);
    double[] gradient = toDoubles(backpropagation.gradient(SAMPLES, 1, dropout, new Gradients(0)));
    for (int i = 0; i < at.length; i++) {
      double slope =
          (cost(backpropagation, dropout, at, i, 1e-5)
                  - cost(backpropagation, dropout, at, i, -1e-5))
              / 2e-5;
      assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
    }
  }

  private static double cost(
      Backpropagation backpropagation, Dropout dropout, double[] at, int place, double step) {
    double[] moved = at.clone();
    moved[place] += step;
    backpropagation.parameters().set(moved);
    Gradients sums = new Gradients(0);
    backpropagation.gradient(SAMPLES, 1, dropout, sums);
    return sums.cost();
  }

  @Test
  void withoutDropoutNothingIsCopied() {
    Matrix z = DoubleMatrix.zeros(3, 2);
    assertThat(Dropout.of(network("relu"), Precision.DOUBLE, 0)).isSameAs(Dropout.NONE);
    assertThat(Dropout.NONE.dropped(0, 1, z)).isSameAs(z);
  }
}
