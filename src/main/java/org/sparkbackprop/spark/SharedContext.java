package org.sparkbackprop.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.error.SettingsException;

/**
 * A SparkContext that others may use too. Closing this undoes what was done to it, the last first;
 * the context lives on.
 */
public final class SharedContext implements AutoCloseable {

  private final Deque<Runnable> loans = new ArrayDeque<>();

  /**
   * Starts to use a context. At the end, the thread's job group is restored.
   *
   * @throws SettingsException if the context has an unsupported serializer
   */
  public SharedContext(JavaSparkContext spark) {
    KryoRegistration.missing(spark.getConf())
        .ifPresent(
            sentence -> {
              throw new SettingsException(sentence);
            });
    loans.push(JobGroup.kept(spark.sc()));
  }

  /** Runs something at the end. */
  public void atEnd(Runnable undo) {
    loans.push(undo);
  }

  @Override
  public void close() {
    Runnable last = loans.poll();
    if (last != null) {
      try {
        last.run();
      } finally {
        close();
      }
    }
  }
}
