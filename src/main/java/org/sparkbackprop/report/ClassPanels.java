package org.sparkbackprop.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.ClassDetails;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.Rankings;
import org.sparkbackprop.metrics.classification.CalibrationBin;
import org.sparkbackprop.metrics.classification.ClassificationMetrics;
import org.sparkbackprop.metrics.classification.ClassificationReport;
import org.sparkbackprop.metrics.classification.ConfusionTable;
import org.sparkbackprop.metrics.classification.DecisionRule;
import org.sparkbackprop.metrics.classification.PrecisionRecallF1;
import org.sparkbackprop.metrics.ranking.OneAgainstRest;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.sums.MetricValue;
import org.sparkbackprop.report.RankingCharts.Curve;
import org.sparkbackprop.report.RankingCharts.Decided;

/** What the page says of predicted classes. */
final class ClassPanels {

  /** More classes than this make tables that nobody reads. */
  static final int MAX_CLASSES = 40;

  private static final int MAX_CURVES = 5;
  private static final int MAX_WORST = 10;
  private static final int DIGITS = 4;

  private final ClassMetrics metrics;
  private final ConfusionTable table;

  private ClassPanels(ClassMetrics metrics) {
    this.metrics = metrics;
    this.table = ConfusionTable.ofCounts(metrics.chosen());
  }

  static List<Panel> of(ClassMetrics metrics) {
    ClassPanels panels = new ClassPanels(metrics);
    List<Panel> all = new ArrayList<>();
    all.add(panels.figures());
    all.add(panels.byClass());
    if (metrics.classNames().size() > 2) {
      panels.mostConfused().ifPresent(all::add);
    }
    metrics
        .details()
        .ifPresent(
            details -> {
              details.rankings().ifPresent(rankings -> panels.addCurves(details, rankings, all));
              all.add(calibration(details));
            });
    return all;
  }

  /** The confusion matrix; empty if there are too many classes for one. */
  static List<List<Long>> confusion(ClassMetrics metrics) {
    if (metrics.classNames().size() > MAX_CLASSES) {
      return List.of();
    }
    return Arrays.stream(metrics.chosen()).map(row -> Arrays.stream(row).boxed().toList()).toList();
  }

