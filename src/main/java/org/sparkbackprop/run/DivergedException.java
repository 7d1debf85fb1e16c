package org.sparkbackprop.run;

import java.math.BigDecimal;
import java.math.MathContext;
import org.sparkbackprop.error.BackpropException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;

/** Training diverged; the message says what was kept and what to try. */
public final class DivergedException extends BackpropException {

  private static final long serialVersionUID = 1;

  private DivergedException(String message) {
    super(ExitCode.DIVERGED, message, null);
  }

  /**
   * The exception for an outcome.
   *
   * @param learningRate of the training
   * @param kept the location of the last finite parameters
   */
  public static DivergedException of(Outcome outcome, double learningRate, String kept) {
    long epoch = outcome.state().epoch();
    long good = outcome.state().lastGood().epoch();
    if (outcome.reason() == StopReason.DIVERGED && epoch == 0 && good == 0) {
      return new DivergedException(
          "training did not begin: the cost of the initial parameters, or its gradient, is not a"
              + " finite number; the features or the parameters are too large: scale the features"
              + " (preparation.standardisation = z-score), or use other initial weights; the"
              + " parameters are kept in "
              + kept);
    }
    return new DivergedException(
        Message.of(
            "training diverged at epoch %s: %s; the last finite parameters, of epoch %s, are kept in"
                + " %s; the steps are too large and land on the other side of the canyon, higher"
                + " than before: try optimizer.learning-rate = %s, a tenth of this one, or auto,"
                + " which finds one",
            epoch, outcome.reason().sentence(), good, kept, tenth(learningRate)));
  }

  /** The exception for a run that would diverge again, with the message of its status. */
  static DivergedException again(String location, String earlier, ResumeHints hints) {
    return new DivergedException(
        "the run in %s cannot be resumed, as it would diverge again: %s; give the changed key with %s"
            .formatted(location, earlier, hints.toBeginAnew()));
  }

  private static double tenth(double learningRate) {
    return new BigDecimal(learningRate / 10).round(new MathContext(2)).doubleValue();
  }
}
