package org.sparkbackprop.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.metrics.PredictionCheck;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.score.ContestResult;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.Stopping.Measure;

/** What the gate lets through, worked out on a few rows. */
class GateTest {

  private static final List<String> CLASSES = List.of("a", "b");
  private static final int[] SAME = {0, 1};

  /** Probabilities of two classes, of which the first is given for each row. */
  private static DoubleMatrix probabilities(double... first) {
    double[] numbers = new double[2 * first.length];
    for (int i = 0; i < first.length; i++) {
      numbers[i] = first[i];
      numbers[first.length + i] = 1 - first[i];
    }
    return DoubleMatrix.columnMajor(numbers, 0, first.length, 2);
  }

  private static Batch batch(int... labels) {
    return new Batch(DoubleMatrix.zeros(labels.length, 1), new ClassLabels(labels));
  }

  private static PairedScore score(
      int[] labels, DoubleMatrix written, DoubleMatrix served, int... places) {
    PairedScore score = new PairedScore(2);
    score.count(
        batch(labels),
        written,
        served,
        places,
        new PairedScore.Decisions(Decision.MOST_PROBABLE, Decision.MOST_PROBABLE));
    return score;
  }

  private static ContestResult result(PairedScore score, DoubleMatrix written) {
    return result(score, written, written);
  }

  private static ContestResult result(
      PairedScore score, DoubleMatrix written, DoubleMatrix trained) {
    PredictionCheck check = new PredictionCheck();
    check.count(written, trained, null);
    return new ContestResult(check, Optional.of(score), Optional.empty());
  }

  private static Gate gate(Measure metric, double tolerance) {
    return gate(metric, tolerance, 0, 0);
  }

  private static Gate gate(Measure metric, double tolerance, double accuracy, double recall) {
    return new Gate(
        Optional.of(metric),
        OptionalDouble.of(tolerance),
        OptionalDouble.empty(),
        accuracy,
        recall);
  }

  private static Gate.Decision decide(
      Gate gate, List<Concern> concerns, ContestResult result, String... champion) {
    return gate.decide(
        Losses.SOFTMAX_CROSS_ENTROPY,
        CLASSES,
        concerns,
        result,
        Arrays.stream(champion).findFirst());
  }

  @Test
  void aLossWithinTheToleranceIsLetThroughAndOneBeyondIsNot() {
    int[] labels = {0, 0, 1, 1};
    DoubleMatrix challenger = probabilities(0.9, 0.2, 0.1, 0.1);
    DoubleMatrix champion = probabilities(0.9, 0.9, 0.1, 0.1);
    PairedScore score = score(labels, challenger, champion, SAME);
    assertThat(score.championAlone()).isEqualTo(1);
    assertThat(score.bothRight()).isEqualTo(3);
    assertThat(
            decide(gate(Measure.ACCURACY, 0.25), List.of(), result(score, challenger), "v1")
                .reasons())
        .isEmpty();
    Gate.Decision decision =
        decide(gate(Measure.ACCURACY, 0.2), List.of(), result(score, challenger), "v1");
    assertThat(decision.verdict()).isEqualTo(ModelVersion.Verdict.REJECTED);
    assertThat(decision.reasons().get(0))
        .contains("accuracy is worse than that of version v1 by 0.2500");
  }

  @Test
  void floorsHoldWithoutAChampion() {
    int[] labels = {0, 0, 0, 1};
    DoubleMatrix y = probabilities(0.9, 0.9, 0.9, 0.8);
    PairedScore score = score(labels, y, null);
    Gate.Decision decision =
        decide(gate(Measure.ACCURACY, 0, 0.8, 0.5), List.of(), result(score, y));
    assertThat(decision.reasons()).hasSize(2);
    assertThat(decision.reasons().get(0)).contains("accuracy 0.7500 is below the floor of 0.8");
    assertThat(decision.reasons().get(1)).contains("recall 0.0000 of class b (1 rows)");
  }

  @Test
  void aModelThatIsNotFiniteOrNotAsItWasTrainedIsRejected() {
    int[] labels = {0, 1};
    DoubleMatrix trained = probabilities(0.9, 0.1);
    DoubleMatrix written = probabilities(0.9, Math.nextUp(0.1));
    ContestResult changed = result(score(labels, written, null), written, trained);
    assertThat(decide(gate(Measure.ACCURACY, 1), List.of(), changed).reasons())
        .singleElement()
        .asString()
        .contains("loaded again, gives other probabilities for 1 of 2 rows");
    DoubleMatrix broken = probabilities(0.9, Double.NaN);
    ContestResult notFinite = result(score(labels, broken, null), broken);
    assertThat(decide(gate(Measure.COST, 1), List.of(), notFinite).reasons())
        .singleElement()
        .asString()
        .contains("not finite numbers");
    // what has no value is not compared with a limit
    Gate limited =
        new Gate(
            Optional.of(Measure.ROC_AUC), OptionalDouble.empty(), OptionalDouble.of(0.5), 0, 0);
    assertThat(decide(limited, List.of(), notFinite).reasons()).hasSize(1);
  }

