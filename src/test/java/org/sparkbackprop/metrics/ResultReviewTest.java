package org.sparkbackprop.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.metrics.ResultReview.Counting;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.ForwardPass;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.Concern.Kind;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.History;
import org.sparkbackprop.training.loop.Regularization.Strength;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class ResultReviewTest {

  private static final Network RELUS =
      Network.of(2, List.of(3), Activations.named("relu").get(), 2);
  private static final Network TANHS =
      Network.of(2, List.of(3), Activations.named("tanh").get(), 2);
  private static final List<String> CLASSES = List.of("no", "yes");

  /** Rows of a class (first index) that are taken for a class (second). */
  private static ClassMetrics metrics(long[]... confusion) {
    ClassificationScore score = new ClassificationScore(confusion.length);
    for (int label = 0; label < confusion.length; label++) {
      System.arraycopy(confusion[label], 0, score.confusion()[label], 0, confusion.length);
    }
    return new ClassMetrics(CLASSES, score);
  }

  private static final ClassMetrics GOOD = metrics(new long[] {450, 50}, new long[] {40, 460});

  private static EpochRecord record(long epoch, double meanCost, double accuracy) {
    return new EpochRecord(
        epoch, 10 * meanCost, meanCost, accuracy, 0, Effort.NONE, TimeParts.NONE);
  }

  private static EpochRecord validated(long epoch, double meanCost) {
    return record(epoch, 1.0 / (epoch + 1), 0.9).with(new Validation(meanCost, meanCost, 0.9));
  }

  private static History history(EpochRecord... records) {
    History history = new History();
    List.of(records).forEach(history::add);
    return history;
  }

  private static List<Concern> review(Network network, History history, ClassMetrics training) {
    return new ResultReview(
            network, history, training, Optional.empty(), Counting.EQUALLY, Strength.NONE)
        .concerns();
  }

  private static List<Concern> review(ClassMetrics training, ClassMetrics held) {
    return new ResultReview(
            TANHS,
            history(record(0, 1, 0.5), record(9, 0.5, 0.9)),
            training,
            Optional.of(held),
            Counting.EQUALLY,
            Strength.NONE)
        .concerns();
  }

  private static EpochRecord withLayer(double accuracy, double saturated, double stuck) {
    return record(9, 0.5, accuracy)
        .with(
            List.of(
                new LayerHealth(1, saturated, stuck, 0.1),
                new LayerHealth(2, Double.NaN, Double.NaN, 0.1)));
  }

  @Test
  void aTrainingThatWentWellLeavesNothingToSay() {
    assertThat(review(GOOD, GOOD)).isEmpty();
    History noisy = history(record(0, 0.5, 0.9), record(9, 0.504, 0.9));
    assertThat(review(TANHS, noisy, GOOD)).as("the noise of mini-batches").isEmpty();
  }

  @Test
  void aCostAboveTheFirstIsThatOfTheWeightsThatWereKept() {
    History history = history(record(0, 0.5, 0.9), record(5, 0.4, 0.9), record(9, 3.5, 0.9));
    assertThat(review(TANHS, history, GOOD))
        .containsExactly(
            new Concern(
                Kind.COST_ROSE,
                "the cost is higher than it was at first, 3.50000 a sample after 0.500000: the"
                    + " learning rate is too large (optimizer.learning-rate = auto finds another)"));
    history.choose(record(5, 0.4, 0.9));
    assertThat(review(TANHS, history, GOOD)).isEmpty();
    History penalised = history(record(0, 0.5, 0.9), record(9, 0.6, 0.9));
    assertThat(
            new ResultReview(
                    TANHS,
                    penalised,
                    GOOD,
                    Optional.empty(),
                    Counting.EQUALLY,
                    new Strength(0.1, 0))
                .concerns())
        .singleElement()
        .extracting(Concern::sentence)
        .asString()
        .endsWith("or regularization.l2 = 0.1 outweighs the rows");
    assertThat(
            new ResultReview(
                    TANHS, penalised, GOOD, Optional.empty(), Counting.EQUALLY, new Strength(0, 3))
                .concerns())
        .singleElement()
        .extracting(Concern::sentence)
        .asString()
        .endsWith("finds another), or regularization.weight-decay = 3.0 outweighs the rows");
  }

  @Test
  void aLayerOfWhichNoUnitIsMovedIsLost() {
    History dead = history(record(0, 1, 0.5), withLayer(0.98, 0, 1));
    assertThat(review(RELUS, dead, GOOD))
        .singleElement()
        .satisfies(
            concern -> {
              assertThat(concern.kind()).isEqualTo(Kind.DEAD_LAYER);
              assertThat(concern.sentence())
                  .startsWith("layer 1: all of its relus are dead (0 for every sample)");
            });
    History mostlyDead = history(record(0, 1, 0.5), withLayer(0.8, 0, 0.99));
    assertThat(review(RELUS, mostlyDead, GOOD)).isEmpty(); // a matter of advice
    History saturated = history(record(0, 1, 0.5), withLayer(0.8, 1, 1));
    assertThat(review(TANHS, saturated, GOOD))
        .extracting(Concern::kind)
        .containsExactly(Kind.SATURATED_LAYER);
    History done = history(record(0, 1, 0.5), withLayer(0.99, 1, 1));
    assertThat(review(TANHS, done, GOOD)).as("it tells the classes apart").isEmpty();
  }

  @Test
  void oneClassForAllRowsIsSaidOnce() {
    ClassMetrics majority = metrics(new long[] {300, 0}, new long[] {100, 0});
    assertThat(review(majority, majority))
        .singleElement()
        .satisfies(
            concern -> {
              assertThat(concern.kind()).isEqualTo(Kind.ONE_CLASS);
              assertThat(concern.sentence())
                  .startsWith(
                      "all of the 400 training rows are predicted as class no, which 75.0 % of them"
                          + " are: the model does not distinguish rows;");
            });
    assertThat(review(GOOD, metrics(new long[] {0, 3}, new long[] {0, 5})))
        .singleElement()
        .satisfies(
            concern -> {
              assertThat(concern.kind()).isEqualTo(Kind.ONE_CLASS);
              assertThat(concern.sentence())
                  .startsWith(
                      "all of the 8 rows held out are predicted as class yes, which 62.5 %");
            });
    assertThat(review(GOOD, metrics(new long[] {8, 0}, new long[] {0, 0})))
        .as("there is but one class among them")
        .isEmpty();
  }

  @Test
  void probabilitiesMayTellRowsApartThatAreAllTakenForOneClass() {
    assertThat(ClassMetrics.costOfShares(new long[] {75, 0, 25})).isCloseTo(0.5623, within(1e-4));
    // logits −x and x, by no hidden layer: probabilities of "yes" from 0.12 to 0.45
    Network direct = Network.of(1, List.of(), Activations.named("tanh").get(), 2);
    double[] weights = {-1, 1, 0, 0};
    double[] x = {-1, -1, -1, -0.1};
    Batch batch =
        new Batch(DoubleMatrix.columnMajor(x, 0, 4, 1), new ClassLabels(new int[] {0, 0, 0, 1}));
    Score score =
        ForwardPass.of(direct, Precision.DOUBLE, weights).score(List.of(batch).iterator());
    assertThat(ResultReview.ofRows(new ClassMetrics(CLASSES, score), "rows", Counting.EQUALLY))
        .singleElement()
        .extracting(Concern::sentence)
        .asString()
        .startsWith(
            "all of the 4 rows are predicted as class no, which 75.0 % of them are, although the"
                + " probabilities distinguish some (a cost of 0.29473 a sample, where the shares of"
                + " the classes alone give 0.56234)");
  }

  /** One of four rows is wrong, of which the network is sure: probabilities of e^−40. */
  @Test
  void probabilitiesThatAreWorseThanTheSharesOfTheClassesAreSaid() {
    Network direct = Network.of(1, List.of(), Activations.named("tanh").get(), 2);
    Batch batch =
        new Batch(
            DoubleMatrix.columnMajor(new double[] {-1, -1, 1, -1}, 0, 4, 1),
            new ClassLabels(new int[] {0, 0, 1, 1}));
    double[] weights = {-20, 20, 0, 0};
    Score score =
        ForwardPass.of(direct, Precision.DOUBLE, weights).score(List.of(batch).iterator());
    ClassMetrics sure = new ClassMetrics(CLASSES, score);
    assertThat(review(sure, GOOD))
        .singleElement()
        .satisfies(
            concern -> {
              assertThat(concern.kind()).isEqualTo(Kind.COST_ABOVE_SHARES);
              assertThat(concern.sentence())
                  .startsWith(
                      "the cost over the training rows is 10.0000 a sample, and always giving the shares"
                          + " of the classes as probabilities would cost 0.693147");
            });
    assertThat(
            new ResultReview(
                    TANHS,
                    history(record(0, 20, 0.5), record(9, 10, 0.75)),
                    sure,
                    Optional.empty(),
                    Counting.BY_WEIGHT,
                    Strength.NONE)
                .concerns())
        .isEmpty();
  }

  @Test
  void anAccuracyThatTheFrequentClassGivesTooIsSaidUnlessRowsCountByWeight() {
    ClassMetrics poor = metrics(new long[] {250, 50}, new long[] {50, 50});
    assertThat(review(poor, poor))
        .containsExactly(
            new Concern(
                Kind.NO_BETTER_THAN_ONE_CLASS,
                "the accuracy over the 400 training rows is 0.7500, and always predicting class no"
                    + " would give 0.7500: train for more epochs or with another learning rate"
                    + " (optimizer.learning-rate = auto), or look for features that distinguish the"
                    + " classes"));
    assertThat(ResultReview.ofRows(poor, "rows", Counting.BY_WEIGHT)).isEmpty();
    ClassMetrics better = metrics(new long[] {251, 49}, new long[] {50, 50});
    assertThat(review(better, better)).isEmpty();
  }

  @Test
  void aValidationAccuracyFarBelowTheTrainingsIsSaidWhereChanceDoesNotExplainIt() {
    assertThat(review(GOOD, metrics(new long[] {20, 180}, new long[] {176, 24})))
        .extracting(Concern::kind)
        .containsExactly(Kind.NO_BETTER_THAN_ONE_CLASS, Kind.VALIDATION_FAR_BELOW);
    assertThat(review(GOOD, metrics(new long[] {140, 60}, new long[] {40, 160})))
        .singleElement()
        .extracting(Concern::sentence)
        .asString()
        .startsWith(
            "the accuracy over the 400 rows held out is 0.7500, and 0.9100 over the training rows:"
                + " chance does not explain the difference.");
    assertThat(review(GOOD, metrics(new long[] {7, 3}, new long[] {2, 8})))
        .as("0.75 of 20 rows")
        .isEmpty();
    assertThat(review(GOOD, metrics(new long[] {4150, 850}, new long[] {800, 4200})))
        .as("0.835, which is not far")
        .isEmpty();
  }

  @Test
  void aValidationCostThatWasLowestAtFirstIsSaid() {
    History risen = history(validated(0, 0.7), validated(5, 0.8), validated(9, 1.5));
    risen.choose(validated(0, 0.7)); // as patience does
    assertThat(review(TANHS, risen, GOOD))
        .singleElement()
        .satisfies(
            concern -> {
              assertThat(concern.kind()).isEqualTo(Kind.VALIDATION_COST_ROSE);
              assertThat(concern.sentence())
                  .startsWith(
                      "the cost over the rows held out was lowest at epoch 0, 0.700000 a sample, and is"
                          + " 1.50000 at the end");
            });
    assertThat(review(TANHS, history(validated(0, 0.7), validated(5, 0.69), validated(9, 1)), GOOD))
        .as("it fell before it rose, which is what patience is for")
        .isEmpty();
    assertThat(review(TANHS, history(validated(0, 0.7), validated(9, 0.702)), GOOD)).isEmpty();
    assertThat(review(TANHS, history(validated(0, 0.7)), GOOD)).isEmpty();
  }
}
