package org.sparkbackprop.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;

class ScorerTest {

  private static final int FEATURES = 6;

  private static final List<InputColumn> COLUMNS =
      List.of(
          InputColumn.number("x1"),
          InputColumn.truth("t"),
          InputColumn.category("c", List.of("red", "blue")),
          InputColumn.vector("v", 2));

  static Stream<Arguments> models() {
    List<List<Integer>> depths =
        List.of(List.of(), List.of(3), List.of(40), List.of(17, 5), List.of(3, 30, 2, 4));
    List<Arguments> models = new ArrayList<>();
    for (String activation : Activations.names()) {
      for (List<Integer> hidden : depths) {
        for (Preparation preparation : preparations()) {
          models.add(
              Arguments.of(
                  activation,
                  hidden,
                  preparation.standardisation().method(),
                  preparation.missing().policy(),
                  model(activation, hidden, preparation)));
        }
      }
    }
    return models.stream();
  }

  private static Model model(String activation, List<Integer> hidden, Preparation preparation) {
    Network network =
        Network.of(
            preparation.features(),
            hidden,
            Activations.named(activation).get(),
            preparation.classes());
    double[] parameters = Initializer.parameters(network, 5);
    Random random = new Random(6);
    Arrays.setAll(parameters, i -> parameters[i] + 0.1 * random.nextGaussian()); // biases too
    return new Model(preparation, network, parameters, Map.of());
  }

  private static List<Preparation> preparations() {
    double[] numbers = {0.5, 2, 3, 0.25, 1, 7};
    List<MissingValues> missing =
        List.of(MissingValues.refused(), MissingValues.constant(0.5), MissingValues.means(numbers));
    List<Preparation> preparations = new ArrayList<>();
    for (MissingValues values : missing) {
      preparations.add(preparation(Standardisation.none(), values));
      preparations.add(preparation(Standardisation.divide(255, COLUMNS), values));
      preparations.add(
          preparation(
              Standardisation.byFeature(Standardisation.Method.Z_SCORE, new double[6], numbers),
              values));
      preparations.add(
          preparation(
              Standardisation.byFeature(Standardisation.Method.MIN_MAX, numbers, numbers), values));
    }
    return preparations;
  }

  private static Preparation preparation(Standardisation standardisation, MissingValues missing) {
    return new Preparation(
        COLUMNS,
        List.of("a", "b", "c"),
        standardisation,
        missing,
        Preparation.UnknownCategories.ZEROS);
  }

