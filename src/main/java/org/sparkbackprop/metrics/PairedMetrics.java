package org.sparkbackprop.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sparkbackprop.metrics.sums.BootstrapMetric;
import org.sparkbackprop.metrics.sums.ConfidenceInterval;
import org.sparkbackprop.metrics.sums.MetricInterval;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.training.loop.Stopping.Measure;

/**
 * The metrics of two models over the same rows: the champion, which is in service, and the
 * challenger, which may replace it. Each row counts once, whatever its weight.
 *
 * @param loss of the challenger
 * @param challenger with all that measures need
 * @param champion the same of the champion, in the challenger's terms; empty if there is none
 * @param differences of the metrics that are resampled, challenger minus champion
 */
public record PairedMetrics(
    Losses loss,
    Metrics challenger,
    Optional<Metrics> champion,
    Map<BootstrapMetric, MetricInterval> differences) {

  /** Costs of models are compared only where their predictions are probabilities of classes. */
  private static final Set<Measure> OF_TRAINING = Set.of(Measure.COST, Measure.COST_AND_ERROR);

  /** A challenger alone. */
  public static PairedMetrics of(Losses loss, MeasuredRows challenger) {
    return new PairedMetrics(loss, challenger.metrics(), Optional.empty(), Map.of());
  }

  /** A challenger and a champion, whose samples are of the same rows. */
  public static PairedMetrics of(
      Bootstrap bootstrap, MeasuredRows challenger, MeasuredRows champion) {
    return new PairedMetrics(
        bootstrap.loss().name(),
        challenger.metrics(),
        Optional.of(champion.metrics()),
        bootstrap.differences(challenger, champion));
  }

  /** The measures of models with this loss that can be compared. */
  public static List<Measure> measures(Losses loss) {
    return Arrays.stream(Measure.values())
        .filter(measure -> measure.fits(loss) && !OF_TRAINING.contains(measure))
        .filter(measure -> loss != Losses.PINBALL || measure == Measure.PINBALL_LOSS)
        .toList();
  }

  /** The measures that are defined for the challenger. */
  public List<Measure> measures() {
    return measures(loss).stream().filter(measure -> of(measure).isDefined()).toList();
  }

  /** A measure of the challenger. */
  public MetricValue of(Measure measure) {
    return MeasuredValue.of(measure, challenger);
  }

  /** A measure of the champion; empty if there is none. */
  public Optional<MetricValue> ofChampion(Measure measure) {
    return champion.map(metrics -> MeasuredValue.of(measure, metrics));
  }

  /** By how much the challenger's is above the champion's; empty if there is no champion. */
  public Optional<MetricValue> difference(Measure measure) {
    return ofChampion(measure).map(of(measure)::minus);
  }

  /** The interval of the difference; empty if there is none. */
  public Optional<ConfidenceInterval> interval(Measure measure) {
    return MeasuredValue.resampled(measure, challenger)
        .map(differences::get)
        .flatMap(MetricInterval::interval);
  }
}
