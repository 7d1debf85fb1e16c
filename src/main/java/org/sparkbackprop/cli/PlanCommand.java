package org.sparkbackprop.cli;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cli.terminal.BlasLine;
import org.sparkbackprop.cli.terminal.PlanText;
import org.sparkbackprop.cli.terminal.ScalingTable;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.plan.ClusterModel;
import org.sparkbackprop.plan.Plan;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.settings.TrainingSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Says what a training would do, and what it needs. */
@Command(
    name = "plan",
    description =
        "Read every row of the input, and say what training would do and what it needs, without"
            + " training. With --executors, also how long an epoch would take on a cluster.")
final class PlanCommand extends SparkCommand {

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--executors",
      paramLabel = "N",
      description = "predict the time of an epoch on up to N executors")
  private Integer executors;

  @Option(
      names = "--cores",
      paramLabel = "C",
      description = "cores of each executor (default: ${DEFAULT-VALUE})",
      defaultValue = "1")
  private int cores;

  @Option(
      names = "--bandwidth",
      paramLabel = "B",
      description =
          "bandwidth of each machine's link per second, such as 10Gbit or 125MB (default:"
              + " ${DEFAULT-VALUE})",
      defaultValue = "10Gbit",
      converter = Bandwidth.class)
  private double bytesPerSecond;

  @Option(names = "--rows", paramLabel = "R", description = "as if the input had R rows")
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
    ClusterModel.Cluster cluster = new ClusterModel.Cluster(executors, cores, bytesPerSecond);
    return new ScalingTable(new ClusterModel(work, cluster), work.rows() * plan.bytesOfRow());
  }

  private static void require(String option, long value, long max) {
    if (value < 1 || value > max) {
      throw new SettingsException(Message.of("%s = %,d must be from 1 to %,d", option, value, max));
    }
  }

  /** Reads 10Gbit, 1.5Gbit/s, 125MB as bytes per second, more than 0. */
  static final class Bandwidth implements ITypeConverter<Double> {

    private static final Pattern FORM =
        Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmg])?(bit|b)(?:/s|ps)?");
    private static final Map<String, Double> FACTORS = Map.of("k", 1e3, "m", 1e6, "g", 1e9);

    @Override
    public Double convert(String text) {
      Matcher form = FORM.matcher(text.toLowerCase(Locale.ROOT));
      if (!form.matches() || Double.parseDouble(form.group(1)) == 0) {
        throw new TypeConversionException(
            "'%s' is not a bandwidth; give bits or bytes per second, such as 10Gbit or 125MB"
                .formatted(text));
      }
      double factor = form.group(2) == null ? 1 : FACTORS.get(form.group(2));
      double units = Double.parseDouble(form.group(1)) * factor;
      return form.group(3).equals("bit") ? units / 8 : units;
    }
  }
}