  @Test
  void costsAreComparedOverClassesThatBothKnow() {
    int[] labels = {0, 1};
    DoubleMatrix challenger = probabilities(0.5, 0.49);
    // the champion's one class that is ours is a; b it takes for something else
    DoubleMatrix champion = probabilities(0.8, 0.8);
    PairedScore score = score(labels, challenger, champion, 0, 2);
    assertThat(score.comparedRows()).isEqualTo(1);
    assertThat(score.championMeanCost()).isCloseTo(-Math.log(0.8), within(1e-15));
    assertThat(score.costDifference()).isCloseTo(Math.log(0.8 / 0.5), within(1e-15));
    assertThat(
            decide(gate(Measure.COST, 0.1), List.of(), result(score, challenger), "v1").reasons())
        .singleElement()
        .asString()
        .contains("cost a row is worse than that of version v1 by 0.4700");
    assertThat(score.championAccuracy()).isEqualTo(0.5);
    Map<String, Object> fields =
        decide(gate(Measure.COST, 0.1), List.of(), result(score, challenger), "v1").fields();
    assertThat(fields)
        .containsEntry("challenger_metric", score.challengerMeanCost())
        .containsEntry("champion_metric", score.championMeanCost());
    assertThat(decide(gate(Measure.COST, 0.1), List.of(), result(score, challenger)).fields())
        .containsEntry("champion_metric", null);
  }

  @Test
  void aChampionWithoutAClassInCommonHasNoCost() {
    DoubleMatrix y = probabilities(0.9, 0.1);
    PairedScore score = score(new int[] {0, 1}, y, y, 2, 2);
    Gate.Decision decision = decide(gate(Measure.COST, 0), List.of(), result(score, y), "v1");
    assertThat(decision.reasons()).isEmpty();
    assertThat(decision.summary())
        .contains("version v1 0.0000, without a cost, as it knows none of their classes")
        .doesNotContain("NaN");
    assertThat(score.choicesOfChampion().cell(0, 2)).isEqualTo(1);
    assertThat(score.choicesOfChampion().accuracy().number()).isZero();
  }

  @Test
  void aChampionWhosePredictionsAreNotFiniteIsNamed() {
    DoubleMatrix y = probabilities(0.9, 0.1);
    DoubleMatrix broken = probabilities(0.9, Double.NaN);
    PredictionCheck check = new PredictionCheck();
    check.count(y, y, broken);
    PairedScore score = score(new int[] {0, 1}, y, broken, SAME);
    ContestResult result = new ContestResult(check, Optional.of(score), Optional.empty());
    Gate.Decision decision = decide(gate(Measure.COST, 0), List.of(), result, "v1");
    assertThat(decision.reasons()).isEmpty();
    assertThat(decision.summary())
        .contains("the predictions of version v1 are not finite numbers in 1 rows");
    assertThat(decision.fields()).containsEntry("champion_rows_not_finite", 1L);
  }

  @Test
  void aModelThatSaysTheSameOfEveryRowIsRejectedHoweverWideTheTolerance() {
    int[] labels = {0, 0, 0, 1};
    DoubleMatrix constant = probabilities(0.75, 0.75, 0.75, 0.75);
    PairedScore score = score(labels, constant, constant, SAME);
    assertThat(
            decide(gate(Measure.ACCURACY, 1), List.of(), result(score, constant), "v1").reasons())
        .containsExactly(
            "it predicts class a for all of the 4 hold-out rows, though only 75.0 % of them are in it,"
                + " and its cost a row, 0.56234, is not below the 0.56234 of a model that knows only"
                + " the shares of the classes: it distinguishes nothing");
    // of a rare class it is enough to know where it is more probable
    DoubleMatrix ranked = probabilities(0.9, 0.8, 0.8, 0.6);
    PairedScore useful = score(labels, ranked, null);
    assertThat(decide(gate(Measure.ACCURACY, 0), List.of(), result(useful, ranked)).reasons())
        .isEmpty();
    DoubleMatrix same = probabilities(0.6, 0.6);
    PairedScore oneLabel = score(new int[] {0, 0}, same, null);
    assertThat(decide(gate(Measure.ACCURACY, 0), List.of(), result(oneLabel, same)).reasons())
        .isEmpty();
  }

  @Test
  void aTrainingThatMadeTheNetworkWorseIsRejectedAndOtherConcernsAreLeftToTheComparison() {
    DoubleMatrix good = probabilities(0.9, 0.1);
    PairedScore score = score(new int[] {0, 1}, good, good, SAME);
    List<Concern> concerns =
        Arrays.stream(Concern.Kind.values()).map(kind -> new Concern(kind, kind.code())).toList();
    assertThat(decide(gate(Measure.COST, 1), concerns, result(score, good), "v1").reasons())
        .containsExactlyInAnyOrder("cost_rose", "dead_layer", "no_better_than_mean");
  }

  @Test
  void partsAddUpToTheWhole() {
    int[] labels = {0, 1, 1, 0, 1};
    double[] challenger = {0.7, 0.4, 0.6, 0.1, 0.2};
    double[] champion = {0.6, 0.7, 0.3, 0.8, 0.4};
    DoubleMatrix all = probabilities(challenger);
    PairedScore whole = score(labels, all, probabilities(champion), SAME);
    PairedScore sum = new PairedScore(2);
    for (int i = 0; i < labels.length; i++) {
      DoubleMatrix one = probabilities(challenger[i]);
      sum.add(score(new int[] {labels[i]}, one, probabilities(champion[i]), SAME));
    }
    Gate gate = gate(Measure.ACCURACY, 0);
    Map<String, Object> fields = decide(gate, List.of(), result(whole, all), "v1").fields();
    assertThat(decide(gate, List.of(), result(sum, all), "v1").fields().toString())
        .isEqualTo(fields.toString());
    assertThat(fields).containsEntry("rows", 5L).containsEntry("rows_of_cost", 5L);
  }
}
