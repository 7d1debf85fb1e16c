package org.sparkbackprop.plan;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.InspectedInput;
import org.sparkbackprop.data.rows.Input;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.network.Backpropagation;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.spark.SharedContext;

/** Inspects every row of an input and plans a training on it, without training. */
public final class Plan {

  private static final Duration TRIAL = Duration.ofSeconds(1);

  private final TrainingSettings settings;
  private final Input rows;

  private Plan(TrainingSettings settings, Input rows) {
    this.settings = settings;
    this.rows = rows;
  }

  /** The plan of a training. */
  public static Plan of(TrainingSettings settings) {
    return new Plan(settings, InspectedInput.AS_CONFIGURED);
  }

  /** The same on rows that the program gives. */
  public Plan data(Input other) {
    return new Plan(settings, other);
  }

  /**
   * Makes the plan; once it is asked for times, it measures this machine for about a second.
   *
   * @param spark not stopped; everything taken of it is released
   * @throws org.sparkbackprop.error.DataException if the data are unusable
   */
  public TrainingPlan run(JavaSparkContext spark) {
    try (SharedContext shared = new SharedContext(spark)) {
      InspectedTraining inspected = InspectedTraining.of(spark, rows, settings);
      shared.atEnd(inspected.input()::close);
      return new TrainingPlan(spark, inspected.settings(), inspected.input(), TRIAL);
    }
  }

  /** Call while Spark starts: unpacking a library and compiling vectors take about a second. */
  public static void prepareKernels(TrainingSettings settings) {
    Backpropagation.rehearse(settings.network().activation(), settings.computing().precision());
    Thread thread =
        new Thread(() -> BlasChoice.use(settings.computing().blas()), "choice of a BLAS");
    thread.setDaemon(true);
    thread.start();
  }
}
