package org.sparkbackprop.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.ConfusionTable;
import org.sparkbackprop.cli.terminal.RowReport;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.metrics.Metrics;
import org.sparkbackprop.metrics.ResultReview;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.network.loss.ClassificationScore;
import org.sparkbackprop.network.loss.Score;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.spark.Computation;
import org.sparkbackprop.spark.SparkScoring;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.training.loop.Concern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores labelled rows with a model. */
@Command(name = "evaluate", description = "Score labelled rows with a model.")
final class EvaluateCommand extends SparkCommand {

  @Mixin private ScoringInput scoring;

  @Option(names = "--output", paramLabel = "DIR", description = "where metrics.json is written")
  private String output;

  @Override
  public Integer call() {
    Configuration hadoop = hadoop();
    Model model = scoring.model(hadoop);
    RowsForModel.Rows input = scoring.rows(model, hadoop);
    Storage directory = OutputArgument.newDirectory(output, hadoop);
    try (JavaSparkContext spark = startSpark("evaluate")) {
      BlasLine.print(input.blas(), out());
      InspectedInput rows = input.read(spark, model.preparation(), RequiredColumns.Labels.REQUIRED);
      RowReport.print(rows, out());
      Computation computation = input.computation(model.network());
      JobGroup.SCORING.begin(spark.sc(), "scoring the rows");
      Score score =
          SparkScoring.score(spark, computation, model.parameters(), PreparedData.scorable(rows));
      if (!(score.weight() > 0 && Double.isFinite(score.weight()))) {
        throw new DataException(
            "the weights of all rows add up to %s, of which there is no mean; correct their column,"
                    .formatted(score.weight())
                + " or say --set input.weight=null");
      }
      Metrics metrics = new Metrics(model.preparation().classNames(), score);
      print(metrics);
      List<Concern> concerns =
          ResultReview.ofRows(metrics, "rows", counting(model, input.settings()));
      concerns.forEach(concern -> out().println("warning: " + concern.sentence()));
      if (directory != null) {
        Map<String, Object> fields = new LinkedHashMap<>(metrics.fields());
        fields.put("notes", concerns.stream().map(Concern::sentence).toList());
        fields.put("concerns", concerns.stream().map(concern -> concern.kind().code()).toList());
        String text = Json.document(fields);
        OutputArgument.first(
            directory,
            () -> {
              directory.writeText("metrics.json", text);
              return directory;
            });
        rows.quarantine()
            .ifPresent(bad -> bad.write(directory, Quarantine.DIRECTORY + "/" + Quarantine.FILE));
        out().println("metrics.json is in " + directory.location());
      }
    }
    return ExitCode.DONE.number();
  }

  /** Where rows or classes count by weight, accuracy is not what was aimed at. */
  private static ResultReview.Counting counting(Model model, InputSettings rows) {
    boolean byWeight =
        rows.columns().weight().isPresent()
            || trainedWith(model, "input", "weight").isPresent()
            || trainedWith(model, "training", "class-weights")
                .filter(weights -> !weights.equals("none"))
                .isPresent();
    return byWeight ? ResultReview.Counting.BY_WEIGHT : ResultReview.Counting.EQUALLY;
  }

  private static Optional<Object> trainedWith(Model model, String section, String key) {
    return model.configured(section).map(values -> values.get(key));
  }

  private void print(Metrics metrics) {
    ClassificationScore score = metrics.score();
    out()
        .printf(
            Locale.ROOT,
            "%,d samples, cost %.6g, accuracy %.4f, error rate %.4f%n",
            score.samples(),
            score.cost(),
            score.accuracy(),
            1 - score.accuracy());
    out().println("confusion matrix (rows: true class, columns: chosen class):");
    ConfusionTable.lines(metrics).forEach(out()::println);
  }
}
