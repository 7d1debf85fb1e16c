package org.sparkbackprop.optim;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * Finds a learning rate by a range test (Smith, WACV 2017) that goes up or down from a usual one,
 * by factors of √10, while the cost after a trial falls, and one step beyond.
 *
 * @param trials in the order of the rates
 * @param rate that was found
 */
public record LearningRateSearch(List<Trial> trials, double rate) {

  private static final double FACTOR = Math.sqrt(10);

  /** The rate with the fastest first descent is near the edge; this share of it is sound. */
  private static final double SOUND_SHARE = 0.5;

  /** A factor of 10⁶ up or down. */
  private static final int MAX_STEPS = 12;

  /** No learning rate that was tried lowers the cost. */
  public static final class NoLearningRateException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private NoLearningRateException(String message) {
      super(message);
    }
  }

  /**
   * A trial.
   *
   * @param rate the learning rate
   * @param cost after it; infinite if it diverged
   */
  public record Trial(double rate, double cost) {

    /** A cost that is not finite counts as infinite. */
    public Trial {
      cost = Double.isFinite(cost) ? cost : Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Searches.
   *
   * @param usual the first rate, a positive number
   * @param costBefore the cost before every trial
   * @param costAfter the cost after a trial with a rate
   * @throws NoLearningRateException if no rate lowers the cost
   */
  public static LearningRateSearch from(
      double usual, double costBefore, DoubleUnaryOperator costAfter) {
    List<Trial> trials = new ArrayList<>();
    Trial best = walk(usual, FACTOR, costAfter, trials);
    if (best.equals(trials.get(0))) {
      best = walk(usual / FACTOR, 1 / FACTOR, costAfter, trials);
    }
    trials.sort(Comparator.comparingDouble(Trial::rate));
    Trial lowest =
        trials.stream()
            .filter(trial -> trial.cost() < costBefore)
            .min(Comparator.comparingDouble(Trial::cost))
            .orElseThrow(
                () ->
                    new NoLearningRateException(
                        String.format(
                            Locale.ROOT,
                            "no learning rate from %.3g to %.3g lowers the cost %.6g",
                            trials.get(0).rate(),
                            trials.get(trials.size() - 1).rate(),
                            costBefore)));
    return new LearningRateSearch(List.copyOf(trials), sound(lowest.rate()));
  }

  /** Rounded to three digits. */
  private static double sound(double best) {
    return new BigDecimal(SOUND_SHARE * best).round(new MathContext(3)).doubleValue();
  }

  /**
   * Tries rate after rate until one is worse than the best so far; returns the best. On the way
   * down it passes rates that diverge.
   */
  private static Trial walk(
      double first, double factor, DoubleUnaryOperator costAfter, List<Trial> trials) {
    double rate = first;
    Trial best = null;
    for (int step = 0; step < MAX_STEPS; step++) {
      Trial trial = new Trial(rate, costAfter.applyAsDouble(rate));
      trials.add(trial);
      boolean passed = factor < 1 && Double.isInfinite(trial.cost());
      if (best != null && !(trial.cost() < best.cost()) && !passed) {
        return best;
      }
      best = trial;
      rate *= factor;
    }
    return best;
  }
}
