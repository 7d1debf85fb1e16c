package org.sparkbackprop.metrics;

import java.util.ArrayList;
import java.util.List;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.QuantileSearch;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.metrics.ranking.ValueBlock;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.training.loop.Stopping.Measure;
import org.sparkbackprop.training.loop.ValidatedRunner.Measuring;

/**
 * Measures validation rows that are in memory.
 *
 * @param measure one that the score alone does not give
 * @param target of the rows
 * @param loss of the network
 */
public record MeasuredValidation(Measure measure, Target target, LossFunction loss)
    implements Measuring {

  private static final double[] NO_WEIGHTS = {};

  @Override
  public Gatherer gatherer() {
    return new Rows();
  }

  @Override
  public double value(Score score, List<Gatherer> partitions) {
    MetricSums sums = new MetricSums(target, loss);
    List<ScoredBlock> scored = new ArrayList<>();
    List<ValueBlock> errors = new ArrayList<>();
    for (Gatherer each : partitions) {
      Rows rows = (Rows) each;
      sums.merge(rows.sums);
      scored.addAll(rows.scored);
      errors.addAll(rows.errors);
    }
    Metrics metrics = sums.metrics(score);
    return MeasuredValue.of(
            measure, measure.needsOrder() ? ordered(metrics, scored, errors) : metrics)
        .orElse(Double.NaN);
  }

  private Metrics ordered(Metrics metrics, List<ScoredBlock> scored, List<ValueBlock> errors) {
    if (metrics instanceof NumberMetrics numbers) {
      int columns = loss.outputs(target.size());
      return numbers.with(
          new Medians(
              LocalRanking.quantiles(columns, errors.iterator(), QuantileSearch.MEDIAN),
              List.of()));
    }
    Rankings rankings =
        new Rankings(
            LocalRanking.rankings(target.size(), scored.iterator(), RankingQuestions.STANDARD),
            List.of());
    return metrics instanceof LabelsMetrics labels
        ? labels.with(rankings)
        : ((ClassMetrics) metrics).with(rankings);
  }

  /** The rows of a partition. */
  private final class Rows implements Gatherer {

    private final MetricSums sums = new MetricSums(target, loss);
    private final List<ScoredBlock> scored = new ArrayList<>();
    private final List<ValueBlock> errors = new ArrayList<>();

    @Override
    public void saw(Batch batch, DoubleMatrix predictions) {
      sums.add(predictions, batch.targets(), batch.weights());
      if (!measure.needsOrder()) {
        return;
      }
      if (target.isNumber()) {
        errors.add(OrderedRows.errors(target, loss, predictions, batch.targets(), NO_WEIGHTS));
      } else {
        scored.add(OrderedRows.scored(target, predictions, batch.targets(), NO_WEIGHTS));
      }
    }
  }
}
