package org.sparkbackprop.train;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.plan.ExecutionMode;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.training.loop.EpochRecord;

/** Follows a training; methods are called in this order. Each does nothing by default. */
public interface TrainingListener {

  /** The run has a directory with a first status in it. */
  default void begins(RunDirectory run) {}

  /** The rows are about to be inspected. */
  default void reading(JavaSparkContext spark) {}

  /** Every row was inspected; the settings of the plan have every choice that depends on them. */
  default void planned(TrainingPlan plan) {}

  /**
   * The rows are in memory.
   *
   * @param time that inspecting and reading them took
   */
  default void read(PreparedData data, Duration time) {}

  /**
   * The training resumes from a checkpoint.
   *
   * @param epoch after which the checkpoint was written
   * @param seconds of training until then
   */
  default void resumed(long epoch, double seconds) {}

  /** Bad rows were written to a directory. */
  default void quarantined(String location) {}

  /** A learning rate was found by trials. */
  default void learningRateFound(LearningRateTrials.Finding finding) {}

  /** The first epoch is about to start. */
  default void training(LearningRate rate, ExecutionMode mode) {}

  /** An epoch was recorded. */
  default void recorded(EpochRecord epoch) {}

  /** Training has reached this epoch; not called for every epoch. */
  default void reached(long epoch, double seconds) {}

  /** Something a user should know; may be called at any time. */
  default void noticed(String sentence) {}

  /** The last epoch has ended, or training failed. */
  default void epochsEnded() {}

  /** The training succeeded. */
  default void ended(TrainingResult result) {}
}
