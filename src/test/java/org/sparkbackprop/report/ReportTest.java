package org.sparkbackprop.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.linalg.DoubleMatrix;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.MetricSums;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.Rankings;
import org.sparkbackprop.metrics.importance.ColumnImportance;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.metrics.ranking.LocalRanking;
import org.sparkbackprop.metrics.ranking.Ranking;
import org.sparkbackprop.metrics.ranking.RankingQuestions;
import org.sparkbackprop.metrics.ranking.ScoredBlock;
import org.sparkbackprop.model.Decision;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.LossFunction;
import org.sparkbackprop.network.loss.Losses;
import org.sparkbackprop.network.loss.NumericTargets;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.report.ReportedRows.Part;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.EpochRecord.Validation;
import org.sparkbackprop.training.loop.History;
import org.sparkbackprop.training.loop.TimeParts;
import org.sparkbackprop.training.loop.TrainingState.Effort;

class ReportTest {

  private static final Pattern DATA =
      Pattern.compile("<script id=\"data\" type=\"application/json\">(.*)</script>");

  private static final EpochRecord FIRST =
      new EpochRecord(0, 30, 3, 0.25, 0, Effort.NONE, TimeParts.NONE)
          .with(new Validation(8, 4, 0.5));
  private static final EpochRecord LAST =
      new EpochRecord(7, 20, 2, 0.5, 0, Effort.NONE, TimeParts.NONE)
          .with(new Validation(6, 3, 0.75));

  private static List<LayerHealth> health(double saturated) {
    return List.of(
        new LayerHealth(1, saturated, 0.25, 0.125),
        new LayerHealth(2, Double.NaN, Double.NaN, 0.5));
  }

  private static String page(List<String> notes, EpochRecord... records) {
    return page(notes, List.of(), history(records));
  }

  private static History history(EpochRecord... records) {
    History history = new History();
    List.of(records).forEach(history::add);
    return history;
  }

  private static String page(List<String> notes, List<Concern> concerns, History history) {
    Network network = Network.of(3, List.of(4), Activations.named("sigmoid").get(), 2);
    Preparation preparation = Preparation.ofNumbers(List.of("x", "y", "z"), List.of("a", "b"), 1);
    Model model = new Model(preparation, network, Initializer.parameters(network, 1), Map.of());
    ClassMetrics metrics = new ClassMetrics(List.of("a", "b"), new ClassificationScore(2));
    return page(model, history, Optional.empty(), rows(Part.TRAINING, metrics), notes, concerns);
  }

  private static ReportedRows rows(Part part, Metrics metrics, String... chosen) {
    Importance importance =
        new Importance(List.of(new ColumnImportance("y", 0.25, 0.125)), 100, "");
    return new ReportedRows(part, metrics, List.of(chosen), importance, Optional.empty());
  }

  private static String page(
      Model model,
      History history,
      Optional<StartPoint> start,
      ReportedRows judged,
      List<String> notes,
      List<Concern> concerns) {
    return new Report(
            "test",
            model,
            history,
            start,
            judged.metrics(),
            judged,
            Optional.empty(),
            1,
            notes,
            concerns)
        .html();
  }

  private static Map<String, Object> data(String page) {
    Matcher data = DATA.matcher(page);
    assertThat(data.find()).isTrue();
    return Json.parse(data.group(1).getBytes(StandardCharsets.UTF_8), "data");
  }

  private static Optional<Scatter> scatter(double divisor, double least, double most) {
    Network network = Network.of(2, List.of(3), Activations.named("sigmoid").get(), 2);
    Preparation preparation = Preparation.ofNumbers(List.of("x", "y"), List.of("a", "b"), divisor);
    Model model = new Model(preparation, network, Initializer.parameters(network, 1), Map.of());
    return Scatter.of(
        model, List.of(new Scatter.Point(least, 5, 0), new Scatter.Point(most, 5, 1)));
  }

