package org.sparkbackprop.retrain;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.metrics.PairedMeasure;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.metrics.PredictionCheck;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.registry.ModelVersion;
import org.sparkbackprop.score.ContestResult;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.Stopping.Measure;

/**
 * Decides whether a challenger may replace the champion, by the scores of both over the same rows,
 * which neither was trained on. A useless model is rejected however little worse it is: if training
 * raised its cost, if one of its layers is dead, if it predicts the same for every row, or numbers
 * no better than their mean does.
 *
 * @param metric by which they are compared; empty: the usual one for what is predicted
 * @param tolerance how much worse the challenger may be, in the metric's unit; empty: 0.01 of a
 *     metric without a unit
 * @param limit the worst value of the metric that a challenger may have; empty: any
 * @param accuracyFloor the least accuracy of a challenger, from 0 to 1
 * @param recallFloor the least recall of each class or label, from 0 to 1
 */
public record Gate(
    Optional<Measure> metric,
    OptionalDouble tolerance,
    OptionalDouble limit,
    double accuracyFloor,
    double recallFloor) {

  /** The tolerance of metrics that have no unit. */
  private static final double USUAL_TOLERANCE = 0.01;

  /** Metrics that only a user can say how much of matters. */
  private static final Set<Measure> WITH_UNIT =
      EnumSet.of(
          Measure.COST,
          Measure.LOG_LOSS,
          Measure.RMSE,
          Measure.MAE,
          Measure.MEDIAN_ERROR,
          Measure.POISSON_DEVIANCE,
          Measure.PINBALL_LOSS);

  /** The concerns about a training that reject its model. */
  private static final Set<Concern.Kind> DECISIVE =
      EnumSet.of(Concern.Kind.COST_ROSE, Concern.Kind.DEAD_LAYER, Concern.Kind.NO_BETTER_THAN_MEAN);

  /**
   * The decision of the gate.
   *
   * @param reasons why the challenger is rejected, as sentences; empty if it is accepted
   * @param summary in one line
   * @param fields for status and manifest
   */
  public record Decision(List<String> reasons, String summary, Map<String, Object> fields) {

    /** Whether the challenger may be published. */
    public ModelVersion.Verdict verdict() {
      return reasons.isEmpty() ? ModelVersion.Verdict.ACCEPTED : ModelVersion.Verdict.REJECTED;
    }
  }

  /** The metric for models with this loss. */
  public Measure metric(Losses loss) {
    return metric.orElseGet(
        () ->
            switch (loss.targets()) {
              case CLASSES, TWO_CLASSES -> Measure.ACCURACY;
              case LABELS -> Measure.F1;
              case NUMBERS -> loss == Losses.PINBALL ? Measure.PINBALL_LOSS : Measure.R2;
            });
  }

  private double toleranceOf(Measure measure) {
    return tolerance.orElse(WITH_UNIT.contains(measure) ? 0 : USUAL_TOLERANCE);
  }

  /**
   * Checks that the gate can judge models with this loss.
   *
   * @throws SettingsException if it cannot
   */
  void requireFits(Losses loss) {
    Measure measure = metric(loss);
    if (!possible(loss).contains(measure)) {
      throw new SettingsException(
          "retrain.gate.metric = %s cannot compare models with target.loss = %s; possible are %s"
              .formatted(
                  measure.configurationName(),
                  loss.lossName(),
                  possible(loss).stream().map(Measure::configurationName).toList()));
    }
    if (WITH_UNIT.contains(measure) && tolerance.isEmpty()) {
      throw new SettingsException(
          "retrain.gate.tolerance must be given with retrain.gate.metric = %s, in its unit: how much worse"
                  .formatted(measure.configurationName())
              + " than the model in service a new one may be, such as 0.02");
    }
    if (loss.targets() == Losses.Of.NUMBERS && (accuracyFloor > 0 || recallFloor > 0)) {
      throw new SettingsException(
          "retrain.gate.accuracy-floor and retrain.gate.recall-floor are for classes and labels, not for"
              + " target.kind = number; use retrain.gate.limit");
    }
  }

  /** Costs are comparable only where they are those of the probabilities of classes. */
  private static List<Measure> possible(Losses loss) {
    List<Measure> possible = new ArrayList<>(PairedMetrics.measures(loss));
    if (loss.targets() == Losses.Of.CLASSES || loss.targets() == Losses.Of.TWO_CLASSES) {
      possible.add(Measure.COST);
    }
    return possible;
  }

  /**
   * Decides.
   *
   * @param loss of the challenger
   * @param names of its classes, labels or numbers
   * @param concerns of the challenger's training
   * @param result over at least one row
   * @param scored the version in service if it was scored too; absent if there is none, or if it
   *     cannot score these rows
   */
  public Decision decide(
      Losses loss,
      List<String> names,
      List<Concern> concerns,
      ContestResult result,
      Optional<String> scored) {
    Judgement judgement = new Judgement(this, metric(loss), names, result, scored);
    return judgement.decision(
        concerns.stream()
            .filter(concern -> isDecisive(concern.kind(), loss))
            .map(Concern::sentence)
            .toList());
  }

  /** Medians may have a larger squared error than the mean, and still say more. */
  private static boolean isDecisive(Concern.Kind kind, Losses loss) {
    boolean ofMedians = kind == Concern.Kind.NO_BETTER_THAN_MEAN && loss == Losses.ABSOLUTE_ERROR;
    return DECISIVE.contains(kind) && !ofMedians;
  }

  /** A challenger before the gate. */
  private record Judgement(
      Gate gate,
      Measure metric,
      List<String> names,
      ContestResult result,
      Optional<String> scored,
      List<String> reasons,
      Map<String, Object> fields) {

    Judgement(
        Gate gate,
        Measure metric,
        List<String> names,
        ContestResult result,
        Optional<String> scored) {
      this(gate, metric, names, result, scored, new ArrayList<>(), new LinkedHashMap<>());
    }

    Decision decision(List<String> decisive) {
      addFaults(result.check());
      reasons.addAll(decisive);
      Optional<ClassComparison> classes =
          result.classes().map(score -> new ClassComparison(names, score, scored));
      Optional<MeasureComparison> measures =
          result.metrics().map(metrics -> new MeasureComparison(metrics, scored));
      if (result.check().notFinite() == 0) {
        classes
            .flatMap(ClassComparison::distinguishesNothing)
            .or(this::predictsTheSame)
            .ifPresent(reasons::add);
      }
      double tolerance = gate.toleranceOf(metric);
      fields.put("rows", result.rows());
      fields.put("champion", scored.orElse(null));
      if (result.check().notFiniteOfChampion() > 0) {
        fields.put("champion_rows_not_finite", result.check().notFiniteOfChampion());
      }
      fields.put("metric", metric.configurationName());
      fields.put("tolerance", tolerance);
      if (classes.isPresent()) {
        classes.get().addFloors(gate, reasons);
        classes.get().putInto(fields);
      }
      if (measures.isPresent()) {
        addLabelFloors(result.metrics().get());
        measures.get().putInto(fields);
      }
      compared(classes).ifPresent(both -> judge(both, tolerance));
      fields.put("verdict", reasons.isEmpty() ? "accepted" : "rejected");
      fields.put("reasons", List.copyOf(reasons));
      return new Decision(List.copyOf(reasons), ContestSummary.of(result, scored, metric), fields);
    }

    /** The metric of both; empty if the challenger's predictions are not all finite. */
    private Optional<PairedMeasure> compared(Optional<ClassComparison> classes) {
      if (result.check().notFinite() > 0) {
        return Optional.empty();
      }
      return classes
          .filter(choices -> ClassComparison.compares(metric))
          .map(choices -> choices.measure(metric))
          .or(() -> result.metrics().map(all -> all.of(metric)));
    }

    private void judge(PairedMeasure both, double tolerance) {
      fields.put("challenger_metric", Interval.finiteOrNull(both.challenger()));
      fields.put("champion_metric", Interval.finiteOrNull(both.champion()));
      if (!both.isDefined()) {
        reasons.add(
            "%s of the hold-out rows, by which it is judged, is undefined: %s"
                .formatted(metric.configurationName(), both.reason()));
        return;
      }
      scored
          .filter(champion -> isWorse(both, tolerance))
          .ifPresent(champion -> addWorse(champion, both, tolerance));
      gate.limit.ifPresent(limit -> addLimit(both.challenger(), limit));
    }

    /** Never if the difference is not a number: such a champion is not worth keeping. */
    private boolean isWorse(PairedMeasure both, double tolerance) {
      double loss = metric.isBetterIfHigher() ? -both.difference() : both.difference();
      return loss > tolerance;
    }

    private void addWorse(String champion, PairedMeasure both, double tolerance) {
      String interval =
          both.hasInterval()
              ? Message.of(" (95 %% between %+.5g and %+.5g)", both.low(), both.high())
              : "";
      reasons.add(
          Message.of(
              "%s is worse than that of version %s by %.5g%s, more than the tolerance of %s",
              metric == Measure.COST ? "cost a row" : metric.configurationName(),
              champion,
              Math.abs(both.difference()),
              interval,
              tolerance));
    }

    private void addLimit(double value, double limit) {
      boolean keeps = metric.isBetterIfHigher() ? value >= limit : value <= limit;
      if (!keeps) {
        reasons.add(
            Message.of(
                "%s %.6g is worse than the limit of %s", metric.configurationName(), value, limit));
      }
    }

    private void addFaults(PredictionCheck check) {
      String predictions = result.classes().isPresent() ? "probabilities" : "predictions";
      if (check.notFinite() > 0) {
        reasons.add(
            Message.of(
                "%,d of %,d rows have %s that are not finite numbers",
                check.notFinite(), check.rows(), predictions));
      }
      if (check.changedByWriting() > 0) {
        reasons.add(
            Message.of(
                "the model, written and loaded again, gives other %s for %,d of %,d rows",
                predictions, check.changedByWriting(), check.rows()));
      }
    }

    /** Of rows whose targets are all the same there is nothing to distinguish. */
    private Optional<String> predictsTheSame() {
      boolean differ = result.metrics().map(PairedMetrics::isDistinguishable).orElse(false);
      return differ && result.check().isSameForAll()
          ? Optional.of(
              Message.of(
                  "it predicts the same for all of the %,d hold-out rows: it distinguishes nothing",
                  result.rows()))
          : Optional.empty();
    }

    private void addLabelFloors(PairedMetrics metrics) {
      if (metrics.labels().isEmpty()) {
        return;
      }
      double accuracy = metrics.of(Measure.ACCURACY).challenger();
      if (accuracy < gate.accuracyFloor) {
        reasons.add(
            Message.of(
                "accuracy of all labels %.4f is below the floor of %s",
                accuracy, gate.accuracyFloor));
      }
      for (PairedMetrics.LabelRecall label : metrics.labels()) {
        if (label.challenger() < gate.recallFloor) { // of no rows it is NaN
          reasons.add(
              Message.of(
                  "recall %.4f of label %s (%,d rows) is below the floor of %s",
                  label.challenger(), label.name(), label.rows(), gate.recallFloor));
        }
      }
    }
  }
}
