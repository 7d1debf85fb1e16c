package org.sparkbackprop.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.RowReport;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.data.Quarantine;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.run.StopHook;
import org.sparkbackprop.run.StoppedException;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.spark.Predictions;
import org.sparkbackprop.storage.Storage;
import org.sparkbackprop.storage.StorageException;
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
    RowsForModel.Rows input = scoring.rows(model, hadoop);
    requireQuarantine(input);
    Storage directory = OutputArgument.directory(output, existing(), hadoop);
    PredictionFiles files = new PredictionFiles(directory);
    StopHook.onStop(() -> files.discard(new StoppedException("told to stop")), Duration.ZERO);
    try (JavaSparkContext spark = startSpark("predict")) {
      BlasLine.print(input.blas(), out());
      InspectedInput rows = input.read(spark, model.preparation(), RequiredColumns.Labels.IGNORED);
      RowReport.print(rows, out());
      JobGroup.SCORING.begin(spark.sc(), "predicting the rows");
      Broadcast<double[]> weights = spark.broadcast(model.parameters());
      Iterator<double[][]> blocks =
          Predictions.of(input.computation(model.network()), weights, PreparedData.scorable(rows))
              .toLocalIterator();
      OutputStream file = files.predictions();
      long[] left = rows.quarantine().map(files::write).orElse(new long[0]);
      long written = write(files, file, model.preparation().classNames(), blocks, left);
      weights.destroy();
      files.commit();
      if (left.length > 0) {
        out()
            .printf(
                "bad rows are in %s/%s%n",
                files.location(), Quarantine.DIRECTORY + "/" + Quarantine.FILE);
      }
      out()
          .printf(
              Locale.ROOT,
              "%,d rows, class and probabilities in %s/%s%s%n",
              written,
              files.location(),
              PredictionFiles.PREDICTIONS,
              keepBadRows && left.length > 0
                  ? String.format(
                      Locale.ROOT, "; %,d bad rows are in it too, without a class", left.length)
                  : "");
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      files.discard(e);
      throw e;
    }
    return ExitCode.DONE.number();
  }

  private void requireQuarantine(RowsForModel.Rows input) {
    if (keepBadRows && input.settings().badRows().policy() == BadRowPolicy.Policy.FAIL) {
      throw new SettingsException(
          "--keep-bad-rows has no effect as the first bad row ends the command; say --set"
              + " input.bad-rows=quarantine too");
    }
  }

  private OutputArgument.Existing existing() {
    return overwrite
        ? OutputArgument.Existing.replaced(PredictionFiles.names())
        : OutputArgument.Existing.REFUSED;
  }

  /**
   * One file in the order of the rows; a partition at a time passes through the driver.
   *
   * @param left numbers of rows that are put aside, ascending; the others keep theirs
   */
  private long write(
      PredictionFiles files,
      OutputStream output,
      List<String> classes,
      Iterator<double[][]> blocks,
      long[] left) {
    long row = 0;
    int passed = 0;
    try (Writer file = new OutputStreamWriter(output, StandardCharsets.UTF_8)) {
      file.write(
          classes.stream()
              .map(name -> quoted("probability_" + name))
              .collect(Collectors.joining(",", "row,class,", "\n")));
      while (blocks.hasNext()) {
        StringBuilder lines = new StringBuilder();
        for (double[] probabilities : blocks.next()) {
          for (; passed < left.length && left[passed] == row; passed++, row++) {
            putAside(row, classes, lines);
          }
          lines.append(row++).append(',').append(quoted(classes.get(largest(probabilities))));
          for (double probability : probabilities) {
            lines.append(',').append(probability);
          }
          lines.append('\n');
        }
        file.append(lines);
      }
      for (; passed < left.length; passed++, row++) {
        StringBuilder line = new StringBuilder();
        putAside(row, classes, line);
        file.append(line);
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot write %s/%s: %s"
              .formatted(files.location(), PredictionFiles.PREDICTIONS, e.getMessage()),
          e);
    }
    return row - passed;
  }

  /** A row without a class, where such rows are wanted. */
  private void putAside(long row, List<String> classes, StringBuilder lines) {
    if (keepBadRows) {
      lines.append(row).append(",".repeat(1 + classes.size())).append('\n');
    }
  }

  private static int largest(double[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      best = probabilities[k] > probabilities[best] ? k : best;
    }
    return best;
  }

  private static String quoted(String field) {
    return field.matches("[^\",\\r\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
