package org.sparkbackprop.retrain;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.SparkSource;
import org.sparkbackprop.model.Preparation;
import org.sparkbackprop.settings.TrainingSettings;
import org.sparkbackprop.settings.recipe.Choice;
import org.sparkbackprop.train.TrainingListener;
import org.sparkbackprop.train.TrainingSession;

/** The rows of a retraining; Spark is started and they are read when first needed. */
class RetrainRows implements AutoCloseable {

  private final SparkSource spark;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private TrainingSession session;
  private TrainingSession.ReadRows input;

  RetrainRows(SparkSource spark, TrainingSettings settings, TrainingListener listener) {
    this.spark = spark;
    this.settings = settings;
    this.listener = listener;
  }

  JavaSparkContext spark() {
    return spark.spark();
  }

  /**
   * The rows in memory.
   *
   * @param others choices that win over the rules, when they are read
   */
  TrainingSession.ReadRows input(Function<Preparation, List<Choice>> others) {
    if (input == null) {
      session = new TrainingSession(spark.spark(), settings, listener);
      input = session.read(others);
    }
    return input;
  }

  /** The session that has read them. */
  TrainingSession session() {
    return session;
  }

  /** Releases what was taken. */
  @Override
  public void close() {
    TrainingSession begun = session;
    try (spark;
        begun) {
      session = null;
      input = null;
    }
  }
}
