package org.sparkbackprop.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.classification.ConfusionTable;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.ClassLabels;

/**
 * Compares two models on the same rows: the champion, which is in service, and the challenger,
 * which may replace it. Each row counts once, whatever its weight. Scores of parts add up to the
 * score of the whole.
 */
public final class PairedScore implements Serializable {

  private static final long serialVersionUID = 1;

  /** Smaller probabilities of a label count as this, as the cost of 0 is infinite. */
  private static final double MIN_PROBABILITY = 1e-300;

  private final int classes;
  private final long[][] champion;
  private final long[][] challenger;
  private long bothRight;
  private long championAlone;
  private long challengerAlone;
  private long neitherRight;
  private long comparedRows;
  private double comparedCost;
  private double championCost;
  private double challengerCost;
  private double squaredDifferences;

  /**
   * How classes are chosen.
   *
   * @param champion that of the champion, if there is one
   */
  public record Decisions(Decision challenger, Decision champion) implements Serializable {}

  /**
   * The score of no rows.
   *
   * @param classes of the challenger, and so of the labels
   */
  public PairedScore(int classes) {
    this.classes = classes;
    this.champion = new long[classes][classes + 1];
    this.challenger = new long[classes][classes];
  }

  /**
   * Counts the rows of a block.
   *
   * @param written the challenger's probabilities, (rows × classes)
   * @param served the champion's, (rows × its classes); null if there is no champion
   * @param places for each class of the champion its number among the challenger's classes; the
   *     number of classes if it is not one of them
   * @param decisions how each of the two chooses a class
   */
  public void count(
      Batch batch, DoubleMatrix written, DoubleMatrix served, int[] places, Decisions decisions) {
    int[] labels = ClassLabels.of(batch.targets());
    for (int i = 0; i < batch.size(); i++) {
      int label = labels[i];
      int chosen = decisions.challenger.choose(written, i);
      challenger[label][chosen]++;
      double cost = cost(written, i, label);
      challengerCost += cost;
      if (served != null) {
        int championChosen = places[decisions.champion.choose(served, i)];
        champion[label][championChosen]++;
        countPair(championChosen == label, chosen == label);
        countCosts(cost, served, i, placeOf(label, places));
      }
    }
  }

  /** Costs are not compared for a label that the champion does not know. */
  private void countCosts(double cost, DoubleMatrix served, int row, int label) {
    if (label < 0) {
      return;
    }
    double earlier = cost(served, row, label);
    comparedRows++;
    comparedCost += cost;
    championCost += earlier;
    squaredDifferences += (cost - earlier) * (cost - earlier);
  }

  private void countPair(boolean championIsRight, boolean challengerIsRight) {
    if (championIsRight) {
      bothRight += challengerIsRight ? 1 : 0;
      championAlone += challengerIsRight ? 0 : 1;
    } else {
      challengerAlone += challengerIsRight ? 1 : 0;
      neitherRight += challengerIsRight ? 0 : 1;
    }
  }

  /** −log y of the label. */
  private static double cost(DoubleMatrix y, int row, int label) {
    return -Math.log(Math.max(y.element(row, label), MIN_PROBABILITY));
  }

  private static int placeOf(int label, int[] places) {
    for (int k = 0; k < places.length; k++) {
      if (places[k] == label) {
        return k;
      }
    }
    return -1;
  }

  /**
   * Adds the other score to this one; the other is not modified.
   *
   * @return this score
   */
  public PairedScore add(PairedScore other) {
    for (int label = 0; label < classes; label++) {
      for (int k = 0; k < classes; k++) {
        challenger[label][k] += other.challenger[label][k];
      }
      for (int k = 0; k <= classes; k++) {
        champion[label][k] += other.champion[label][k];
      }
    }
    bothRight += other.bothRight;
    championAlone += other.championAlone;
    challengerAlone += other.challengerAlone;
    neitherRight += other.neitherRight;
    comparedRows += other.comparedRows;
    comparedCost += other.comparedCost;
    championCost += other.championCost;
    challengerCost += other.challengerCost;
    squaredDifferences += other.squaredDifferences;
    return this;
  }

  /** Number of rows. */
  public long rows() {
    return IntStream.range(0, classes).mapToLong(this::rows).sum();
  }

  /** Number of rows with a label. */
  public long rows(int label) {
    return Arrays.stream(challenger[label]).sum();
  }

  /** The class as which the challenger predicts all rows; absent if there are several. */
  public OptionalInt onlyClassOfChallenger() {
    int[] predicted =
        IntStream.range(0, classes)
            .filter(k -> Arrays.stream(challenger).anyMatch(row -> row[k] > 0))
            .toArray();
    return predicted.length == 1 ? OptionalInt.of(predicted[0]) : OptionalInt.empty();
  }

  /**
   * The rows of each label for which the champion chooses each of the challenger's classes; the
   * last class of the table stands for those that the challenger does not have.
   */
  public ConfusionTable choicesOfChampion() {
    long[][] counts = new long[classes + 1][classes + 1];
    System.arraycopy(champion, 0, counts, 0, classes);
    return ConfusionTable.ofCounts(counts);
  }

  public long bothRight() {
    return bothRight;
  }

  /** Rows that only the champion classifies correctly. */
  public long championAlone() {
    return championAlone;
  }

  /** Rows that only the challenger classifies correctly. */
  public long challengerAlone() {
    return challengerAlone;
  }

  public long neitherRight() {
    return neitherRight;
  }

  /** Share of rows that the champion classifies correctly; NaN over no rows. */
  public double championAccuracy() {
    return (double) (bothRight + championAlone) / rows();
  }

  /** Share of rows that the challenger classifies correctly; NaN over no rows. */
  public double challengerAccuracy() {
    long right = IntStream.range(0, classes).mapToLong(k -> challenger[k][k]).sum();
    return (double) right / rows();
  }

  /** The champion's recall of a label; NaN if no row has it. */
  public double championRecall(int label) {
    return (double) champion[label][label] / rows(label);
  }

  /** The challenger's recall of a label; NaN if no row has it. */
  public double challengerRecall(int label) {
    return (double) challenger[label][label] / rows(label);
  }

  /** Rows of classes that the champion knows, on which costs are compared. */
  public long comparedRows() {
    return comparedRows;
  }

  /** The champion's mean cost, −log Y of the label, over the compared rows. */
  public double championMeanCost() {
    return championCost / comparedRows;
  }

  /** The challenger's mean cost minus the champion's, over the compared rows. */
  public double costDifference() {
    return (comparedCost - championCost) / comparedRows;
  }

  /** The challenger's mean cost over all rows. */
  public double challengerMeanCost() {
    return challengerCost / rows();
  }

  /** The standard error of {@link #costDifference}. */
  public double standardErrorOfCost() {
    double mean = costDifference();
    double variance = Math.max(0, squaredDifferences / comparedRows - mean * mean);
    return Math.sqrt(variance / comparedRows);
  }
}
