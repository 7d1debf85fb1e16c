package org.sparkbackprop.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.settings.TrainingSettings;

/**
 * What an earlier run has left in the directory in which {@code --resume} is to go on.
 *
 * @param location of the run
 * @param status its status.json, empty if there is none
 * @param configuration that it was begun with; empty if it did not get so far
 * @param hasModel whether there is a model, its own or one that it was to replace
 * @param hints for what is refused
 */
public record EarlierRun(
    String location,
    Map<String, Object> status,
    Optional<Map<String, Object>> configuration,
    boolean hasModel,
    ResumeHints hints) {

  /** The field of status.json that says why a training ended. */
  public static final String STOP_REASON = "stop_reason";

  public static EarlierRun in(RunDirectory run) {
    return new EarlierRun(
        run.location(), run.status(), run.configuration(), run.hasModel(), run.hints());
  }

  /**
   * Whether nothing is left to do, as a sentence that says so.
   *
   * @throws SettingsException if the configuration differs in a key that changes the result
   * @throws DivergedException if the run diverged, as it would again
   */
  public Optional<String> finished(TrainingSettings settings) {
    requireSameResult(settings);
    if (!hasSucceeded() || !hasModel || isExtended(settings)) {
      return Optional.empty();
    }
    return Optional.of(
        "the run in %s is finished: %s; there is nothing to resume"
            .formatted(location, end().get("message")));
  }

  /** Whether it is finished, though one that was to go on with it may have failed since. */
  public boolean hasSucceeded() {
    return "succeeded".equals(end().get("state"));
  }

  /** The status that it ended with, for one that is to go on with it. */
  public Map<?, ?> end() {
    return status.get(RunStatus.FINISHED_BEFORE) instanceof Map<?, ?> before ? before : status;
  }

  /** What is still true of it while one that is to go on with it has not begun. */
  public Optional<Map<?, ?>> finishedBefore() {
    return hasSucceeded() ? Optional.of(end()) : Optional.empty();
  }

  /** More epochs, or more time, for a run that ended for want of them. */
  private boolean isExtended(TrainingSettings settings) {
    if (configuration.isEmpty()) {
      return false;
    }
    Optional<Double> seconds = number(configuration.get(), "stopping", "seconds");
    boolean moreEpochs = ended(StopReason.EPOCHS_DONE) && settings.epochs().number() > epochs();
    boolean moreTime =
        ended(StopReason.TIME_OVER)
            && seconds.isPresent()
            && settings.stopping().time().toMillis() > 1000 * seconds.get();
    return moreEpochs || moreTime;
  }

  private boolean ended(StopReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).equals(end().get(STOP_REASON));
  }

  private long epochs() {
    return number(configuration.orElseThrow(), "training", "epochs").orElse(0.0).longValue();
  }

  /**
   * Requires that going on leads where the earlier run was to lead.
   *
   * @throws SettingsException if the configuration differs in a key that changes the result
   * @throws DivergedException if the run diverged, as it would again
   */
  public void requireSameResult(TrainingSettings settings) {
    boolean diverged = "diverged".equals(status.get("state"));
    if (configuration.isPresent()) {
      requireSameKeys(configuration.get(), settings, diverged);
    }
    if (diverged) {
      throw DivergedException.again(location, String.valueOf(status.get("message")), hints);
    }
  }

  private void requireSameKeys(
      Map<String, Object> earlier, TrainingSettings settings, boolean diverged) {
    List<String> changed = settings.resultKeys().of(earlier).differences(settings.resultKeys());
    if (!changed.isEmpty()) {
      throw new SettingsException(
          "%s: the run in %s was begun with other values of keys that change its result: %s; %s"
              .formatted(
                  hints.option(),
                  location,
                  String.join(", ", changed),
                  diverged ? hints.afterDivergence() : hints.forOtherKeys()));
    }
    if (settings.epochs().number() < epochs()) {
      throw new SettingsException(
          ("%s: training.epochs = %s is less than the %s that the run in %s was begun with; more"
                  + " would be possible, fewer need %s")
              .formatted(
                  hints.option(),
                  settings.epochs().number(),
                  epochs(),
                  location,
                  hints.toBeginAnew()));
    }
  }

  private static Optional<Double> number(
      Map<String, Object> configuration, String section, String key) {
    if (!(configuration.get(section) instanceof Map<?, ?> keys) || keys.get(key) == null) {
      return Optional.empty();
    }
    // a text where it came from the environment
    return Optional.of(new BigDecimal(keys.get(key).toString().strip()).doubleValue());
  }
}
