package org.sparkbackprop.cli;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.train.GradientVerification;
import org.sparkbackprop.training.loop.GradientCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares backpropagation with central differences on the user's own data. */
@Command(
    name = "check-gradients",
    description =
        "Compare the gradients of backpropagation with central differences, on a sample of the"
            + " user's data.")
final class CheckGradientsCommand extends SparkCommand {

  private static final double LIMIT = 1e-6;

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--samples",
      defaultValue = "200",
      description = "the largest number of rows (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--parameters",
      defaultValue = "200",
      description = "the largest number of parameters of each tensor (default: ${DEFAULT-VALUE})")
  private int parameters;

  @Override
  public Integer call() {
    if (samples < 1 || parameters < 1) {
      throw new SettingsException("--samples and --parameters must be at least 1");
    }
    TrainingSettings settings = configuration.settings(hadoop());
    try (JavaSparkContext spark = startSpark("check-gradients " + settings.name())) {
      return report(new GradientVerification(settings, samples, parameters).run(spark)).number();
    }
  }

  private ExitCode report(GradientCheck.Result result) {
    long leftOut = result.samplesLeftOut();
    String without = leftOut == 0 ? "" : " (%s left out: a kink of a unit is within a step)";
    print("network %s, %s rows" + without, result.network(), result.samplesChecked(), leftOut);
    out().println("relative error ‖numeric − analytic‖ / (‖numeric‖ + ‖analytic‖) of each tensor:");
    result.errors().forEach((tensor, error) -> print("  %-4s %.3g", tensor, error));
    if (result.samplesChecked() == 0) {
      throw new DataException(
          "no row is left to check: in every row, a kink of a unit is within a step; scale the"
              + " features, or use other initial weights");
    }
    boolean holds = result.worst() < LIMIT;
    print(
        holds
            ? "worst %.3g, below %.0g: the gradients are right"
            : "worst %.3g, not below %.0g: the gradients are wrong, or the cost is too rough here",
        result.worst(),
        LIMIT);
    return holds ? ExitCode.DONE : ExitCode.INTERNAL_ERROR;
  }
}
