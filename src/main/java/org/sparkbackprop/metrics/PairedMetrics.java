package org.sparkbackprop.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.sparkbackprop.metrics.classification.ConfusionTable;
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
 * @param choices of classes by the champion, if they are not those of its metrics: it may choose a
 *     class that the challenger does not have, or have a threshold where there are more classes now
 * @param differences of the metrics that are resampled, challenger minus champion
 */
public record PairedMetrics(
    Losses loss,
    Metrics challenger,
    Optional<Metrics> champion,
    Optional<ConfusionTable> choices,
    Map<BootstrapMetric, MetricInterval> differences) {

  /** Costs of models are compared only where their predictions are probabilities of classes. */
  private static final Set<Measure> OF_TRAINING = Set.of(Measure.COST, Measure.COST_AND_ERROR);

  /** A challenger alone. */
  public static PairedMetrics of(Losses loss, SampledMetrics challenger) {
    return new PairedMetrics(
        loss, challenger.metrics(), Optional.empty(), Optional.empty(), Map.of());
  }

  /**
   * A challenger and a champion, whose samples are of the same rows.
   *
   * @param classes which both choose; empty if something else is predicted
   */
  public static PairedMetrics of(
      Bootstrap bootstrap,
      SampledMetrics challenger,
      SampledMetrics champion,
      Optional<PairedScore> classes) {
    return new PairedMetrics(
        bootstrap.loss().name(),
        challenger.metrics(),
        Optional.of(champion.metrics()),
        classes
            .map(PairedScore::choicesOfChampion)
            .filter(table -> !isSame(table, ((ClassMetrics) champion.metrics()).chosen())),
        bootstrap.differences(challenger, champion));
  }

  private static boolean isSame(ConfusionTable table, long[][] counts) {
    for (int label = 0; label < counts.length; label++) {
      for (int k = 0; k < counts.length; k++) {
        if (table.cell(label, k) != counts[label][k]) {
          return false;
        }
      }
    }
    return true;
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

  /** A measure of both. */
  public PairedMeasure of(Measure measure) {
    MetricValue own = MeasuredValue.of(measure, challenger);
    Optional<MetricValue> chosen = choices.flatMap(table -> ofChoices(measure, table));
    Optional<MetricValue> other =
        chosen.or(() -> champion.map(all -> MeasuredValue.of(measure, all)));
    Optional<ConfidenceInterval> interval =
        MeasuredValue.resampled(measure, challenger)
            .filter(metric -> chosen.isEmpty()) // other choices were resampled
            .map(differences::get)
            .flatMap(MetricInterval::interval);
    return new PairedMeasure(
        own.orElse(Double.NaN),
        other.map(value -> value.orElse(Double.NaN)).orElse(Double.NaN),
        other.map(own::minus).map(value -> value.orElse(Double.NaN)).orElse(Double.NaN),
        interval.map(ConfidenceInterval::lower).orElse(Double.NaN),
        interval.map(ConfidenceInterval::upper).orElse(Double.NaN),
        own.reason());
  }

  private Optional<MetricValue> ofChoices(Measure measure, ConfusionTable table) {
    int positive = ((ClassMetrics) challenger).details().orElseThrow().positive();
    return MeasuredValue.ofChoices(measure, table, positive);
  }

  /**
   * How many of the rows with a label have it predicted.
   *
   * @param rows number of rows with the label
   * @param challenger share from 0 to 1; NaN of no rows
   * @param champion likewise; NaN also if there is no champion
   */
  public record LabelRecall(String name, long rows, double challenger, double champion) {}

  /** Of each label; none if something else is predicted. */
  public List<LabelRecall> labels() {
    if (!(challenger instanceof LabelsMetrics now)) {
      return List.of();
    }
    return IntStream.range(0, now.names().size())
        .mapToObj(
            k ->
                new LabelRecall(
                    now.names().get(k),
                    (long) now.metrics().counts(k).support(),
                    recall(now, k),
                    champion.map(all -> recall((LabelsMetrics) all, k)).orElse(Double.NaN)))
        .toList();
  }

  private static double recall(LabelsMetrics metrics, int label) {
    return metrics.metrics().scores(label).recall().orElse(Double.NaN);
  }

  /** Whether there is something to distinguish: numbers, or sets of labels, that differ. */
  public boolean isDistinguishable() {
    if (challenger instanceof NumberMetrics numbers) {
      return numbers.metrics().average().r2().isDefined();
    }
    return labels().stream()
        .anyMatch(label -> label.rows() > 0 && label.rows() < challenger.samples());
  }
}
