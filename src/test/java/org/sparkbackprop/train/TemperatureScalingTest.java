package org.sparkbackprop.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.RandomBatch;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.Temperatures;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.LocalValidator;
import org.sparkbackprop.training.loop.ValidatedRunner.Validator;

class TemperatureScalingTest {

  private static final Network NETWORK =
      Network.of(3, List.of(6), Activations.named("tanh").get(), 4);
  private static final double[] TRUE =
      Arrays.stream(Initializer.parameters(NETWORK, 5)).map(x -> 2 * x).toArray();

  /** Rows whose classes are drawn with the probabilities that the true parameters give. */
  private static Batch rows() {
    Batch features = RandomBatch.of(4000, 3, 4, 8);
    DoubleMatrix y = ForwardPass.of(NETWORK, Precision.DOUBLE, TRUE).predictions(features.inputs());
    CounterRandom random = new CounterRandom(1, 2);
    int[] labels = new int[y.rows()];
    for (int i = 0; i < labels.length; i++) {
      double left = random.uniform(i);
      while (labels[i] < 3 && left >= y.element(i, labels[i])) {
        left -= y.element(i, labels[i]++);
      }
    }
    return new Batch(features.inputs(), new ClassLabels(labels));
  }

  private static double[] timesLastLayer(double factor) {
    double[] parameters = TRUE.clone();
    for (int i = 3 * 6 + 6; i < parameters.length; i++) {
      parameters[i] *= factor;
    }
    return parameters;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.45, 0.7, 1, 1.5, 3.5})
  void probabilitiesThatAreTooSureOrTooUnsureAreSetRight(double factor) {
    List<List<Batch>> rows = List.of(List.of(rows()));
    try (LocalValidator plain = validator(rows, Temperatures.NONE);
        LocalValidator calibrating = validator(rows, Temperatures.coarse())) {
      Validator validator = plain;
      double[] distorted = timesLastLayer(factor);
      Validation before = validator.figures(distorted).orElseThrow();
      double[] calibrated = scaling(rows).apply(distorted);
      Validation after = validator.figures(calibrated).orElseThrow();
      Validation truth = validator.figures(TRUE).orElseThrow();
      assertThat(after.accuracy()).isEqualTo(before.accuracy());
      assertThat(after.meanCost()).isLessThanOrEqualTo(before.meanCost());
      assertThat(after.meanCost()).isCloseTo(truth.meanCost(), within(5e-4));
      double temperature = distorted[3 * 6 + 6] / calibrated[3 * 6 + 6];
      assertThat(temperature).isCloseTo(factor, within(0.08 * factor));
      assertThat(Arrays.copyOf(calibrated, 24)).isEqualTo(Arrays.copyOf(distorted, 24));
      Validation foreseen = calibrating.figures(distorted).orElseThrow();
      assertThat(foreseen.meanCost()).isCloseTo(after.meanCost(), within(5e-3));
      assertThat(foreseen.accuracy()).isEqualTo(before.accuracy());
    }
  }

  /** Rows of which none is wrong would have it infinite. */
  @Test
  void theTemperatureIsNotMuchBelowAHalf() {
    double[] unsure = timesLastLayer(0.01);
    double[] calibrated = scaling(List.of(List.of(rows()))).apply(unsure);
    assertThat(calibrated[3 * 6 + 6] / unsure[3 * 6 + 6]).isBetween(2.0, 3.0);
  }

  private static LocalValidator validator(List<List<Batch>> rows, Temperatures temperatures) {
    List<ForwardPass> workers = List.of(new ForwardPass(NETWORK, Precision.DOUBLE));
    return new LocalValidator(workers, rows, temperatures, Optional.empty());
  }

  private static TemperatureScaling scaling(List<List<Batch>> rows) {
    return new TemperatureScaling(
        NETWORK,
        (parameters, temperatures) ->
            ForwardPass.of(NETWORK, Precision.DOUBLE, parameters)
                .score(rows.get(0).iterator(), temperatures));
  }

  @Test
  void parametersWithoutFiniteCostsAreLeftAlone() {
    double[] parameters = timesLastLayer(Double.NaN);
    assertThat(scaling(List.of(List.of(rows()))).apply(parameters)).isSameAs(parameters);
  }
}
