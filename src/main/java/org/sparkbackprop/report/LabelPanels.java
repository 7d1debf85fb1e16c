package org.sparkbackprop.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.LabelsMetrics;
import org.sparkbackprop.metrics.classification.LabelMetrics;
import org.sparkbackprop.metrics.classification.PrecisionRecallF1;
import org.sparkbackprop.metrics.ranking.OneAgainstRest;
import org.sparkbackprop.report.RankingCharts.Curve;

/** What the page says of predicted labels. */
final class LabelPanels {

  private static final int MAX_LABELS = 40;
  private static final int MAX_CURVES = 5;

  private final LabelsMetrics metrics;
  private final LabelMetrics once;

  private LabelPanels(LabelsMetrics metrics) {
    this.metrics = metrics;
    this.once = metrics.metrics();
  }

  static List<Panel> of(LabelsMetrics metrics) {
    LabelPanels panels = new LabelPanels(metrics);
    List<Panel> all = new ArrayList<>();
    all.add(panels.figures());
    all.add(panels.byLabel());
    panels.curves().ifPresent(all::add);
    return all;
  }

  private Panel figures() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("rows with all labels right", Table.share(once.subsetAccuracy())));
    rows.add(List.of("Hamming loss", Table.share(once.hammingLoss())));
    rows.add(List.of("Jaccard index", Table.share(once.jaccard())));
    rows.add(List.of("micro F1", Table.share(once.microAverage().f1())));
    rows.add(List.of("macro F1", Table.share(once.macroAverage().f1())));
    rows.add(List.of("log-loss (mean of the labels)", Table.share(once.meanLogLoss())));
    rows.add(List.of("Brier score (mean of the labels)", Table.share(once.meanBrierScore())));
    metrics
        .rankings()
        .ifPresent(
            rankings -> {
              OneAgainstRest mean = new OneAgainstRest(rankings.once());
              rows.add(List.of("ROC-AUC (mean of the labels)", Table.share(mean.macroRocAuc())));
              rows.add(
                  List.of(
                      "average precision (mean of the labels)",
                      Table.share(mean.macroAveragePrecision())));
            });
    rows.add(List.of("mean cost", Message.of("%.6g", metrics.meanCost())));
    return Panel.ofTables(
        "Figures", List.of(), List.of(Table.of("", List.of("figure", "value"), rows)));
  }

  private Panel byLabel() {
    List<List<String>> rows = new ArrayList<>();
    for (int label : worst(MAX_LABELS)) {
      PrecisionRecallF1 scores = once.scores(label);
      rows.add(
          List.of(
              metrics.names().get(label),
              Table.share(scores.precision()),
              Table.share(scores.recall()),
              Table.share(scores.f1()),
              metrics
                  .rankings()
                  .map(r -> Table.share(r.once().get(label).rocAuc()))
                  .orElse(Table.NONE),
              metrics
                  .rankings()
                  .map(r -> Table.share(r.once().get(label).averagePrecision()))
                  .orElse(Table.NONE),
              Table.count(once.counts(label).support())));
    }
    List<String> head =
        List.of("", "precision", "recall", "f1-score", "ROC-AUC", "average precision", "support");
    return Panel.ofTables("Label by label", tooMany(MAX_LABELS), List.of(Table.of("", head, rows)));
  }

  private List<String> tooMany(int shown) {
    return metrics.names().size() <= shown
        ? List.of()
        : List.of(
            Message.of("The %,d labels with the lowest F1 of %,d.", shown, metrics.names().size()));
  }

  /** The labels with the lowest F1, in order. */
  private List<Integer> worst(int limit) {
    return IntStream.range(0, metrics.names().size())
        .boxed()
        .sorted(Comparator.comparingDouble(label -> once.scores(label).f1().orElse(0)))
        .limit(limit)
        .sorted()
        .toList();
  }

  private Optional<Panel> curves() {
    return metrics
        .rankings()
        .map(
            rankings -> {
              List<Curve> curves =
                  worst(MAX_CURVES).stream()
                      .map(j -> new Curve(metrics.names().get(j), rankings.once().get(j)))
                      .toList();
              return new Panel(
                  "What other thresholds would do",
                  tooMany(MAX_CURVES),
                  List.of(),
                  List.of(
                      RankingCharts.roc(curves, Optional.empty()),
                      RankingCharts.precisionRecall(curves, Optional.empty())));
            });
  }
}
