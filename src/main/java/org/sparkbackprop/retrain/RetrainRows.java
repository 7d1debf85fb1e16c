package org.sparkbackprop.retrain;

import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.SparkSource;
import org.sparkbackprop.settings.TrainingSettings;
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

  /** The rows in memory. */
  TrainingSession.ReadRows input() {
    if (input == null) {
      session = new TrainingSession(spark.spark(), settings, listener);
      input = session.read();
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
