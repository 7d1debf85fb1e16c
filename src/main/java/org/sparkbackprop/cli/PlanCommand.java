package org.sparkbackprop.cli;

import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.PlanText;
import org.sparkbackprop.cli.terminal.ScalingTable;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.plan.ClusterModel;
import org.sparkbackprop.plan.Plan;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.settings.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what a training would do and need. */
@Command(
    name = "plan",
    description = {
      "Look at every row of the input, and say what training it would do and need, without"
          + " training. With --executors, also what an epoch would take on a cluster."
    })
final class PlanCommand extends SparkCommand {

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--executors",
      paramLabel = "N",
      description = "foretell an epoch on so many executors, and on fewer")
  private Integer executors;

  @Option(
      names = "--cores",
      paramLabel = "C",
      description = "of each executor; default: ${DEFAULT-VALUE}",
      defaultValue = "1")
  private int cores;

  @Option(
      names = "--bandwidth",
      paramLabel = "B",
      description =
          "of each machine's link, as 10Gbit or 125MB (a second); default: ${DEFAULT-VALUE}",
      defaultValue = "10Gbit",
      converter = Bandwidth.Converter.class)
  private Bandwidth bandwidth;

  @Option(
      names = "--rows",
      paramLabel = "R",
      description = "as if the input had so many rows like those that it has")
  private Long rows;

  @Override
  public Integer call() {
    require("--executors", executors == null ? 1 : executors, 100_000);
    require("--cores", cores, 1000);
    require("--rows", rows == null ? 1 : rows, 1_000_000_000_000_000L);
    TrainingSettings settings = configuration.settings(hadoop());
    Plan.prepareKernels(settings);
    try (JavaSparkContext spark = startSpark("plan " + settings.name())) {
      BlasLine.print(settings.computing().blas(), out());
      TrainingPlan plan = Plan.of(settings).run(spark);
      new PlanText(plan).print(out());
      if (executors != null) {
        scaling(plan).print(out());
      }
      return ExitCode.DONE.number();
    }
  }

  private ScalingTable scaling(TrainingPlan plan) {
    ClusterModel.Work work = plan.work(rows == null ? OptionalLong.empty() : OptionalLong.of(rows));
    ClusterModel.Cluster cluster =
        new ClusterModel.Cluster(executors, cores, bandwidth.bytesPerSecond());
    return new ScalingTable(new ClusterModel(work, cluster), work.rows() * plan.bytesOfRow());
  }

  private static void require(String option, long value, long max) {
    if (value < 1 || value > max) {
      throw new SettingsException(
          String.format(Locale.ROOT, "%s = %,d must be from 1 to %,d", option, value, max));
    }
  }
}