  @Test
  void aPlaneIsDrawnAsFarAsItCanBe() {
    assertThat(scatter(1, -2, 3).orElseThrow().bounds()).containsExactly(-2.25, 3.25, 4.0, 6.0);
    assertThat(scatter(1, -1e299, 1e299).orElseThrow().regions()).hasSize(150 * 150);
    assertThat(scatter(1, -1.7e308, 1.7e308)).isEmpty();
    assertThat(scatter(1, 1.7e308, 1.7e308)).isEmpty();
    assertThat(scatter(1e-100, -1e299, 1e299)).isEmpty();
  }

  @Test
  void healthIsDrawnExactlyWhereItWasMeasured() {
    assertThat(data(page(List.of(), FIRST, LAST)).get("health")).isNull();
    Map<String, Object> data = data(page(List.of(), FIRST, LAST.with(health(0.5))));
    assertThat(data.get("health"))
        .isEqualTo(
            Map.of(
                "advice",
                List.of(Map.of("epoch", 7, "sentences", List.of())),
                "records",
                List.of(
                    Map.of(
                        "epoch",
                        7,
                        "layers",
                        List.of(
                            Map.of("layer", 1, "saturated", 0.5, "stuck", 0.25, "gradient", 0.125),
                            Map.of("layer", 2, "gradient", 0.5))))));
  }

  @Test
  void adviceIsOnTheFirstAndTheLastRecordWithHealth() {
    EpochRecord between = new EpochRecord(5, 25, 2.5, 0.5, 0, Effort.NONE, TimeParts.NONE);
    Map<String, Object> data =
        data(
            page(
                List.of(),
                FIRST.with(health(0.1)),
                between.with(health(0.95)),
                LAST.with(health(0.9))));
    String sentence =
        "layer 1: 90 % of its sigmoids are saturated; scale the features (preparation.standardisation = z-score), start"
            + " with smaller weights, or lower the learning rate";
    assertThat(data.get("health"))
        .extracting("advice")
        .isEqualTo(
            List.of(
                Map.of("epoch", 0, "sentences", List.of()),
                Map.of("epoch", 7, "sentences", List.of(sentence))));
  }

  @Test
  void costsAreThoseOfASample() {
    Map<String, Object> data = data(page(List.of(), FIRST, LAST));
    assertThat(data.get("columns"))
        .isEqualTo(
            List.of(
                "epoch", "mean cost", "accuracy", "validation mean cost", "validation accuracy"));
    assertThat(data.get("records"))
        .isEqualTo(List.of(List.of(0, 3.0, 0.25, 4.0, 0.5), List.of(7, 2.0, 0.5, 3.0, 0.75)));
  }

  @Test
  void theWeightsThatWereKeptAreMarkedAndTheCurvesAreWhatWas() {
    EpochRecord between =
        new EpochRecord(5, 25, 2.5, 0.5, 0, Effort.NONE, TimeParts.NONE)
            .with(new Validation(4, 2, 0.875));
    History history = history(FIRST, between, LAST);
    assertThat(data(page(List.of(), List.of(), history)).get("chosen")).isNull();
    history.choose(between.with(health(0.9)));
    Map<String, Object> data = data(page(List.of(), List.of(), history));
    assertThat(data.get("chosen")).isEqualTo(5);
    assertThat(data.get("records"))
        .asInstanceOf(LIST)
        .hasSize(3)
        .last()
        .isEqualTo(List.of(7, 2.0, 0.5, 3.0, 0.75));
    assertThat(data.get("facts"))
        .asInstanceOf(MAP)
        .containsEntry("epochs", "7")
        .containsEntry("weights of epoch", "5")
        .containsEntry("cost", "25.0000 (2.50000 a sample)")
        .containsEntry("validation accuracy", "0.8750");
  }

  @Test
  void whatIsWrongWithTheModelComesFirst() {
    Concern concern = new Concern(Concern.Kind.ONE_CLASS, "all are taken for class a");
    String page = page(List.of(), List.of(concern), history(FIRST, LAST));
    assertThat(data(page).get("concerns")).isEqualTo(List.of("all are taken for class a"));
    assertThat(page.indexOf("id=\"concerns\"")).isLessThan(page.indexOf("id=\"cost\""));
    assertThat(page).doesNotContain("nothing to worry about");
    assertThat(data(page(List.of(), FIRST, LAST)).get("concerns")).isEqualTo(List.of());
  }

