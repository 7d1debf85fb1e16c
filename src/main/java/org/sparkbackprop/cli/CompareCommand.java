package org.sparkbackprop.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.ScoringTerminal;
import org.sparkbackprop.cli.terminal.TextTable;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.metrics.PairedMeasure;
import org.sparkbackprop.metrics.PairedMetrics;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.retrain.ContestSummary;
import org.sparkbackprop.retrain.Gate;
import org.sparkbackprop.score.ContestResult;
import org.sparkbackprop.score.ModelContest;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.training.loop.Stopping.Measure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two versions of a model metric by metric, and class by class. */
@Command(
    name = "compare",
    description = "Compare two versions of a model metric by metric, and class by class.")
final class CompareCommand extends SparkCommand {

  @Mixin private ModelHome home;

  @Parameters(index = "1", paramLabel = "A", description = "a version, as listed by versions")
  private String first;

  @Parameters(index = "2", paramLabel = "B", description = "another version")
  private String second;

  @Option(
      names = "--input",
      paramLabel = "CONFIG-or-PATH",
      description =
          "labelled rows that both versions score; without it, each is shown with the scores of its"
              + " own hold-out rows")
  private String input;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of that configuration; may be repeated")
  private List<String> changes = List.of();

  @Override
  public Integer call() {
    Configuration hadoop = hadoop();
    Storage storage = home.storage(hadoop);
    Versions versions = new Versions(storage);
    if (input == null) {
      printOwn(versions);
      return ExitCode.DONE.number();
    }
    Model a = versions.model(first);
    Model b = versions.model(second);
    ModelInput.Rows rows = new ModelInput("--input", input, changes).rows(b, hadoop);
    ModelContest contest = ModelContest.of(a, rows.prepare(b), rows.blas());
    contest.missing().ifPresent(this::refuse);
    try (JavaSparkContext spark = startSpark("compare")) {
      ContestResult result = contest.score(spark, rows.settings(), new ScoringTerminal(out()));
      print(b, result);
    }
    return ExitCode.DONE.number();
  }

  private void refuse(String missing) {
    throw new SettingsException(
        "version %s cannot score rows of version %s: %s; compare them without --input"
            .formatted(first, second, missing));
  }

  private void print(Model model, ContestResult result) {
    List<String> names = model.preparation().target().names();
    result.classes().ifPresent(score -> printClasses(names, score));
    result.metrics().ifPresent(this::print);
    Measure metric =
        new Gate(Optional.empty(), OptionalDouble.empty(), OptionalDouble.empty(), 0, 0)
            .metric(model.network().loss().name());
    out().println(ContestSummary.of(result, Optional.of(first), metric));
  }

  private void printClasses(List<String> classes, PairedScore score) {
    TextTable table =
        new TextTable("class", "rows", "recall " + first, "recall " + second, "difference");
    for (int k = 0; k < classes.size(); k++) {
      double before = score.championRecall(k);
      double now = score.challengerRecall(k);
      table.add(
          classes.get(k), count(score.rows(k)), share(before), share(now), change(now - before));
    }
    double before = score.championAccuracy();
    double now = score.challengerAccuracy();
    table.add("all", count(score.rows()), share(before), share(now), change(now - before));
    table.lines().forEach(out()::println);
    out().println();
  }

  private void print(PairedMetrics metrics) {
    if (!metrics.labels().isEmpty()) {
      printLabels(metrics.labels());
    }
    TextTable table = new TextTable("metric", first, second, "difference", "95 % from", "to");
    for (Measure measure : metrics.measures()) {
      PairedMeasure both = metrics.of(measure);
      table.add(
          measure.configurationName(),
          figure(both.champion()),
          figure(both.challenger()),
          difference(both.difference()),
          difference(both.low()),
          difference(both.high()));
    }
    table.lines().forEach(out()::println);
    out().println();
  }

  private void printLabels(List<PairedMetrics.LabelRecall> labels) {
    TextTable table =
        new TextTable("label", "rows", "recall " + first, "recall " + second, "difference");
    for (PairedMetrics.LabelRecall label : labels) {
      table.add(
          label.name(),
          count(label.rows()),
          share(label.champion()),
          share(label.challenger()),
          change(label.challenger() - label.champion()));
    }
    table.lines().forEach(out()::println);
    out().println();
  }

  private static String figure(double value) {
    return TextTable.decimal("%.6g", value);
  }

  private static String difference(double value) {
    return TextTable.decimal("%+.5g", value);
  }

  /** Prints what the manifests say; the hold-out rows of two versions are seldom the same. */
  private void printOwn(Versions versions) {
    Map<?, ?> a = versions.require(first).section("gate");
    Map<?, ?> b = versions.require(second).section("gate");
    TextTable table =
        new TextTable("class", "rows", "recall " + first, "rows", "recall " + second, "difference");
    Map<String, Map<?, ?>> ofFirst = byClass(a);
    Map<String, Map<?, ?>> ofSecond = byClass(b);
    Set<String> classes = new LinkedHashSet<>(ofFirst.keySet());
    classes.addAll(ofSecond.keySet());
    for (String name : classes) {
      Map<?, ?> before = ofFirst.getOrDefault(name, Map.of());
      addOwn(table, name, before, ofSecond.getOrDefault(name, Map.of()), "challenger_recall");
    }
    if (!classes.isEmpty()) {
      addOwn(table, "all", a, b, "challenger_accuracy");
      table.lines().forEach(out()::println);
      out().println();
    }
    printMeasures(section(a, "measures"), section(b, "measures"));
    out().println("each over its own hold-out rows; with --input both score the same rows");
  }

  /** A version made before these were measured has none. */
  private void printMeasures(Map<?, ?> a, Map<?, ?> b) {
    Set<Object> measures = new LinkedHashSet<>(a.keySet());
    measures.addAll(b.keySet());
    if (measures.isEmpty()) {
      return;
    }
    TextTable table = new TextTable("metric", first, second, "difference");
    for (Object measure : measures) {
      double before = number(section(a, measure).get("challenger"));
      double now = number(section(b, measure).get("challenger"));
      table.add(
          String.valueOf(measure).replace('_', '-'),
          figure(before),
          figure(now),
          difference(now - before));
    }
    table.lines().forEach(out()::println);
    out().println();
  }

  private static Map<?, ?> section(Map<?, ?> fields, Object name) {
    return fields.get(name) instanceof Map<?, ?> section ? section : Map.of();
  }

  private static Map<String, Map<?, ?>> byClass(Map<?, ?> gate) {
    Map<String, Map<?, ?>> rows = new LinkedHashMap<>();
    if (gate.get("per_class") instanceof List<?> list) {
      for (Object row : list) {
        if (row instanceof Map<?, ?> fields) {
          rows.put(String.valueOf(fields.get("class")), fields);
        }
      }
    }
    return rows;
  }

  private static void addOwn(TextTable table, String name, Map<?, ?> a, Map<?, ?> b, String field) {
    double before = number(a.get(field));
    double now = number(b.get(field));
    String rows = count(a.get("rows"));
    String newRows = count(b.get("rows"));
    table.add(name, rows, share(before), newRows, share(now), change(now - before));
  }

  private static String share(double share) {
    return TextTable.decimal("%.4f", share);
  }

  private static String change(double difference) {
    return TextTable.decimal("%+.4f", difference);
  }

  private static String count(Object rows) {
    return TextTable.count(rows);
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
