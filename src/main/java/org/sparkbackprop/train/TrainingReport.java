package org.sparkbackprop.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sparkbackprop.data.HeldOutRows;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.SystematicSample;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.model.Standardisation;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.network.loss.ClassLabels;
import org.sparkbackprop.report.Report;
import org.sparkbackprop.report.ReportedRows;
import org.sparkbackprop.report.Scatter;
import org.sparkbackprop.report.StartPoint;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.TrainingLoop.Outcome;

/** Collects what the report of a training shows. */
record TrainingReport(
    TrainingSettings settings, PreparedData data, TrainingRun training, Outcome outcome) {

  /**
   * The page.
   *
   * @param metrics of the training rows
   * @param judged the rows by which the model is judged
   */
  String html(Metrics metrics, ReportedRows judged, Model model, List<Concern> concerns) {
    Preparation preparation = data.preparation();
    boolean isPlane = preparation.features() == 2 && preparation.target().isClass();
    Optional<Scatter> scatter = isPlane ? Scatter.of(model, points()) : Optional.empty();
    return new Report(
            settings.name(),
            model,
            training.history(),
            start(),
            metrics,
            judged,
            scatter,
            outcome.seconds(),
            notes(),
            concerns)
        .html();
  }

  /** Where the first record is a running figure, the cost of the weights before. */
  private Optional<StartPoint> start() {
    boolean running = settings.synchronous().isPresent() || settings.local().isPresent();
    return training
        .startParameters()
        .filter(parameters -> running)
        .map(
            parameters ->
                StartCost.of(data.training(), settings, training.computation(), parameters));
  }

  /** Why training ended, and what was noticed. */
  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    notes.add(
        String.format(
            Locale.ROOT,
            "training ended after epoch %,d: %s",
            outcome.state().epoch(),
            outcome.reason().sentence()));
    TrainingResult.chosenWeights(outcome).ifPresent(notes::add);
    notes.addAll(data.input().heldOut().map(HeldOutRows::notes).orElse(List.of()));
    notes.addAll(data.input().columnNotes());
    notes.addAll(training.notes());
    return notes;
  }

  private List<Scatter.Point> points() {
    PreparedData.Part part = data.training();
    Batch sample =
        SystematicSample.of(part.batches(), part.summary().samples(), Scatter.MAX_POINTS);
    Standardisation prepared = data.preparation().standardisation();
    int[] labels = ClassLabels.of(sample.targets());
    return IntStream.range(0, sample.size())
        .mapToObj(
            i ->
                new Scatter.Point(
                    prepared.restore(0, sample.inputs().element(i, 0)),
                    prepared.restore(1, sample.inputs().element(i, 1)),
                    labels[i]))
        .toList();
  }
}
