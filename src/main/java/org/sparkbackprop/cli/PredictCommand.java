package org.sparkbackprop.cli;

import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.ScoringTerminal;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.run.StoppedException;
import org.sparkbackprop.score.CsvPredictions;
import org.sparkbackprop.score.Prediction;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts every row: its class or labels with their probabilities, or numbers. */
@Command(
    name = "predict",
    description =
        "Write what a model predicts for every row: its class or labels with their probabilities, or"
            + " numbers.")
final class PredictCommand extends SparkCommand {

  @Mixin private ScoringInput scoring;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "directory for predictions.csv; must not exist without --overwrite")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replace earlier predictions in the output directory")
  private boolean overwrite;

  @Option(
      names = "--keep-bad-rows",
      description =
          "write rows quarantined by input.bad-rows = quarantine to predictions.csv too, with an"
              + " empty class and empty probabilities")
  private boolean keepBadRows;

  @Override
  public Integer call() {
    Configuration hadoop = hadoop();
    Model model = scoring.model(hadoop);
    ModelInput.Rows rows = scoring.rows(model, hadoop);
    requireQuarantine(rows);
    CsvPredictions predictions =
        CsvPredictions.in(directory(hadoop))
            .with(keepBadRows ? CsvPredictions.BadRows.EMPTY : CsvPredictions.BadRows.LEFT_OUT);
    Prediction prediction =
        Prediction.of(rows.prepare(model))
            .on(rows.settings())
            .with(rows.blas())
            .listener(new ScoringTerminal(out()))
            .to(predictions);
    StopHook hook = onStop(predictions);
    try (hook;
        JavaSparkContext spark = startSpark("predict")) {
      BlasLine.print(rows.blas(), out());
      print(prediction.run(spark), model.preparation().target(), predictions);
    }
    return ExitCode.DONE.number();
  }

  private static StopHook onStop(CsvPredictions predictions) {
    return StopHook.onStop(
        () -> predictions.discard(new StoppedException("told to stop")), Duration.ZERO);
  }

  private void print(RowCounts rows, Target target, CsvPredictions predictions) {
    boolean anyBad = rows.quarantined() > 0;
    if (anyBad) {
      out().println("bad rows are in " + predictions.badRowsLocation());
    }
    String bad =
        keepBadRows && anyBad
            ? "; %,d bad rows are in it too, without a "
                + (target.isClass() ? "class" : "prediction")
            : "";
    print(
        "%,d rows, "
            + switch (target.kind()) {
              case CLASS -> "class and probabilities";
              case LABELS -> "labels and probabilities";
              case NUMBER -> "predictions";
            }
            + " in %s"
            + bad,
        rows.used(),
        predictions.location(),
        rows.quarantined());
  }

  private void requireQuarantine(ModelInput.Rows rows) {
    if (keepBadRows && rows.settings().badRows().policy() == BadRowPolicy.Policy.FAIL) {
      throw new SettingsException(
          "--keep-bad-rows needs --set input.bad-rows=quarantine; without it, the first bad row"
              + " ends the command");
    }
  }

  private Storage directory(Configuration hadoop) {
    return overwrite
        ? ScoringInput.replaceable(output, CsvPredictions.names(), hadoop)
        : ScoringInput.absent(output, hadoop, ", or --overwrite");
  }
}
