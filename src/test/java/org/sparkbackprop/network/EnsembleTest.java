package org.sparkbackprop.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.LabelSmoothing;

/** Several networks trained side by side. */
class EnsembleTest {

  private static final Batch SAMPLES = RandomBatch.of(60, 5, 3, 4);

  private static Network network(int members, Integer... hidden) {
    return Network.of(5, List.of(hidden), Activations.named("tanh").get(), 3).ofMembers(members);
  }

  private static double[] withBiases(Network network) {
    double[] parameters = Initializer.parameters(network, 3);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += i % 7 * 0.1;
    }
    return parameters;
  }

  private static double[] member(double[] parameters, int members, int member) {
    int length = parameters.length / members;
    return Arrays.copyOfRange(parameters, member * length, (member + 1) * length);
  }

  private static Gradients gradients(Network network, double[] parameters) {
    return new Backpropagation(network, Precision.DOUBLE, LabelSmoothing.uniform(0.1))
        .gradients(parameters, List.of(SAMPLES).iterator());
  }

  private static DoubleMatrix predictions(Network network, double[] parameters) {
    return ForwardPass.of(network, Precision.DOUBLE, parameters).predictions(SAMPLES.inputs());
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4})
  void costAndGradientAreTheMeanOfThoseOfItsMembers(int members) {
    double[] parameters = Initializer.parameters(network(members, 6, 4), 3);
    Gradients together = gradients(network(members, 6, 4), parameters);
    double cost = 0;
    for (int m = 0; m < members; m++) {
      Gradients alone = gradients(network(1, 6, 4), member(parameters, members, m));
      double[] expected = Arrays.stream(alone.values()).map(x -> x / members).toArray();
      assertThat(member(together.values(), members, m)).containsExactly(expected, within(1e-15));
      cost += alone.cost() / members;
    }
    assertThat(together.cost()).isCloseTo(cost, within(1e-12));
    assertThat(together.samples()).isEqualTo(SAMPLES.size());
  }

  @Test
  void membersBeginDifferently() {
    double[] parameters = Initializer.parameters(network(2, 6), 3);
    assertThat(member(parameters, 2, 0)).isNotEqualTo(member(parameters, 2, 1));
    double[] first = Initializer.parameters(network(1, 6), 3);
    assertThat(member(parameters, 2, 0)).isEqualTo(first);
  }

  /** softmax of mean log-probabilities: the geometric mean of the members' probabilities. */
  @Test
  void scoresAreTheMeanOfThoseOfItsMembers() {
    double[] parameters = Initializer.parameters(network(4, 6, 4), 3);
    DoubleMatrix together = predictions(network(4, 6, 4), parameters);
    double[][] logarithms = new double[SAMPLES.size()][3];
    for (int m = 0; m < 4; m++) {
      DoubleMatrix alone = predictions(network(1, 6, 4), member(parameters, 4, m));
      for (int i = 0; i < logarithms.length; i++) {
        for (int k = 0; k < 3; k++) {
          logarithms[i][k] += Math.log(alone.element(i, k)) / 4;
        }
      }
    }
    for (int i = 0; i < logarithms.length; i++) {
      double sum = Arrays.stream(logarithms[i]).map(Math::exp).sum();
      for (int k = 0; k < 3; k++) {
        assertThat(together.element(i, k))
            .isCloseTo(Math.exp(logarithms[i][k]) / sum, within(1e-14));
      }
    }
  }

  /** What training counts as correct is what validation counts. */
  @Test
  void aSampleIsCorrectIfTheMeanOfTheScoresIs() {
    Network network = network(4, 6, 4);
    double[] parameters = Initializer.parameters(network, 3);
    ClassificationScore score =
        (ClassificationScore)
            ForwardPass.of(network, Precision.DOUBLE, parameters)
                .score(List.of(SAMPLES).iterator());
    double accuracy = (double) gradients(network, parameters).correct() / SAMPLES.size();
    assertThat(accuracy).isEqualTo(score.accuracy()).isStrictlyBetween(0.0, 1.0);
  }

  @Test
  void eachMemberDropsUnitsOfItsOwn() {
    Network network = network(2, 40);
    double[] parameters = Initializer.parameters(network, 3);
    double[] first = member(parameters, 2, 0);
    System.arraycopy(first, 0, parameters, first.length, first.length); // twice the same
    Backpropagation backpropagation = new Backpropagation(network, Precision.DOUBLE);
    backpropagation.parameters().set(parameters);
    Dropout dropout = Dropout.of(network, Precision.DOUBLE, 0.5);
    dropout.draw(3);
    Parameters target = new Parameters(network, Precision.DOUBLE);
    backpropagation.gradient(SAMPLES, dropout, target);
    double[] gradient = ((DoubleMatrix) target.flat()).array();
    assertThat(member(gradient, 2, 0)).isNotEqualTo(member(gradient, 2, 1));
    backpropagation.gradient(SAMPLES, Dropout.NONE, target);
    assertThat(member(gradient, 2, 0)).isEqualTo(member(gradient, 2, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void theDenseFormHasTheSamePredictions(int members) {
    Network network = network(members, 6, 4);
    double[] parameters = withBiases(network);
    DenseEnsemble ensemble = new DenseEnsemble(network);
    assertThat(ensemble.network()).hasToString("5-%s-%s-3".formatted(6 * members, 4 * members));
    DoubleMatrix expected = predictions(network, parameters);
    DoubleMatrix dense = predictions(ensemble.network(), ensemble.parameters(parameters));
    assertThat(dense.array()).containsExactly(expected.array(), within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 8})
  void thereAndBackNoBitChanges(int members) {
    Network network = network(members, 6, 4);
    double[] drawn = withBiases(network);
    double[] parameters = DenseEnsemble.withCommonOutputBias(network, drawn);
    DenseEnsemble ensemble = new DenseEnsemble(network);
    double[] back = ensemble.ofMembers(ensemble.parameters(parameters));
    assertThat(Arrays.equals(back, parameters)).isTrue();
    assertThat(Arrays.equals(back, drawn)).isFalse();
    assertThat(predictions(network, parameters).array())
        .containsExactly(predictions(network, drawn).array(), within(1e-14));
  }

  @Test
  void saysWhatItIs() {
    assertThat(network(4, 6)).hasToString("4 x 5-6-3");
    assertThat(network(4, 6).parameterCount()).isEqualTo(4 * (6 * 6 + 7 * 3));
    assertThat(network(4, 6).operationsPerSample())
        .isEqualTo(4 * network(1, 6).operationsPerSample());
    assertThatThrownBy(() -> network(3, 6)).hasMessage("3 members are not a power of two");
    assertThatThrownBy(() -> new DenseEnsemble(network(2)))
        .hasMessage("an ensemble needs a hidden layer");
  }
}
