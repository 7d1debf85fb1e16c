package org.sparkbackprop.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescentTest {

  /** x² + 2 y², least at the origin. */
  private static final Objective PARABOLA =
      at ->
          new Evaluation(
              at[0] * at[0] + 2 * at[1] * at[1], Double.NaN, new double[] {2 * at[0], 4 * at[1]});

  @Test
  void aStepIsTheLearningRateTimesTheGradient() {
    double[] parameters = {1, 1};
    GradientDescent optimizer = new GradientDescent();
    Evaluation at = new Evaluation(3, Double.NaN, new double[] {2, 4});
    optimizer.step(PARABOLA, parameters, at, 0.125, optimizer.initialState(2));
    assertThat(parameters).containsExactly(0.75, 0.5);
  }

  @Test
  void gradientDescentFindsTheBottomOfAParabola() {
    Descent descent = new Descent(PARABOLA, new GradientDescent(), 0.1, Descent.everywhere());
    List<Descent.Point> path = descent.from(new double[] {3, -2}, 200);
    assertThat(path).hasSize(201);
    assertThat(path.get(200).at()).containsExactly(new double[] {0, 0}, within(1e-9));
    for (int step = 1; step < path.size(); step++) {
      assertThat(path.get(step).value()).isLessThanOrEqualTo(path.get(step - 1).value());
    }
  }

  @Test
  void aPathEndsWhereTheValueIsNotFinite() {
    Objective rising = at -> new Evaluation(at[0] > 2 ? Double.NaN : -at[0], 0, new double[] {-1});
    Descent descent = new Descent(rising, new GradientDescent(), 1, Descent.everywhere());
    List<Descent.Point> path = descent.from(new double[] {0}, 100);
    assertThat(path).hasSize(4);
    assertThat(path.get(3).value()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void aLearningRateThatIsNotPositiveIsRefused(double learningRate) {
    assertThatThrownBy(() -> LearningRate.constant(learningRate))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(learningRate));
  }
}