  @Test
  void notesAreToldAsTheyAreGiven() {
    String note = "the cost rose </script> in 12 of 90 steps";
    String page = page(List.of(note), FIRST, LAST);
    assertThat(page).doesNotContain(note);
    assertThat(data(page).get("notes")).isEqualTo(List.of(note));
    assertThat(data(page(List.of(), FIRST, LAST)).get("notes")).isEqualTo(List.of());
  }

  private static final List<String> NAMES = List.of("a", "b");

  private static Model model(Target target, Network network) {
    Preparation preparation = Preparation.ofNumbers(List.of("x", "y", "z"), NAMES, 1).with(target);
    return new Model(preparation, network, Initializer.parameters(network, 1), Map.of());
  }

  private static Map<String, Object> judged(Target target, ReportedRows rows) {
    LossFunction loss =
        LossFunction.of(
            target.isClass()
                ? Losses.SOFTMAX_CROSS_ENTROPY
                : target.isNumber() ? Losses.SQUARED_ERROR : Losses.SIGMOID_CROSS_ENTROPY);
    Network network =
        Network.of(3, List.of(4), Activations.named("sigmoid").get(), target.size()).of(loss);
    EpochRecord record =
        !target.isNumber()
            ? LAST
            : new EpochRecord(7, 20, 2, Double.NaN, 0, Effort.NONE, TimeParts.NONE);
    return data(
        page(
            model(target, network), history(record), Optional.empty(), rows, List.of(), List.of()));
  }

  private static List<String> panels(Map<String, Object> data) {
    return ((List<?>) data.get("panels"))
        .stream().map(panel -> ((Map<?, ?>) panel).get("title").toString()).toList();
  }

