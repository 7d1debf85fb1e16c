package org.sparkbackprop.cli;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.RowReport;
import org.sparkbackprop.cli.terminal.TextTable;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.metrics.PairedScore;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.Batch;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.retrain.Gate;
import org.sparkbackprop.score.ModelContest;
import org.sparkbackprop.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Compares two versions of a model class by class. */
@Command(name = "compare", description = "Compare two versions of a model class by class.")
final class CompareCommand extends SparkCommand {

  @Mixin private ModelHome home;

  @Parameters(index = "1", paramLabel = "A", description = "a version, as versions names it")
  private String first;

  @Parameters(index = "2", paramLabel = "B", description = "another version")
  private String second;

  @Option(
      names = "--input",
      paramLabel = "CONFIG-or-PATH",
      description =
          "labelled rows that both are to score; without, each is shown with what it made of its own"
              + " hold-out rows")
  private String input;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "change a key of that configuration; may be given again")
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
    RowsForModel.Rows rows = new RowsForModel(input, changes).rows(b, hadoop);
    try (JavaSparkContext spark = startSpark("compare");
        InspectedInput read = rows.read(spark, b.preparation(), RequiredColumns.Labels.REQUIRED)) {
      RowReport.print(read, out());
      ModelContest contest = ModelContest.of(a, b, rows.blas());
      contest.missing().ifPresent(this::refuse);
      JavaRDD<Batch> batches = PreparedData.scorable(read);
      JobGroup.SCORING.begin(spark.sc(), "both models over the rows");
      print(b.preparation().classNames(), contest.score(spark, b.parameters(), batches));
    }
    return ExitCode.DONE.number();
  }

  private void refuse(String missing) {
    throw new SettingsException(
        "version %s cannot score rows of version %s: %s; compare them without --input"
            .formatted(first, second, missing));
  }

  private void print(List<String> classes, PairedScore score) {
    TextTable table =
        new TextTable("class", "rows", "recall " + first, "recall " + second, "difference");
    for (int k = 0; k < classes.size(); k++) {
      addRow(
          table, classes.get(k), score.rows(k), score.championRecall(k), score.challengerRecall(k));
    }
    addRow(table, "all", score.rows(), score.championAccuracy(), score.challengerAccuracy());
    table.lines().forEach(out()::println);
    out().println(Gate.summary(score, Optional.of(first)));
  }

  /** What manifests say; the hold-out rows of two versions are seldom the same. */
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
      addOwn(
          table,
          name,
          ofFirst.getOrDefault(name, Map.of()),
          ofSecond.getOrDefault(name, Map.of()),
          "challenger_recall");
    }
    addOwn(table, "all", a, b, "challenger_accuracy");
    table.lines().forEach(out()::println);
    out().println("each over its own hold-out rows; --input lets both score the same rows");
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
    table.add(
        name,
        TextTable.count(a.get("rows")),
        TextTable.decimal("%.4f", before),
        TextTable.count(b.get("rows")),
        TextTable.decimal("%.4f", now),
        TextTable.decimal("%+.4f", now - before));
  }

  private static void addRow(TextTable table, String name, long rows, double a, double b) {
    table.add(
        name,
        TextTable.count(rows),
        TextTable.decimal("%.4f", a),
        TextTable.decimal("%.4f", b),
        TextTable.decimal("%+.4f", b - a));
  }

  private static double number(Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
