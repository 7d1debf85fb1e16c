package org.sparkbackprop.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.CostFunction;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.HealthAdvice;
import org.sparkbackprop.training.loop.History;

/**
 * Looks at what came of a training as somebody would who has to answer for it. That training ended
 * in good order says nothing of its result: a network whose units are all dead does, too.
 *
 * @param network that was trained
 * @param history of the training, with the record of the final weights
 * @param training what the final weights make of the rows they were trained on
 * @param validation what they make of the rows held out, if there are any
 * @param counting how rows counted in training
 * @param l2 the penalty of large weights, which is minimised together with the cost; 0: none
 */
public record ResultReview(
    Network network,
    History history,
    Metrics training,
    Optional<Metrics> validation,
    Counting counting,
    double l2) {

  /** How rows counted in training. */
  public enum Counting {
    /** Each as often as any other: accuracy is what was aimed at. */
    EQUALLY,
    /**
     * By weights, of classes or rows: frequent classes may lose accuracy for the sake of others.
     */
    BY_WEIGHT
  }

  private static final String TRAINING = "training rows";
  private static final String HELD_OUT = "rows held out";

  /** A difference of accuracy that is worth a word, if it is also beyond chance. */
  private static final double FAR = 0.1;

  /** Standard errors that chance alone hardly exceeds. */
  private static final double DEVIATIONS = 4;

  /** What there is to say, if anything. */
  public List<Concern> concerns() {
    List<Concern> concerns = new ArrayList<>();
    Optional<Concern> costRose = costRose();
    costRose.ifPresent(concerns::add);
    concerns.addAll(HealthAdvice.lostLayers(network, history.chosen()));
    List<Concern> ofTraining = ofRows(training, TRAINING, counting);
    concerns.addAll(ofTraining);
    if (ofTraining.isEmpty()) { // else it would be the same again
      validation.ifPresent(rows -> concerns.addAll(ofRows(rows, HELD_OUT, counting)));
    }
    if (costRose.isEmpty() && ofTraining.isEmpty()) {
      costAboveShares().ifPresent(concerns::add);
    }
    validation.flatMap(this::farBelow).ifPresent(concerns::add);
    validationCostRose().ifPresent(concerns::add);
    return List.copyOf(concerns);
  }

  private Optional<Concern> costRose() {
    EpochRecord first = history.records().get(0);
    EpochRecord last = history.chosen();
    return CostFunction.rose(first.meanCost(), last.meanCost())
        ? Optional.of(
            new Concern(
                Concern.Kind.COST_ROSE,
                text(
                    "the cost is higher than it was at first, %.6g a sample after %.6g: the learning"
                        + " rate is too large (optimizer.learning-rate = auto finds another)%s",
                    last.meanCost(),
                    first.meanCost(),
                    l2 > 0 ? ", or regularization.l2 = " + l2 + " outweighs the rows" : "")))
        : Optional.empty();
  }

  /**
   * What is to be said of a model by labelled rows alone.
   *
   * @param metrics of the rows
   * @param rows what they are called
   * @param counting how rows counted in its training, as far as is known
   */
  public static List<Concern> ofRows(Metrics metrics, String rows, Counting counting) {
    long[][] confusion = metrics.score().confusion();
    long[] labelled = labelled(metrics);
    long[] chosen = new long[confusion.length];
    for (long[] ofLabel : confusion) {
      Arrays.setAll(chosen, k -> chosen[k] + ofLabel[k]);
    }
    int max = largest(labelled);
    if (Arrays.stream(labelled).filter(count -> count > 0).count() < 2) {
      return List.of();
    }
    int only = largest(chosen);
    if (chosen[only] == metrics.samples()) {
      return List.of(oneClass(metrics, rows, only, labelled));
    }
    boolean better = metrics.score().correct() > labelled[max];
    return better || counting == Counting.BY_WEIGHT
        ? List.of()
        : List.of(noBetter(metrics, rows, max, labelled[max]));
  }

  /**
   * Where classes are rare, probabilities may tell rows apart although no row is taken for them.
   */
  private static Concern oneClass(Metrics metrics, String rows, int only, long[] labelled) {
    double cost = metrics.meanCost();
    double ofShares = Metrics.costOfShares(labelled);
    String found =
        text(
            "all of the %,d %s are taken for class %s, which %.1f %% of them are",
            metrics.samples(),
            rows,
            metrics.classNames().get(only),
            100.0 * labelled[only] / metrics.samples());
    String remedy =
        Metrics.isBelowCostOfShares(cost, ofShares)
            ? text(
                ", although the probabilities tell some apart (a cost of %.5g a sample, where the"
                    + " shares of the classes alone give %.5g): go by the probabilities, or let rare"
                    + " classes count more (training.class-weights = balanced)",
                cost, ofShares)
            : ": the model tells nothing apart; train for more epochs or with another learning rate"
                + " (optimizer.learning-rate = auto), scale the features"
                + " (preparation.standardisation), or let rare classes count more"
                + " (training.class-weights = balanced)";
    return new Concern(Concern.Kind.ONE_CLASS, found + remedy);
  }

  private static Concern noBetter(Metrics metrics, String rows, int max, long labelled) {
    return new Concern(
        Concern.Kind.NO_BETTER_THAN_ONE_CLASS,
        text(
            "the accuracy over the %,d %s is %.4f, and always to say class %s would give %.4f: train"
                + " for more epochs or with another learning rate (optimizer.learning-rate = auto),"
                + " or look for features that tell the classes apart",
            metrics.samples(),
            rows,
            metrics.score().accuracy(),
            metrics.classNames().get(max),
            (double) labelled / metrics.samples()));
  }

  /** Of weighted rows the shares are others than those that the cost speaks of. */
  private Optional<Concern> costAboveShares() {
    double cost = training.meanCost();
    double ofShares = Metrics.costOfShares(labelled(training));
    return counting == Counting.BY_WEIGHT || !CostFunction.rose(ofShares, cost)
        ? Optional.empty()
        : Optional.of(
            new Concern(
                Concern.Kind.COST_ABOVE_SHARES,
                text(
                    "the cost over the training rows is %.6g a sample, and %.6g for probabilities that are"
                        + " the shares of the classes, whatever the row: the probabilities are worse"
                        + " than none; train for more epochs or with another learning rate"
                        + " (optimizer.learning-rate = auto)",
                    cost, ofShares)));
  }

  /** How many rows there are of each class. */
  private static long[] labelled(Metrics metrics) {
    return Arrays.stream(metrics.score().confusion())
        .mapToLong(ofLabel -> Arrays.stream(ofLabel).sum())
        .toArray();
  }

  /**
   * The standard error is that of two shares of different rows, with one row more of each kind, as
   * Agresti and Caffo have it (The American Statistician 54, 2000), so that few rows say little.
   */
  private Optional<Concern> farBelow(Metrics held) {
    double difference = training.score().accuracy() - held.score().accuracy();
    double error = Math.sqrt(variance(training) + variance(held));
    if (difference < FAR || difference < DEVIATIONS * error) {
      return Optional.empty();
    }
    return Optional.of(
        new Concern(
            Concern.Kind.VALIDATION_FAR_BELOW,
            text(
                "the accuracy over the %,d rows held out is %.4f, and %.4f over the training rows:"
                    + " chance does not explain the difference. Either the network has learned the"
                    + " training rows by heart (more rows, fewer hidden units, regularization.l2 or"
                    + " stopping.patience help), or the rows held out are unlike the others (look at"
                    + " what the section validation says)",
                held.samples(), held.score().accuracy(), training.score().accuracy())));
  }

  private static double variance(Metrics metrics) {
    double rows = metrics.samples() + 2.0;
    double share = (metrics.score().correct() + 1) / rows;
    return share * (1 - share) / rows;
  }

  private Optional<Concern> validationCostRose() {
    List<EpochRecord> validated =
        history.records().stream().filter(record -> record.validation() != null).toList();
    if (validated.size() < 2) {
      return Optional.empty();
    }
    EpochRecord first = validated.get(0);
    Validation last = validated.get(validated.size() - 1).validation();
    double atFirst = first.validation().meanCost();
    boolean everLower =
        validated.stream().skip(1).anyMatch(record -> record.validation().meanCost() < atFirst);
    if (everLower || !CostFunction.rose(atFirst, last.meanCost())) {
      return Optional.empty();
    }
    return Optional.of(
        new Concern(
            Concern.Kind.VALIDATION_COST_ROSE,
            text(
                "the cost over the rows held out was lowest at epoch %,d, %.6g a sample, and %.6g in"
                    + " the end: what is learned of the training rows does not hold for the others;"
                    + " lower the learning rate, take fewer hidden units or more rows, and look at"
                    + " what the section validation says of the rows held out",
                first.epoch(), atFirst, last.meanCost())));
  }

  private static int largest(long[] counts) {
    int largest = 0;
    for (int k = 1; k < counts.length; k++) {
      largest = counts[k] > counts[largest] ? k : largest;
    }
    return largest;
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
