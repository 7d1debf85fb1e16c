package org.sparkbackprop.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.optim.StopReason;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.AutomaticKey;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.settings.recipe.Decisions;

/**
 * An earlier run in a directory, to be resumed.
 *
 * @param location of the run
 * @param status its status.json, empty if there is none
 * @param configuration with which it was started; empty if it did not get that far
 * @param choices what the data decided of it
 * @param hasCheckpoints whether there are checkpoints to resume from
 * @param hasModel whether there is a model, of this run or of one that it was to replace
 * @param hints for refusals
 */
public record EarlierRun(
    String location,
    Map<String, Object> status,
    Optional<Map<String, Object>> configuration,
    List<Choice> choices,
    boolean hasCheckpoints,
    boolean hasModel,
    ResumeHints hints) {

  /** The field of status.json that says why a training ended. */
  public static final String STOP_REASON = "stop_reason";

  /** Reads it. */
  public static EarlierRun in(RunDirectory run) {
    return new EarlierRun(
        run.location(),
        run.status(),
        run.configuration(),
        run.choices(),
        run.hasCheckpoints(),
        run.hasModel(),
        run.hints());
  }

  /** The settings of a training that resumes this one: what the data decided stays decided. */
  public TrainingSettings begun(TrainingSettings settings) {
    return hasCheckpoints ? settings.decided(settings.decisions().fitting(choices)) : settings;
  }

  /** Whether what the settings leave to the data was left to them before, too. */
  private boolean wasDecided(TrainingSettings settings) {
    Decisions open = settings.decisions();
    return open.fitting(choices).size() == open.open().size();
  }

  /**
   * A sentence if nothing is left to do.
   *
   * @throws SettingsException if the configuration differs in a key that changes the result
   * @throws DivergedException if the run diverged, as it would again
   */
  public Optional<String> finished(TrainingSettings settings) {
    requireSameResult(settings);
    if (!hasSucceeded() || !hasModel || isExtended(settings) || !wasDecided(settings)) {
      return Optional.empty();
    }
    return Optional.of(
        "the run in %s is finished: %s; there is nothing to resume"
            .formatted(location, end().get("message")));
  }

  /** Whether it is finished; a run that was to extend it may have failed since. */
  public boolean hasSucceeded() {
    return "succeeded".equals(end().get("state"));
  }

  /** The status with which it finished. */
  public Map<?, ?> end() {
    return status.get(RunStatus.FINISHED_BEFORE) instanceof Map<?, ?> before ? before : status;
  }

  /** That status if it succeeded, which counts until a run that is to extend it has started. */
  public Optional<Map<?, ?>> finishedBefore() {
    return hasSucceeded() ? Optional.of(end()) : Optional.empty();
  }

  /** Whether the settings allow more epochs or time than those that ended it. */
  private boolean isExtended(TrainingSettings settings) {
    if (configuration.isEmpty()) {
      return false;
    }
    double seconds = number("stopping", "seconds").orElse(Double.POSITIVE_INFINITY);
    return (ended(StopReason.EPOCHS_DONE)
            && !settings.decisions().isOpen(AutomaticKey.EPOCHS)
            && settings.epochs().number() > epochs())
        || (ended(StopReason.TIME_OVER) && settings.stopping().time().toMillis() > 1000 * seconds);
  }

  private boolean ended(StopReason reason) {
    return reason.name().toLowerCase(Locale.ROOT).equals(end().get(STOP_REASON));
  }

  private long epochs() {
    return number("training", "epochs").orElse(0.0).longValue();
  }

  /**
   * Checks that resuming leads to the result that the earlier run was to have.
   *
   * @throws SettingsException if the configuration differs in a key that changes the result
   * @throws DivergedException if the run diverged, as it would again
   */
  public void requireSameResult(TrainingSettings settings) {
    boolean diverged = "diverged".equals(status.get("state"));
    configuration.ifPresent(earlier -> requireSameKeys(earlier, settings, diverged));
    if (diverged) {
      throw DivergedException.again(location, String.valueOf(status.get("message")), hints);
    }
  }

  private void requireSameKeys(
      Map<String, Object> earlier, TrainingSettings settings, boolean diverged) {
    Decisions decisions = settings.decisions();
    List<String> changed =
        settings.resultKeys().of(earlier).differences(settings.resultKeys()).stream()
            .filter(key -> !decisions.isOpen(key)) // the same data decide the same
            .toList();
    if (!changed.isEmpty()) {
      throw new SettingsException(
          Message.of(
              "%s: the run in %s was started with other values of keys that change its result: %s; %s",
              hints.option(),
              location,
              String.join(", ", changed),
              diverged ? hints.afterDivergence() : hints.forOtherKeys()));
    }
    if (settings.epochs().number() < epochs()) {
      throw new SettingsException(
          Message.of(
              "%s: training.epochs = %s is less than the %s of the run in %s; more are possible, fewer"
                  + " need %s",
              hints.option(), settings.epochs().number(), epochs(), location, hints.toBeginAnew()));
    }
  }

  private Optional<Double> number(String section, String key) {
    return configuration
        .map(sections -> sections.get(section))
        .map(keys -> keys instanceof Map<?, ?> map ? map.get(key) : null)
        .map(value -> new BigDecimal(value.toString().strip()).doubleValue()); // may be a text
  }
}
