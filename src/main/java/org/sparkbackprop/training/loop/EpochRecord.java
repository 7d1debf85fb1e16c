package org.sparkbackprop.training.loop;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.training.loop.TrainingState.Effort;

/**
 * One line of the history: the parameters before the step of an epoch.
 *
 * @param epoch number of epochs done before
 * @param cost sum over the training samples
 * @param meanCost cost per training sample
 * @param accuracy share of training samples classified correctly, 0 to 1; NaN if the targets are
 *     numbers
 * @param seconds of training so far, without start-up, reading and validation
 * @param effort so far
 * @param spent where those seconds went
 * @param validation the same of the validation set, or null if there is none
 * @param health of every layer, from the inputs on; empty if it was not measured
 */
public record EpochRecord(
    long epoch,
    double cost,
    double meanCost,
    double accuracy,
    double seconds,
    Effort effort,
    TimeParts spent,
    Validation validation,
    List<LayerHealth> health)
    implements Serializable {

  /** Copies the list. */
  public EpochRecord {
    health = List.copyOf(health);
  }

  /** A record without figures of the validation set and health. */
  public EpochRecord(
      long epoch,
      double cost,
      double meanCost,
      double accuracy,
      double seconds,
      Effort effort,
      TimeParts spent) {
    this(epoch, cost, meanCost, accuracy, seconds, effort, spent, null, List.of());
  }

  /**
   * Cost and accuracy on the validation set.
   *
   * @param cost sum over the validation samples
   * @param meanCost cost per validation sample
   * @param accuracy share classified correctly, 0 to 1; NaN if the targets are numbers
   * @param measured value of the measure of improvement, if it is none of these; NaN if it is not
   *     measured, or undefined
   */
  public record Validation(double cost, double meanCost, double accuracy, double measured)
      implements Serializable {

    /** Figures without another measure. */
    public Validation(double cost, double meanCost, double accuracy) {
      this(cost, meanCost, accuracy, Double.NaN);
    }

    /**
     * The standard error of the error rate, √(p (1 − p) / n), over n samples, or as many as their
     * weights add up to.
     */
    double standardError() {
      double variance = accuracy * (1 - accuracy);
      return variance == 0 ? 0 : Math.sqrt(variance * meanCost / cost);
    }
  }

  /** Share of training samples classified wrongly, 0 to 1. */
  public double errorRate() {
    return 1 - accuracy;
  }

  /** Whether predictions are right or wrong, so that there is an accuracy. */
  public boolean hasAccuracy() {
    return !Double.isNaN(accuracy);
  }

  /** The figures of the validation set, if there is one. */
  public Optional<Validation> validated() {
    return Optional.ofNullable(validation);
  }

  /** The same record, later by some seconds, and where these went. */
  EpochRecord later(double offset, TimeParts before) {
    return new EpochRecord(
        epoch,
        cost,
        meanCost,
        accuracy,
        seconds + offset,
        effort,
        spent.plus(before),
        validation,
        health);
  }

  /** The same record with figures of the validation set. */
  public EpochRecord with(Validation figures) {
    return new EpochRecord(
        epoch, cost, meanCost, accuracy, seconds, effort, spent, figures, health);
  }

  /** The same record with the health of the layers, from the inputs on. */
  public EpochRecord with(List<LayerHealth> layers) {
    return new EpochRecord(
        epoch, cost, meanCost, accuracy, seconds, effort, spent, validation, layers);
  }

  /** The fields of a line of {@code history.jsonl}. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("epoch", epoch);
    fields.put("cost", cost);
    fields.put("mean_cost", meanCost);
    fields.put("accuracy", definedOrNull(accuracy));
    fields.put("error_rate", definedOrNull(errorRate()));
    fields.put("seconds", seconds);
    fields.putAll(spent.fields(seconds));
    fields.put("passes", effort.passes());
    fields.put("rounds", effort.rounds());
    if (validation != null) {
      fields.put("validation_cost", validation.cost());
      fields.put("validation_mean_cost", validation.meanCost());
      fields.put("validation_accuracy", definedOrNull(validation.accuracy()));
      if (!Double.isNaN(validation.measured())) {
        fields.put("validation_measure", validation.measured());
      }
    }
    if (!health.isEmpty()) {
      fields.put("layers", layers());
    }
    return fields;
  }

  /** The record whose fields these are. */
  public static EpochRecord ofFields(Map<String, Object> fields) {
    EpochRecord record =
        new EpochRecord(
            whole(fields, "epoch"),
            number(fields, "cost"),
            number(fields, "mean_cost"),
            number(fields, "accuracy"),
            number(fields, "seconds"),
            new Effort(whole(fields, "passes"), whole(fields, "rounds")),
            new TimeParts(
                number(fields, "compute_seconds"),
                number(fields, "waiting_seconds"),
                number(fields, "aggregation_seconds")));
    if (fields.containsKey("validation_cost")) {
      record =
          record.with(
              new Validation(
                  number(fields, "validation_cost"),
                  number(fields, "validation_mean_cost"),
                  number(fields, "validation_accuracy"),
                  number(fields, "validation_measure")));
    }
    return fields.get("layers") instanceof List<?> layers
        ? record.with(layers.stream().map(layer -> LayerHealth.of((Map<?, ?>) layer)).toList())
        : record;
  }

  private static long whole(Map<String, Object> fields, String name) {
    return (long) number(fields, name);
  }

  private static double number(Map<String, Object> fields, String name) {
    return fields.get(name) == null ? Double.NaN : ((Number) fields.get(name)).doubleValue();
  }

  private static Double definedOrNull(double share) {
    return Double.isNaN(share) ? null : share;
  }

  /** The fields of every layer whose health was measured, from the inputs on. */
  public List<Map<String, Object>> layers() {
    return health.stream().map(LayerHealth::fields).toList();
  }
}