  /** Of four rows, the probabilities of class b and whether they are of it. */
  private static ClassMetrics classes(Target target) {
    double[][] probabilities = {{0.9, 0.1}, {0.6, 0.4}, {0.55, 0.45}, {0.2, 0.8}};
    int[] labels = {0, 1, 0, 1};
    MetricSums sums = new MetricSums(target, LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY));
    DoubleMatrix predicted = matrix(probabilities);
    sums.add(predicted, new ClassLabels(labels), new double[0]);
    ClassificationScore score = new ClassificationScore(2);
    LossFunction.of(Losses.SOFTMAX_CROSS_ENTROPY)
        .create()
        .addScore(matrix(probabilities), new ClassLabels(labels), new double[0], score);
    score.addWeight(4);
    double[] rowByRow = Arrays.stream(probabilities).flatMapToDouble(Arrays::stream).toArray();
    List<Ranking> rankings =
        LocalRanking.rankings(
            2,
            List.of(ScoredBlock.ofClasses(rowByRow, 2, labels, new double[0])).iterator(),
            RankingQuestions.STANDARD);
    return ((ClassMetrics) sums.metrics(score)).with(new Rankings(rankings, List.of()));
  }

  private static DoubleMatrix matrix(double[][] rows) {
    DoubleMatrix matrix = DoubleMatrix.zeros(rows.length, rows[0].length);
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        matrix.numbers()[matrix.place(i, j)] = rows[i][j];
      }
    }
    return matrix;
  }

  @Test
  void theRowsThatJudgeAreNamedAndTheirChoicesToo() {
    ClassMetrics metrics = classes(Target.ofClasses(NAMES));
    Target target = Target.ofClasses(NAMES);
    assertThat(judged(target, rows(Part.TEST, metrics)).get("judged"))
        .asString()
        .contains("test part: 4 rows", "nothing was chosen")
        .doesNotContain("optimistic");
    assertThat(judged(target, rows(Part.VALIDATION, metrics, "epoch", "threshold")).get("judged"))
        .asString()
        .contains("validation part: 4 rows", "chose the epoch and threshold", "optimistic");
    assertThat(judged(target, rows(Part.VALIDATION, metrics)).get("judged"))
        .asString()
        .doesNotContain("optimistic");
    assertThat(judged(target, rows(Part.TRAINING, metrics)).get("judged"))
        .asString()
        .contains("No rows were held out", "4 training rows");
  }

  @Test
  void twoClassesHaveCurvesWithTheDecisionMarkedAndItsConfusionMatrix() {
    Target target = Target.ofClasses(NAMES).with(new Decision(1, 0.4, "f1"));
    Map<String, Object> data = judged(target, rows(Part.TEST, classes(target)));
    assertThat(panels(data))
        .containsExactly(
            "Figures",
            "Class by class",
            "What other thresholds would do",
            "Scores",
            "Can the probabilities be believed?");
    assertThat(data.get("confusion")).isEqualTo(List.of(List.of(1, 1), List.of(0, 2)));
    Map<?, ?> curves = (Map<?, ?>) ((List<?>) data.get("panels")).get(2);
    assertThat(curves.toString())
        .contains("label=threshold 0.4000, style=mark, points=[[0.5, 1.0]]") // of the ROC curve
        .contains("label=threshold 0.4000, style=mark, points=[[1.0, 0.666667]]")
        .contains("label=b (0.7500)");
    assertThat(data.get("decision")).isNotNull();
  }

  @Test
  void manyClassesHaveNoTableOfAllPairs() {
    List<String> names = IntStream.range(0, 50).mapToObj(k -> "k" + k).toList();
    ClassificationScore score = new ClassificationScore(50);
    ClassMetrics metrics = new ClassMetrics(names, score);
    Map<String, Object> data = judged(Target.ofClasses(names), rows(Part.TEST, metrics));
    assertThat(data.get("confusion")).isEqualTo(List.of());
    assertThat(panels(data)).containsExactly("Figures", "Worst classes");
  }

  @Test
  void numbersHaveResidualsAndNoAccuracy() {
    Target target = Target.ofNumbers(List.of("y"), new double[] {0}, new double[] {1});
    MetricSums sums = new MetricSums(target, LossFunction.of(Losses.SQUARED_ERROR));
    double[] truths = {1, 2, 4};
    double[][] predicted = {{1.5}, {2}, {3}};
    sums.add(matrix(predicted), new NumericTargets(truths, 1), new double[0]);
    Score score = LossFunction.of(Losses.SQUARED_ERROR).create().newScore(1);
    LossFunction.of(Losses.SQUARED_ERROR)
        .create()
        .addScore(matrix(predicted), new NumericTargets(truths, 1), new double[0], score);
    score.addWeight(3);
    PredictedNumbers numbers = new PredictedNumbers(List.of(), 1, new double[] {1.5, 2, 3}, truths);
    Importance none = new Importance(List.of(), 0, "it takes too long");
    Map<String, Object> data =
        judged(
            target,
            new ReportedRows(
                Part.TEST, sums.metrics(score), List.of(), none, Optional.of(numbers)));
    assertThat(panels(data)).containsExactly("Figures", "Predicted and true: y");
    assertThat(data.get("panels").toString())
        .contains("points=[[1.0, 1.5], [2.0, 2.0], [4.0, 3.0]]")
        .contains("points=[[1.5, 0.5], [2.0, 0.0], [3.0, -1.0]]");
    assertThat(data.get("question")).isNull();
    assertThat(data.get("records"))
        .asInstanceOf(LIST)
        .first()
        .asInstanceOf(LIST)
        .element(2)
        .isNull();
    assertThat(data.get("importance"))
        .asInstanceOf(MAP)
        .containsEntry("reason", "it takes too long");
  }

  @Test
  void quantilesAreJudgedByTheirOwnLoss() {
    Target target = Target.ofNumbers(List.of("y"), new double[] {0}, new double[] {1});
    LossFunction loss = new LossFunction(Losses.PINBALL, 1, List.of(0.5, 0.9));
    double[][] predicted = {{1, 3}, {1, 3}, {1, 3}};
    double[] truths = {0, 2, 4};
    MetricSums sums = new MetricSums(target, loss);
    sums.add(matrix(predicted), new NumericTargets(truths, 1), new double[0]);
    Score score = loss.create().newScore(2);
    loss.create().addScore(matrix(predicted), new NumericTargets(truths, 1), new double[0], score);
    score.addWeight(3);
    PredictedNumbers numbers =
        new PredictedNumbers(
            List.of(0.5, 0.9), 2, new double[] {1, 3, 1, 3, 1, 3}, new double[] {0, 0, 2, 2, 4, 4});
    Importance none = new Importance(List.of(), 0, "it takes too long");
    Map<String, Object> data =
        judged(
            target,
            new ReportedRows(
                Part.TEST, sums.metrics(score), List.of(), none, Optional.of(numbers)));
    assertThat(panels(data)).startsWith("Figures", "Do the quantiles hold?");
    assertThat(((List<?>) data.get("panels")).get(0).toString())
        .contains("mean pinball loss", "0.833333", "0.433333")
        .doesNotContain("RMSE");
  }

  @Test
  void theAccuracyOfLabelsIsThatOfWholeRows() {
    Target target = Target.ofLabels(NAMES);
    LossFunction loss = LossFunction.of(Losses.SIGMOID_CROSS_ENTROPY);
    double[][] probabilities = {{0.9, 0.1}, {0.6, 0.4}};
    NumericTargets labels = new NumericTargets(new double[] {1, 0, 1, 1}, 2);
    MetricSums sums = new MetricSums(target, loss);
    sums.add(matrix(probabilities), labels, new double[0]);
    Score score = loss.create().newScore(2);
    loss.create().addScore(matrix(probabilities), labels, new double[0], score);
    score.addWeight(2);
    Map<String, Object> data = judged(target, rows(Part.TEST, sums.metrics(score)));
    assertThat(data.get("decision")).asString().contains("all of its labels");
    assertThat(data.get("facts"))
        .asInstanceOf(MAP)
        .containsKey("training accuracy (all labels of a row)")
        .doesNotContainKey("training accuracy");
  }

  @Test
  void theShareOfRowsBelowAQuantileIsCounted() {
    PredictedNumbers numbers =
        new PredictedNumbers(
            List.of(0.5, 0.9), 2, new double[] {1, 3, 1, 3, 1, 3}, new double[] {0, 0, 2, 2, 4, 4});
    assertThat(numbers.shareBelow(0)).isEqualTo(1 / 3.0);
    assertThat(numbers.shareBelow(1)).isEqualTo(2 / 3.0);
  }

  @Test
  void theFirstTrainingPointIsThatOfTheStartWeights() {
    Network network = Network.of(3, List.of(4), Activations.named("sigmoid").get(), 2);
    Model model = model(Target.ofClasses(NAMES), network);
    ReportedRows rows = rows(Part.TRAINING, new ClassMetrics(NAMES, new ClassificationScore(2)));
    StartPoint start = new StartPoint(5, 0.125, 10, 40, "");
    Map<String, Object> data =
        data(page(model, history(FIRST, LAST), Optional.of(start), rows, List.of(), List.of()));
    assertThat(data.get("records"))
        .isEqualTo(List.of(List.of(0, 5.0, 0.125, 4.0, 0.5), List.of(7, 2.0, 0.5, 3.0, 0.75)));
    assertThat(data.get("start")).asString().contains("a sample of 10 of the 40 training rows");
    assertThat(new StartPoint(5, 0.125, 40, 40, "").sentence()).contains("all training rows");
  }

  @Test
  void theColumnsThatMatterAreNamed() {
    Map<String, Object> data = data(page(List.of(), FIRST, LAST));
    assertThat(data.get("importance"))
        .asInstanceOf(MAP)
        .containsEntry("rows", 100)
        .containsEntry(
            "most", List.of(Map.of("column", "y", "mean_cost_rise", 0.25, "spread", 0.125)));
  }
}
