package org.sparkbackprop.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.metrics.ClassMetrics;
import org.sparkbackprop.metrics.LabelsMetrics;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.NumberMetrics;
import org.sparkbackprop.metrics.importance.Importance;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.loop.Concern;
import org.sparkbackprop.training.loop.EpochRecord;
import org.sparkbackprop.training.loop.HealthAdvice;
import org.sparkbackprop.training.loop.History;
import org.sparkbackprop.training.loop.History.CostAgainstErrorRate;

/**
 * The report of a run: a page with its data, style and chart library, which loads nothing else.
 *
 * @param name of the configuration
 * @param history at least the record of the final parameters
 * @param start the first point of the training curve, if it is not that of the history
 * @param metrics of the final parameters over the training samples
 * @param judged the rows by which the page judges the model
 * @param scatter of data with two features
 * @param seconds of training
 * @param notes on the course of training, as sentences
 * @param concerns why the model may be of little use
 */
public record Report(
    String name,
    Model model,
    History history,
    Optional<StartPoint> start,
    Metrics metrics,
    ReportedRows judged,
    Optional<Scatter> scatter,
    double seconds,
    List<String> notes,
    List<Concern> concerns) {

  private static final String CHART_JS =
      "/META-INF/resources/webjars/chart.js/%s/dist/chart.umd.min.js";

  /** A curve with more points than this looks the same. */
  private static final int MAX_RECORDS = 2000;

  private static final int MAX_EPOCHS_NAMED = 50;

  private static final String DECISION =
      "Here the more probable class is taken, not the one that the threshold decides for.";

  private static final String ALL_LABELS = "A row counts as right if all of its labels are.";

  /** Columns whose importance is drawn. */
  private static final int MAX_BARS = 20;

  /** Copies the lists. */
  public Report {
    notes = List.copyOf(notes);
    concerns = List.copyOf(concerns);
  }

  /** The page. */
  public String html() {
    String data = Json.line(data()).replace("<", "\\u003c"); // no </script> can end the script
    return resource("/org/sparkbackprop/report/report.html")
        .replace("@STYLE@", resource("/org/sparkbackprop/report/report.css"))
        .replace("@TITLE@", escaped(name))
        .replace("@DATA@", data)
        .replace("@CHARTS@", resource("/org/sparkbackprop/report/report.js"))
        .replace("@CHART_JS@", resource(CHART_JS.formatted(chartVersion())));
  }

  private Map<String, Object> data() {
    List<EpochRecord> records = history.records();
    List<EpochRecord> drawn = thinned(records);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("facts", facts());
    data.put("choices", choices());
    data.put(
        "columns",
        List.of("epoch", "mean cost", "accuracy", "validation mean cost", "validation accuracy"));
    data.put("records", drawn.stream().map(this::row).toList());
    data.put("recorded", records.size());
    data.put("start", start.map(StartPoint::sentence).orElse(null));
    data.put("chosen", history.endsEarlier() ? history.chosen().epoch() : null);
    data.put("concerns", concerns.stream().map(Concern::sentence).toList());
    data.put("health", health().orElse(null));
    data.put("notes", notes);
    data.put("question", model.preparation().target().isClass() ? question() : null);
    data.put("classes", model.preparation().classNames());
    data.put("decision", hasThreshold() ? DECISION : hasLabels() ? ALL_LABELS : null);
    data.put("judged", judged.sentence());
    data.put("part", judged.part().words());
    data.put("confusion", confusion());
    data.put("panels", panels().stream().map(Panel::fields).toList());
    data.put("importance", importance());
    data.put("scatter", scatter.map(s -> s.fields(model)).orElse(null));
    return data;
  }

  private boolean hasThreshold() {
    return model.preparation().target().decision().hasThreshold();
  }

  private boolean hasLabels() {
    Target target = model.preparation().target();
    return !target.isClass() && !target.isNumber();
  }

  /** That of the model's decision if it is known. */
  private double accuracy(EpochRecord.Validation held) {
    boolean known = judged.part() == ReportedRows.Part.VALIDATION;
    return known && judged.metrics() instanceof ClassMetrics classes
        ? classes.accuracy()
        : held.accuracy();
  }

  private List<List<Long>> confusion() {
    return judged.metrics() instanceof ClassMetrics classes
        ? ClassPanels.confusion(classes)
        : List.of();
  }

  private List<Panel> panels() {
    Metrics held = judged.metrics();
    if (held instanceof ClassMetrics classes) {
      return ClassPanels.of(classes);
    }
    return held instanceof LabelsMetrics labels
        ? LabelPanels.of(labels)
        : NumberPanels.of((NumberMetrics) held, judged.numbers().orElseThrow());
  }

  private Map<String, Object> importance() {
    Importance importance = judged.importance();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("reason", importance.isMeasured() ? null : importance.reason());
    fields.put("rows", importance.rows());
    fields.put("columns", importance.columns().size());
    fields.put("most", importance.fields().stream().limit(MAX_BARS).toList());
    return fields;
  }

  private Map<String, String> facts() {
    EpochRecord last = history.chosen();
    long epochs = history.records().get(history.records().size() - 1).epoch();
    String labels = hasLabels() ? " (all labels of a row)" : "";
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("network", model.summary());
    facts.put("training samples", Message.of("%,d", metrics.samples()));
    facts.put("epochs", Message.of("%,d", epochs));
    if (history.endsEarlier()) {
      facts.put("weights of epoch", Message.of("%,d", last.epoch()));
    }
    facts.put("cost", Message.of("%.6g (%.6g a sample)", last.cost(), last.meanCost()));
    if (last.hasAccuracy()) {
      String how = hasThreshold() ? " (more probable class)" : labels;
      facts.put("training accuracy" + how, Message.of("%.4f", last.accuracy()));
      facts.put("training error rate" + how, Message.of("%.4f", last.errorRate()));
      last.validated()
          .ifPresent(
              held ->
                  facts.put("validation accuracy" + labels, Message.of("%.4f", accuracy(held))));
    } else {
      facts.put("training rows", metrics.summary());
    }
    if (model.provenance().get("metrics") instanceof Map<?, ?> known
        && known.get("test") instanceof Map<?, ?> test
        && test.get("accuracy") instanceof Number accuracy) {
      facts.put("test accuracy" + labels, Message.of("%.4f", accuracy.doubleValue()));
    }
    facts.put("training", Message.of("%.1f s", seconds));
    if (model.provenance().get("metrics") instanceof Map<?, ?> known
        && known.get("trained_by") != null) {
      facts.put("by", known.get("trained_by").toString());
    }
    if (model.provenance().get("versions") instanceof Map<?, ?> versions) {
      versions.forEach(
          (part, version) -> facts.put(part.toString().replace('_', '-'), version.toString()));
    }
    return facts;
  }

  private Map<String, String> choices() {
    Map<String, String> values = new LinkedHashMap<>();
    if (model.provenance().get(Model.CHOICES) instanceof List<?> choices) {
      choices.forEach(choice -> putChoice(choice, values));
    }
    return values;
  }

  private static void putChoice(Object choice, Map<String, String> values) {
    if (choice instanceof Map<?, ?> fields) {
      values.put(
          String.valueOf(fields.get("key")), fields.get("value") + ": " + fields.get("reason"));
    }
  }

  private Map<String, Object> question() {
    CostAgainstErrorRate counted = history.costAgainstErrorRate();
    List<Long> epochs =
        counted.errorRoseThough().stream().limit(MAX_EPOCHS_NAMED).map(EpochRecord::epoch).toList();
    Map<String, Object> question = new LinkedHashMap<>();
    question.put("steps", counted.steps());
    question.put("fell", counted.costFell());
    question.put("rose", counted.errorRoseThough().size());
    question.put("epochs", epochs);
    return question;
  }

  private List<Object> row(EpochRecord record) {
    Optional<EpochRecord.Validation> held = record.validated();
    Optional<StartPoint> exact = start.filter(point -> record.epoch() == 0);
    return Arrays.asList(
        record.epoch(),
        exact.map(StartPoint::meanCost).orElse(record.meanCost()),
        defined(exact.map(StartPoint::accuracy).orElse(record.accuracy())),
        held.map(EpochRecord.Validation::meanCost).orElse(null),
        held.map(EpochRecord.Validation::accuracy).map(Report::defined).orElse(null));
  }

  private static Double defined(double share) {
    return Double.isNaN(share) ? null : share;
  }

  /**
   * The records with the health of the layers, and advice on the first of them and on the final
   * parameters; empty if there are none. A network that ended where it began has no gradient left
   * that could vanish: its fault shows at the start.
   */
  private Optional<Map<String, Object>> health() {
    List<EpochRecord> measured =
        history.records().stream().filter(record -> !record.health().isEmpty()).toList();
    if (measured.isEmpty()) {
      return Optional.empty();
    }
    EpochRecord last = history.chosen();
    EpochRecord end = last.health().isEmpty() ? measured.get(measured.size() - 1) : last;
    EpochRecord first = measured.get(0);
    Stream<EpochRecord> ends =
        first.epoch() == end.epoch() ? Stream.of(end) : Stream.of(first, end);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(
        "advice",
        ends.map(r -> ofEpoch(r, "sentences", HealthAdvice.of(model.network(), r))).toList());
    fields.put(
        "records", thinned(measured).stream().map(r -> ofEpoch(r, "layers", r.layers())).toList());
    return Optional.of(fields);
  }

  private static Map<String, Object> ofEpoch(EpochRecord record, String name, Object value) {
    return new TreeMap<>(Map.of("epoch", record.epoch(), name, value));
  }

  /** Every n-th record, and the last. */
  private static List<EpochRecord> thinned(List<EpochRecord> records) {
    int step = Math.max(1, (records.size() + MAX_RECORDS - 1) / MAX_RECORDS);
    List<EpochRecord> kept = new ArrayList<>();
    for (int i = 0; i < records.size() - 1; i += step) {
      kept.add(records.get(i));
    }
    kept.add(records.get(records.size() - 1));
    return kept;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  private static String chartVersion() {
    Properties versions = new Properties();
    try (InputStream input =
        Report.class.getResourceAsStream("/org/sparkbackprop/version.properties")) {
      versions.load(input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty("chart.js");
  }

  private static String resource(String path) {
    try (InputStream input = Report.class.getResourceAsStream(path)) {
      if (input == null) {
        throw new IllegalStateException("the application jar lacks " + path);
      }
      return new String(input.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
