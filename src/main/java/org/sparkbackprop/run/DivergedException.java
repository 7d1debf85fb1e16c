package org.sparkbackprop.run;

import java.math.BigDecimal;
import java.math.MathContext;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;

/** Training diverged; the message says what is left and what to try. */
public final class DivergedException extends BackpropException {

  private static final long serialVersionUID = 1;

  private DivergedException(String message) {
    super(ExitCode.DIVERGED, message, null);
  }

  /**
   * The exception for an outcome.
   *
   * @param learningRate that it was trained with
   * @param kept where weights were kept, of the latest epoch before that were finite
   */
  public static DivergedException of(Outcome outcome, double learningRate, String kept) {
    long epoch = outcome.state().epoch();
    long good = outcome.state().lastGood().epoch();
    if (outcome.reason() == StopReason.DIVERGED && epoch == 0 && good == 0) {
      return new DivergedException(
          ("training did not begin: the cost of the initial weights, or its gradient, is not a"
                  + " finite number; the features or the initial weights are too large: scale the"
                  + " features (preparation.standardisation = z-score), or take other weights; they are kept"
                  + " in %s")
              .formatted(kept));
    }
    return new DivergedException(
        ("training diverged at epoch %s: %s; the last finite weights, of epoch %s, are kept in %s;"
                + " the steps are too large and end up on the other side of the canyon, higher than"
                + " they began: try optimizer.learning-rate = %s, a tenth of this one, or auto,"
                + " which finds one")
            .formatted(epoch, outcome.reason().sentence(), good, kept, tenth(learningRate)));
  }

  /**
   * The exception for a run that would go on to where it diverged before.
   *
   * @param earlier what its status says of that
   */
  static DivergedException again(String location, String earlier, ResumeHints hints) {
    return new DivergedException(
        "the run in %s cannot be resumed, as it would end as it did: %s; give the other key with %s"
            .formatted(location, earlier, hints.toBeginAnew()));
  }

  private static double tenth(double learningRate) {
    return new BigDecimal(learningRate / 10).round(new MathContext(2)).doubleValue();
  }
}
