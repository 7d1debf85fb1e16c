package org.sparkbackprop.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.sparkbackprop.data.Expectation;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.JobGroup;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.model.Model;
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

  private static final String FILE = "predictions.csv";
  private static final String PARTIAL = ".predictions.csv.partial";

  @Mixin private ScoringInput scoring;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "where predictions.csv is written; must not exist")
  private String output;

  @Override
  public Integer call() {
    Configuration hadoop = hadoop();
    Model model = scoring.model(hadoop);
    RowsForModel.Rows input = scoring.rows(model, hadoop);
    Storage directory = OutputArgument.newDirectory(output, hadoop);
    try (JavaSparkContext spark = startSpark("predict")) {
      BlasLine.print(input.blas(), out());
      InspectedInput rows = input.read(spark, model.preparation(), Expectation.Labels.IGNORED);
      RowReport.print(rows, out());
      JobGroup.SCORING.begin(spark.sc(), "predicting the rows");
      Broadcast<double[]> weights = spark.broadcast(model.parameters());
      Iterator<double[][]> blocks =
          Predictions.of(input.computation(model.network()), weights, PreparedData.scorable(rows))
              .toLocalIterator();
      OutputStream file = OutputArgument.first(directory, () -> directory.create(PARTIAL));
      long[] left =
          rows.quarantine()
              .map(bad -> bad.write(directory, RowReport.QUARANTINE))
              .orElse(new long[0]);
      if (rows.rows().quarantined() > 0) {
        out().printf("bad rows are in %s/%s%n", directory.location(), RowReport.QUARANTINE);
      }
      long written = write(directory, file, model.preparation().classNames(), blocks, left);
      weights.destroy();
      directory.commit(PARTIAL, FILE);
      out()
          .printf(
              Locale.ROOT,
              "%,d rows, class and probabilities in %s/%s%n",
              written,
              directory.location(),
              FILE);
    } catch (Throwable e) { // Scala throws checked exceptions that it does not declare
      deleteQuietly(directory, e);
      throw e;
    }
    return ExitCode.DONE.number();
  }

  /** The directory did not exist before, and must not stand in the way of another try. */
  private static void deleteQuietly(Storage directory, Throwable reason) {
    try {
      directory.delete("");
    } catch (StorageException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * One file in the order of the rows; a partition at a time passes through the driver.
   *
   * @param left numbers of rows that are put aside, ascending; the others keep theirs
   */
  private static long write(
      Storage directory,
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
          while (passed < left.length && left[passed] == row) {
            passed++;
            row++;
          }
          lines.append(row++).append(',').append(quoted(classes.get(largest(probabilities))));
          for (double probability : probabilities) {
            lines.append(',').append(probability);
          }
          lines.append('\n');
        }
        file.append(lines);
      }
    } catch (IOException e) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot write %s/%s: %s".formatted(directory.location(), FILE, e.getMessage()),
          e);
    }
    return row - passed;
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
