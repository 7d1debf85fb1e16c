package org.sparkbackprop.spark;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.error.SettingsException;

/**
 * A SparkContext that others may use too. Closing this gives back what was taken of it, the last
 * first; the context lives on.
 */
public final class SharedContext implements AutoCloseable {

  private final Deque<Runnable> loans = new ArrayDeque<>();

  /**
   * Begins to use a context. The group of this thread's jobs is given back at the end.
   *
   * @throws SettingsException if the context serializes in a way that cannot be had here
   */
  public SharedContext(JavaSparkContext spark) {
    KryoRegistration.missing(spark.getConf())
        .ifPresent(
            sentence -> {
              throw new SettingsException(sentence);
            });
    loans.push(JobGroup.kept(spark.sc()));
  }

  /** Something was taken that will be given back. */
  public void atEnd(Runnable giveBack) {
    loans.push(giveBack);
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
