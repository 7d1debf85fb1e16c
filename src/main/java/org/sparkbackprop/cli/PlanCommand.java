package org.sparkbackprop.cli;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what a training would do and need. */
@Command(
    name = "plan",
    description =
        "Look at every row of the input, and say what training it would do and need, without"
            + " training.")
final class PlanCommand extends SparkCommand {

  private static final Duration TRIAL = Duration.ofSeconds(1);

  @Mixin private ConfigurationArgument configuration;

  @Override
  public Integer call() {
    TrainSettings settings = configuration.settings(hadoop());
    TrainCommand.prepareKernels(settings);
    try (JavaSparkContext spark = startSpark("plan " + settings.name())) {
      BlasLine.print(settings.computing().blas(), out());
      InspectedInput input = settings.inspect(spark);
      new TrainingPlan(spark, settings, input, TRIAL).print(out());
      return ExitCode.DONE.number();
    }
  }
}
