package org.sparkbackprop.cli;

import java.time.Duration;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.ScoringTerminal;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.data.rows.RowCounts;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.run.StoppedException;
import org.sparkbackprop.score.CsvPredictions;
import org.sparkbackprop.score.Prediction;
import org.sparkbackprop.settings.BadRowPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes the class and the probabilities of every row. */
@Command(
    name = "predict",
    description = "Write the class and the probability of each class for every row.")
final class PredictCommand extends SparkCommand {

  @Mixin private ScoringInput scoring;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "where predictions.csv is written; must not exist without --overwrite")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replace earlier predictions in the output directory")
  private boolean overwrite;

  @Option(
      names = "--keep-bad-rows",
      description =
          "rows that input.bad-rows = quarantine puts aside are in predictions.csv too, with an"
              + " empty class and empty probabilities")
  private boolean keepBadRows;

  @Override
  public Integer call() {
    Configuration hadoop = hadoop();
    Model model = scoring.model(hadoop);
    ModelInput.Rows rows = scoring.rows(model, hadoop);
    requireQuarantine(rows);
    CsvPredictions predictions =
        CsvPredictions.in(OutputArgument.directory(output, existing(), hadoop))
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
      print(prediction.run(spark), predictions);
    }
    return ExitCode.DONE.number();
  }

  private static StopHook onStop(CsvPredictions predictions) {
    return StopHook.onStop(
        () -> predictions.discard(new StoppedException("told to stop")), Duration.ZERO);
  }

  private void print(RowCounts rows, CsvPredictions predictions) {
    boolean anyBad = rows.quarantined() > 0;
    if (anyBad) {
      out().println("bad rows are in " + predictions.badRowsLocation());
    }
    out()
        .printf(
            Locale.ROOT,
            "%,d rows, class and probabilities in %s%s%n",
            rows.used(),
            predictions.location(),
            keepBadRows && anyBad
                ? String.format(
                    Locale.ROOT,
                    "; %,d bad rows are in it too, without a class",
                    rows.quarantined())
                : "");
  }

  private void requireQuarantine(ModelInput.Rows rows) {
    if (keepBadRows && rows.settings().badRows().policy() == BadRowPolicy.Policy.FAIL) {
      throw new SettingsException(
          "--keep-bad-rows has no effect as the first bad row ends the command; say --set"
              + " input.bad-rows=quarantine too");
    }
  }

  private OutputArgument.Existing existing() {
    return overwrite
        ? OutputArgument.Existing.replaced(CsvPredictions.names())
        : OutputArgument.Existing.REFUSED;
  }
}