  private Panel figures() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("accuracy", Message.of("%.4f", metrics.accuracy())));
    rows.add(List.of("balanced accuracy", Table.share(table.balancedAccuracy())));
    rows.add(List.of("macro F1", Table.share(table.macroAverage().f1())));
    rows.add(List.of("Matthews correlation", Table.share(table.matthewsCorrelation())));
    rows.add(List.of("mean cost", Message.of("%.6g", metrics.meanCost())));
    metrics.details().ifPresent(details -> addProbabilities(details, rows));
    return Panel.ofTables(
        "Figures", List.of(), List.of(Table.of("", List.of("figure", "value"), rows)));
  }

  private static void addProbabilities(ClassDetails details, List<List<String>> rows) {
    ClassificationMetrics all = details.metrics();
    rows.add(List.of("log-loss", Table.share(all.logLoss())));
    rows.add(List.of("Brier score", Table.share(all.brierScore())));
    rows.add(List.of("expected calibration error", Table.share(all.calibrationError())));
    details
        .rankings()
        .ifPresent(
            rankings -> {
              int positive = details.positive();
              OneAgainstRest mean = new OneAgainstRest(rankings.once());
              boolean two = positive >= 0;
              String of = two ? "" : " (mean of the classes)";
              MetricValue area = two ? rankings.once().get(positive).rocAuc() : mean.macroRocAuc();
              MetricValue precision =
                  two
                      ? rankings.once().get(positive).averagePrecision()
                      : mean.macroAveragePrecision();
              rows.add(List.of("ROC-AUC" + of, Table.share(area)));
              rows.add(List.of("average precision" + of, Table.share(precision)));
            });
  }

  private Panel byClass() {
    int classes = metrics.classNames().size();
    if (classes > MAX_CLASSES) {
      return Panel.ofTables(
          "Worst classes",
          List.of(Message.of("The %,d classes with the lowest F1 of %,d.", MAX_WORST, classes)),
          List.of(scores(table.worstClasses(MAX_WORST))));
    }
    return Panel.ofTables(
        "Class by class",
        List.of(
            "Recall is the share of a class's rows that are found; precision, the share of the rows called so that are right."),
        List.of(
            metrics
                .details()
                .map(details -> new Table("", ClassificationReport.of(details.metrics(), DIGITS)))
                .orElseGet(() -> scores(IntStream.range(0, classes).boxed().toList()))));
  }

  private Table scores(List<Integer> classes) {
    List<List<String>> rows = new ArrayList<>();
    for (int k : classes) {
      PrecisionRecallF1 scores = table.scores(k);
      rows.add(
          List.of(
              metrics.classNames().get(k),
              Table.share(scores.precision()),
              Table.share(scores.recall()),
              Table.share(scores.f1()),
              Table.count(table.support(k))));
    }
    return Table.of("", List.of("", "precision", "recall", "f1-score", "support"), rows);
  }

  private Optional<Panel> mostConfused() {
    List<List<String>> rows =
        table.mostConfused(MAX_WORST).stream()
            .map(
                pair ->
                    List.of(
                        metrics.classNames().get(pair.label()),
                        metrics.classNames().get(pair.predicted()),
                        Table.count(pair.amount()),
                        Message.of("%.1f %%", 100 * pair.share())))
            .toList();
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Panel.ofTables(
                "Most confused classes",
                List.of(),
                List.of(
                    Table.of(
                        "",
                        List.of("true class", "taken for", "rows", "share of the class"),
                        rows))));
  }

  private void addCurves(ClassDetails details, Rankings rankings, List<Panel> all) {
    int positive = details.positive();
    if (positive < 0) {
      List<Curve> curves =
          shown().stream()
              .map(k -> new Curve(metrics.classNames().get(k), rankings.once().get(k)))
              .toList();
      all.add(
          Panel.ofCharts(
              "Each class against the rest",
              metrics.classNames().size() > MAX_CURVES
                  ? Message.of("The %,d classes with the lowest F1.", MAX_CURVES)
                  : "How well the probability of a class tells its rows from all others.",
              List.of(
                  RankingCharts.roc(curves, Optional.empty()),
                  RankingCharts.precisionRecall(curves, Optional.empty()))));
      return;
    }
    Ranking ranking = rankings.once().get(positive);
    String name = metrics.classNames().get(positive);
    DecisionRule rule = details.sums().setup().rule();
    boolean threshold = rule.kind() == DecisionRule.Kind.THRESHOLD;
    Optional<Decided> decided =
        Optional.of(
            new Decided(
                threshold
                    ? Message.of("threshold %.4g", rule.threshold())
                    : "the more probable class",
                details.metrics().binaryCounts()));
    List<Curve> curve = List.of(new Curve(name, ranking));
    all.add(
        Panel.ofCharts(
            "What other thresholds would do",
            "The class that is looked for is " + name + ". The mark is the decision of this model.",
            List.of(
                RankingCharts.roc(curve, decided), RankingCharts.precisionRecall(curve, decided))));
    all.add(
        Panel.ofCharts(
            "Scores",
            "The further apart the two, the better the model tells the classes from each other.",
            List.of(
                RankingCharts.distribution(
                    name,
                    metrics.classNames().get(1 - positive),
                    ranking,
                    threshold ? rule.threshold() : 0.5))));
  }

  /** The classes whose curves are drawn, in order. */
  private List<Integer> shown() {
    return table.worstClasses(MAX_CURVES).stream().sorted(Comparator.naturalOrder()).toList();
  }

  private static Panel calibration(ClassDetails details) {
    int positive = details.positive();
    boolean two = positive >= 0;
    List<CalibrationBin> bins =
        two ? details.metrics().reliabilityCurve() : details.metrics().calibrationBins();
    String what = two ? details.classNames().get(positive) : "the most probable class";
    List<List<String>> rows =
        bins.stream()
            .map(
                bin ->
                    List.of(
                        Message.of("%.4f", bin.meanProbability()),
                        Message.of("%.4f", bin.observedShare()),
                        Table.count(bin.amount())))
            .toList();
    return new Panel(
        "Can the probabilities be believed?",
        List.of(
            "Below the diagonal, a probability is higher than the share of rows where it comes true."
                + " Points of few rows may be far off by chance."),
        List.of(Table.of("", List.of("predicted", "true", "rows"), rows)),
        List.of(RankingCharts.calibration(what, bins)));
  }
}
