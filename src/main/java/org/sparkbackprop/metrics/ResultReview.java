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
import org.sparkbackprop.training.loop.Regularization;

/**
 * Reviews the result of a training. A training can end normally and give a useless network, such as
 * one with dead units only.
 *
 * @param network that was trained
 * @param history of the training, with the record of the final parameters
 * @param training metrics over the training rows
 * @param validation metrics over the rows held out, if there are any
 * @param counting how rows counted in training
 * @param regularization what kept weights small, and may have kept the cost from falling
 */
public record ResultReview(
    Network network,
    History history,
    Metrics training,
    Optional<Metrics> validation,
    Counting counting,
    Regularization.Strength regularization) {

  /** How rows counted in training. */
  public enum Counting {
    /** Equally: accuracy is the aim. */
    EQUALLY,
    /** By weights of classes or rows: frequent classes may lose accuracy in favour of others. */
    BY_WEIGHT
  }

  private static final String TRAINING = "training rows";
  private static final String HELD_OUT = "rows held out";

  /** A difference of accuracy that matters, if it is also beyond chance. */
  private static final double FAR = 0.1;

  /** Standard errors that chance hardly exceeds. */
  private static final double DEVIATIONS = 4;

  /** The concerns, if there are any. */
  public List<Concern> concerns() {
    List<Concern> concerns = new ArrayList<>();
    Optional<Concern> costRose = costRose();
    costRose.ifPresent(concerns::add);
    concerns.addAll(HealthAdvice.lostLayers(network, history.chosen()));
    List<Concern> ofTraining = ofRows(training, TRAINING, counting);
    concerns.addAll(ofTraining);
    if (ofTraining.isEmpty()) { // else it would be repeated
      validation.ifPresent(rows -> concerns.addAll(ofRows(rows, HELD_OUT, counting)));
    }
    if (training instanceof ClassMetrics classes) {
      if (costRose.isEmpty() && ofTraining.isEmpty()) {
        costAboveShares(classes).ifPresent(concerns::add);
      }
      validation.flatMap(held -> farBelow(classes, held)).ifPresent(concerns::add);
    }
    validationCostRose().ifPresent(concerns::add);
    return List.copyOf(concerns);
  }

  private Optional<Concern> costRose() {
    EpochRecord first = history.records().get(0);
    EpochRecord last = history.chosen();
    return CostFunction.rose(first.meanCost(), last.meanCost())
        ? concern(
            Concern.Kind.COST_ROSE,
            "the cost is higher than it was at first, %.6g a sample after %.6g: the learning rate is"
                + " too large (optimizer.learning-rate = auto finds another)%s",
            last.meanCost(),
            first.meanCost(),
            outweighing("l2", regularization.l2())
                + outweighing("weight-decay", regularization.weightDecay()))
        : Optional.empty();
  }

  private static String outweighing(String key, double strength) {
    return strength > 0
        ? ", or regularization." + key + " = " + strength + " outweighs the rows"
        : "";
  }

  /**
   * The concerns about a model from labelled rows alone.
   *
   * @param metrics of the rows
   * @param rows their name in sentences
   * @param counting how rows counted in its training, if known
   */
  public static List<Concern> ofRows(Metrics metrics, String rows, Counting counting) {
    if (metrics instanceof ClassMetrics classes) {
      return ofClasses(classes, rows, counting);
    }
    return metrics instanceof NumberMetrics numbers && !numbers.sums().hasQuantiles()
        ? noBetterThanMean(numbers, rows).stream().toList()
        : List.of();
  }

  private static Optional<Concern> noBetterThanMean(NumberMetrics metrics, String rows) {
    double r2 = metrics.metrics().average().r2().orElse(Double.NaN);
    return r2 <= 0
        ? concern(
            Concern.Kind.NO_BETTER_THAN_MEAN,
            "R² over the %,d %s is %.4f: always predicting the mean would be as good; train for more"
                + " epochs or with another learning rate (optimizer.learning-rate = auto), or look"
                + " for features that say something about the target",
            metrics.samples(),
            rows,
            r2)
        : Optional.empty();
  }

  private static List<Concern> ofClasses(ClassMetrics metrics, String rows, Counting counting) {
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
        : noBetter(metrics, rows, max, labelled[max]).stream().toList();
  }

  /** Probabilities may distinguish rows of rare classes although no row is predicted as such. */
  private static Concern oneClass(ClassMetrics metrics, String rows, int only, long[] labelled) {
    double cost = metrics.meanCost();
    double ofShares = ClassMetrics.costOfShares(labelled);
    String found =
        text(
            "all of the %,d %s are predicted as class %s, which %.1f %% of them are",
            metrics.samples(),
            rows,
            metrics.classNames().get(only),
            100.0 * labelled[only] / metrics.samples());
    String remedy =
        ClassMetrics.isBelowCostOfShares(cost, ofShares)
            ? text(
                ", although the probabilities distinguish some (a cost of %.5g a sample, where the shares"
                    + " of the classes alone give %.5g): use the probabilities, or give rare classes"
                    + " more weight (training.class-weights = balanced)",
                cost, ofShares)
            : ": the model does not distinguish rows; train for more epochs or with another learning"
                + " rate (optimizer.learning-rate = auto), scale the features"
                + " (preparation.standardisation), or give rare classes more weight"
                + " (training.class-weights = balanced)";
    return new Concern(Concern.Kind.ONE_CLASS, found + remedy);
  }

  private static Optional<Concern> noBetter(
      ClassMetrics metrics, String rows, int max, long labelled) {
    return concern(
        Concern.Kind.NO_BETTER_THAN_ONE_CLASS,
        "the accuracy over the %,d %s is %.4f, and always predicting class %s would give %.4f: train"
            + " for more epochs or with another learning rate (optimizer.learning-rate = auto), or"
            + " look for features that distinguish the classes",
        metrics.samples(),
        rows,
        metrics.score().accuracy(),
        metrics.classNames().get(max),
        (double) labelled / metrics.samples());
  }

  /** With weights, the shares of the rows are not those in the cost. */
  private Optional<Concern> costAboveShares(ClassMetrics classes) {
    double cost = training.meanCost();
    double ofShares = ClassMetrics.costOfShares(labelled(classes));
    return counting == Counting.BY_WEIGHT || !CostFunction.rose(ofShares, cost)
        ? Optional.empty()
        : concern(
            Concern.Kind.COST_ABOVE_SHARES,
            "the cost over the training rows is %.6g a sample, and always giving the shares of the"
                + " classes as probabilities would cost %.6g: the probabilities are worse than none;"
                + " train for more epochs or with another learning rate (optimizer.learning-rate ="
                + " auto)",
            cost,
            ofShares);
  }

  /** Number of rows of each class. */
  private static long[] labelled(ClassMetrics metrics) {
    return Arrays.stream(metrics.score().confusion())
        .mapToLong(ofLabel -> Arrays.stream(ofLabel).sum())
        .toArray();
  }

  /**
   * The standard error is that of two shares of different rows, with one more row of each kind
   * (Agresti and Caffo, The American Statistician 54, 2000), so that few rows prove little.
   */
  private Optional<Concern> farBelow(ClassMetrics own, Metrics held) {
    double difference = own.score().accuracy() - held.score().accuracy();
    double error = Math.sqrt(variance(own) + variance((ClassMetrics) held));
    if (difference < FAR || difference < DEVIATIONS * error) {
      return Optional.empty();
    }
    return concern(
        Concern.Kind.VALIDATION_FAR_BELOW,
        "the accuracy over the %,d rows held out is %.4f, and %.4f over the training rows: chance does"
            + " not explain the difference. Either the network overfits the training rows (more"
            + " rows, fewer hidden units, regularization.l2 or stopping.patience help), or the rows"
            + " held out differ from the others (check the section validation)",
        held.samples(),
        held.score().accuracy(),
        own.score().accuracy());
  }

  private static double variance(ClassMetrics metrics) {
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
    return concern(
        Concern.Kind.VALIDATION_COST_ROSE,
        "the cost over the rows held out was lowest at epoch %,d, %.6g a sample, and is %.6g at the"
            + " end: what the network learns from the training rows does not hold for others; lower"
            + " the learning rate, use fewer hidden units or more rows, and check the section"
            + " validation",
        first.epoch(),
        atFirst,
        last.meanCost());
  }

  private static Optional<Concern> concern(Concern.Kind kind, String pattern, Object... values) {
    return Optional.of(new Concern(kind, text(pattern, values)));
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
