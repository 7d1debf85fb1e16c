package org.sparkbackprop.cluster;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.TaskContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.apache.spark.util.TaskCompletionListener;

/** A plugin of Spark that lets one task of a run go wrong, in the midst of the epochs. */
public final class FaultPlugin implements SparkPlugin {

  /** The property that names the {@link Fault}. */
  static final String FAULT = "spark.fault";

  /** The property that names a file, which is there when the fault has occurred. */
  static final String MARKER = "spark.fault.marker";

  /** The task of an executor at which it goes wrong: four tasks an epoch, and two executors. */
  private static final long TASK = 61;

  @Override
  public DriverPlugin driverPlugin() {
    return null;
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new FaultInTask();
  }

  private static final class FaultInTask implements ExecutorPlugin {

    private final AtomicLong tasks = new AtomicLong();
    private Fault fault;
    private Path marker;

    @Override
    public void init(PluginContext context, Map<String, String> ignored) {
      fault = Fault.valueOf(context.conf().get(FAULT));
      marker = Path.of(context.conf().get(MARKER));
    }

    @Override
    public void onTaskStart() {
      if (tasks.incrementAndGet() >= TASK && isFirst()) {
        occur();
      }
    }

    /** Whether no executor was here before. */
    private boolean isFirst() {
      if (Files.exists(marker)) {
        return false;
      }
      try {
        Files.createFile(marker);
        return true;
      } catch (FileAlreadyExistsException another) {
        return false;
      } catch (IOException e) {
        throw new IllegalStateException("the fault cannot be marked", e);
      }
    }

    private void occur() {
      switch (fault) {
        case EXCEPTION -> TaskContext.get().addTaskCompletionListener(new Failing());
        case EXIT -> Runtime.getRuntime().halt(3);
        case STRAGGLER -> sleep();
      }
    }

    private static void sleep() {
      try {
        Thread.sleep(600_000);
      } catch (InterruptedException killed) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Spark swallows what a plugin throws, but not what a listener of the task does. */
  private static final class Failing implements TaskCompletionListener {

    @Override
    public void onTaskCompletion(TaskContext context) {
      throw new IllegalStateException("a fault of the test");
    }
  }
}
