package org.sparkbackprop.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.importance.ColumnImportance;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.network.Initializer;
import org.sparkbackprop.network.LayerHealth;
import org.sparkbackprop.network.Network;
import org.sparkbackprop.network.activation.Activations;
import org.sparkbackprop.network.loss.ClassificationScore;
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
}
