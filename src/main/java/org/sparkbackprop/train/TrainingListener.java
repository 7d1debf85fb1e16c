package org.sparkbackprop.train;

import java.time.Duration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.PreparedData;
import org.sparkbackprop.optim.LearningRate;
import org.sparkbackprop.plan.ExecutionMode;
import org.sparkbackprop.plan.TrainingPlan;
import org.sparkbackprop.run.RunDirectory;
import org.sparkbackprop.training.loop.EpochRecord;

/**
 * Is told how a training goes, in the order of the methods. Each of them does nothing by default.
 */
public interface TrainingListener {

  /** The run has a directory with a first status in it. */
  default void begins(RunDirectory run) {}

  /** The rows are about to be looked at. */
  default void reading(JavaSparkContext spark) {}

  /** Every row was looked at. */
  default void planned(TrainingPlan plan) {}

  /**
   * The rows are in memory.
   *
   * @param time that it took to look at them and to read them
   */
  default void read(PreparedData data, Duration time) {}

  /**
   * The training goes on from a checkpoint.
   *
   * @param epoch after which it was made
   * @param seconds that the training had taken by then
   */
  default void resumed(long epoch, double seconds) {}

  /** Bad rows were written to a directory. */
  default void quarantined(String location) {}

  /** A learning rate was found by trials. */
  default void learningRateFound(LearningRateTrials.Finding finding) {}

  /** The first epoch is about to begin. */
  default void training(LearningRate rate, ExecutionMode mode) {}

  /** An epoch was recorded. */
  default void recorded(EpochRecord epoch) {}

  /** Training has come so far; not every epoch is told. */
  default void reached(long epoch, double seconds) {}

  /** Something was noticed that a user should know. It may come at any time. */
  default void noticed(String sentence) {}

  /** No further epoch comes, be it because training failed. */
  default void epochsEnded() {}

  /** The training went well. */
  default void ended(TrainingResult result) {}
}
