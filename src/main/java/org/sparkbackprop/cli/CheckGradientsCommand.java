package org.sparkbackprop.cli;

import java.util.Locale;
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
        "Compare the gradients of backpropagation with central differences on a sample of the"
            + " data.")
final class CheckGradientsCommand extends SparkCommand {

  private static final double LIMIT = 1e-6;

  @Mixin private ConfigurationArgument configuration;

  @Option(
      names = "--samples",
      defaultValue = "200",
      description = "how many rows are used at most (default: ${DEFAULT-VALUE})")
  private int samples;

  @Option(
      names = "--parameters",
      defaultValue = "200",
      description = "how many parameters of each tensor at most (default: ${DEFAULT-VALUE})")
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
    out()
        .printf(
            "network %s, %s rows%s%n",
            result.network(),
            result.samplesChecked(),
            result.samplesLeftOut() == 0
                ? ""
                : " (%s left out, as a unit changes sides within a step)"
                    .formatted(result.samplesLeftOut()));
    out().println("relative error ‖numeric − analytic‖ / (‖numeric‖ + ‖analytic‖) of each tensor:");
    result
        .errors()
        .forEach((tensor, error) -> out().printf(Locale.ROOT, "  %-4s %.3g%n", tensor, error));
    if (result.samplesChecked() == 0) {
      throw new DataException(
          "no row is left to check by: in all of them a unit changes sides within a step; scale the"
              + " features, or take other weights");
    }
    boolean holds = result.worst() < LIMIT;
    out()
        .printf(
            Locale.ROOT,
            "worst %.3g, %s %.0g: the gradients %s%n",
            result.worst(),
            holds ? "below" : "not below",
            LIMIT,
            holds ? "are right" : "are wrong, or the cost is too rough at these weights");
    return holds ? ExitCode.DONE : ExitCode.INTERNAL_ERROR;
  }
}