  /** Some numbers are 0, and some missing where that is allowed. */
  private static List<double[]> rows(int count, Preparation preparation, Random random) {
    boolean missing = preparation.missing().policy() != MissingValues.Policy.REFUSE;
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                random
                    .doubles(preparation.features(), -20, 20)
                    .map(x -> x < -14 ? 0 : x > 14 && missing ? Double.NaN : x)
                    .toArray())
        .toList();
  }

  private static List<double[]> byForwardPass(Model model, List<double[]> rows) {
    DoubleMatrix x = DoubleMatrix.zeros(rows.size(), model.network().inputs());
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < x.columns(); j++) {
        x.array()[j * rows.size() + i] = model.preparation().prepare(j, rows.get(i)[j]);
      }
    }
    DoubleMatrix y =
        ForwardPass.of(model.network(), Precision.DOUBLE, model.parameters()).predictions(x);
    return IntStream.range(0, rows.size()).mapToObj(y::row).toList();
  }

  @ParameterizedTest(name = "{0} {1} {2} {3}")
  @MethodSource("models")
  void hasTheBitsOfAForwardPassRowByRowAndInBatches(
      String activation,
      List<Integer> hidden,
      Standardisation.Method method,
      MissingValues.Policy policy,
      Model model) {
    Scorer scorer = Scorer.of(model);
    Random random = new Random(1);
    for (int size : new int[] {1, 2, 1, 15, 16, 300, 3}) { // the buffers grow and shrink
      List<double[]> rows = rows(size, model.preparation(), random);
      assertThat(scorer.probabilities(rows).toArray(double[][]::new))
          .isDeepEqualTo(byForwardPass(model, rows).toArray(double[][]::new))
          .isDeepEqualTo(model.probabilities(rows).toArray(double[][]::new));
      for (double[] row : rows) {
        double[] expected = byForwardPass(model, List.of(row)).get(0);
        double[] target = new double[3];
        scorer.probabilities(row, target);
        assertThat(target).isEqualTo(expected);
        assertThat(scorer.probabilities(row)).isEqualTo(expected);
        assertThat(model.probabilities(row)).isEqualTo(expected);
        assertThat(expected[scorer.best(row)]).isEqualTo(Arrays.stream(expected).max().orElse(-1));
      }
    }
  }

  @Test
  void moreRowsThanAreTakenAtATimeHaveTheBitsOfTheirPart() {
    Model model = model("tanh", List.of(17), preparations().get(1));
    List<double[]> rows = rows(2500, model.preparation(), new Random(2));
    List<double[]> expected = new ArrayList<>(byForwardPass(model, rows.subList(0, 1024)));
    expected.addAll(byForwardPass(model, rows.subList(1024, 2048)));
    expected.addAll(byForwardPass(model, rows.subList(2048, 2500)));
    assertThat(Scorer.of(model).probabilities(rows).toArray(double[][]::new))
        .isDeepEqualTo(expected.toArray(double[][]::new));
    assertThat(Scorer.of(model).probabilities(List.of())).isEmpty();
  }

  @Test
  void theFirstOfEqualClassesIsTheBest() {
    Preparation preparation = preparations().get(0);
    Network network = Network.of(FEATURES, List.of(), Activations.named("relu").get(), 3);
    double[] parameters = new double[network.parameterCount()];
    Scorer scorer = Scorer.of(new Model(preparation, network, parameters, Map.of()));
    assertThat(scorer.best(new double[FEATURES])).isZero();
    assertThat(scorer.bestClass(new double[FEATURES])).isEqualTo("a");
    parameters[parameters.length - 1] = 1; // read where they are, not copied
    parameters[parameters.length - 2] = 1;
    assertThat(scorer.bestClass(new double[FEATURES])).isEqualTo("b");
  }

  @Test
  void aRowThatTheModelDoesNotTakeIsRefusedAndTheNextOneIsScored() {
    Model model = model("sigmoid", List.of(4), preparations().get(0));
    Scorer scorer = Scorer.of(model);
    double[] row = {1, 1, 1, 0, 0.5, -3};
    double[] expected = model.probabilities(row);
    for (double wrong :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      double[] bad = row.clone();
      bad[3] = wrong;
      for (ThrowingCallable scoring :
          List.<ThrowingCallable>of(
              () -> scorer.probabilities(bad),
              () -> scorer.probabilities(bad, new double[3]),
              () -> scorer.probabilities(List.of(row, bad)),
              () -> scorer.best(bad),
              () -> model.probabilities(bad))) {
        assertThatThrownBy(scoring)
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("feature c=blue is %s, which the model does not take", wrong);
      }
      assertThat(scorer.probabilities(row)).isEqualTo(expected);
    }
    assertThatThrownBy(() -> scorer.probabilities(new double[7]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the row has 7 features; the model takes 6");
    assertThatThrownBy(() -> scorer.probabilities(row, new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 predictions do not fit into an array of 2");
  }

  @Test
  void aRowIsScoredWithoutAllocation() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (List<Integer> hidden : List.of(List.of(3), List.of(40, 20))) {
      Scorer scorer = Scorer.of(model("sigmoid", hidden, preparations().get(1)));
      double[] row = {1, 1, 1, 0, 0.5, -3};
      double[] target = new double[3];
      for (int i = 0; i < 10_000; i++) {
        scorer.probabilities(row, target);
      }
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 10_000; i++) {
        scorer.probabilities(row, target);
      }
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertThat(after - before).as("bytes of 10,000 rows").isLessThan(10_000);
    }
  }
}
