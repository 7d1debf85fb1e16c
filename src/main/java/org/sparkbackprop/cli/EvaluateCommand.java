package org.sparkbackprop.cli;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.ScoringTerminal;
import org.sparkbackprop.config.ModelInput;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.score.Evaluation;
import org.sparkbackprop.storage.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores labelled rows with a model. */
@Command(name = "evaluate", description = "Score labelled rows with a model.")
final class EvaluateCommand extends SparkCommand {

  @Mixin private ScoringInput scoring;

  @Option(names = "--output", paramLabel = "DIR", description = "directory for metrics.json")
  private String output;

  @Option(
      names = "--importance",
      description = "also measure how much the model relies on each column")
  private boolean importance;

  @Override
  public Integer call() {
    Configuration hadoop = hadoop();
    Model model = scoring.model(hadoop);
    ModelInput.Rows rows = scoring.rows(model, hadoop);
    Optional<Storage> directory =
        Optional.ofNullable(output).map(location -> ScoringInput.absent(location, hadoop, ""));
    Evaluation plain =
        Evaluation.of(rows.prepare(model))
            .on(rows.settings())
            .with(rows.blas())
            .listener(new ScoringTerminal(out()));
    Evaluation evaluation = importance ? plain.withImportance() : plain;
    try (JavaSparkContext spark = startSpark("evaluate")) {
      BlasLine.print(rows.blas(), out());
      directory.map(evaluation::into).orElse(evaluation).run(spark);
      directory.ifPresent(into -> out().println(Evaluation.METRICS + " is in " + into.location()));
    }
    return ExitCode.DONE.number();
  }
}
