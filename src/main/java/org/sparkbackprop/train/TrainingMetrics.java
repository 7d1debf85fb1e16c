package org.sparkbackprop.train;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.util.function.ToDoubleFunction;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;
import org.sparkbackprop.training.loop.EpochRecord;

/**
 * Figures of a training in Spark's metrics system, whose sinks (Prometheus, Graphite, JMX, CSV, …)
 * show them as {@code <application>.driver.spark-backprop.<name>}. A figure is NaN before the first
 * record and, for validation, without validation rows. If several trainings run at the same time,
 * the second is called {@code 2-spark-backprop}, and so on.
 */
public final class TrainingMetrics implements Source, AutoCloseable {

  private static final String NAME = "spark-backprop";

  private final String name;
  private final MetricsSystem system;
  private final MetricRegistry registry = new MetricRegistry();
  private final long samples;
  private volatile EpochRecord last;
  private volatile double samplesPerSecond = Double.NaN;

  private TrainingMetrics(String name, MetricsSystem system, long samples, long rowsQuarantined) {
    this.name = name;
    this.system = system;
    this.samples = samples;
    show("epoch", EpochRecord::epoch);
    show("cost", EpochRecord::cost);
    show("meanCost", EpochRecord::meanCost);
    show("accuracy", EpochRecord::accuracy);
    show("seconds", EpochRecord::seconds);
    show("computeSeconds", record -> record.spent().compute());
    show("waitingSeconds", record -> record.spent().waiting());
    show("aggregationSeconds", record -> record.spent().aggregation());
    show("driverSeconds", record -> record.spent().driver(record.seconds()));
    show(
        "validationMeanCost",
        record -> record.validation() == null ? Double.NaN : record.validation().meanCost());
    show(
        "validationAccuracy",
        record -> record.validation() == null ? Double.NaN : record.validation().accuracy());
    show(
        "validationMeasure",
        record -> record.validation() == null ? Double.NaN : record.validation().measured());
    register("samplesPerSecond", () -> samplesPerSecond);
    register("rowsQuarantined", () -> rowsQuarantined);
  }

  /**
   * Registers figures with the metrics system of this JVM's Spark until they are closed.
   *
   * @param samples that are trained on
   * @param rowsQuarantined of the input
   */
  public static synchronized TrainingMetrics registered(long samples, long rowsQuarantined) {
    MetricsSystem system = SparkEnv.get().metricsSystem();
    String name = NAME;
    for (int i = 2; system.getSourcesByName(name).nonEmpty(); i++) {
      name =
          i + "-"
              + NAME; // as a prefix, because a source is removed with all whose names start like it
    }
    TrainingMetrics metrics = new TrainingMetrics(name, system, samples, rowsQuarantined);
    system.registerSource(metrics);
    return metrics;
  }

  /** Reports the latest figures to the sinks and removes the source. */
  @Override
  public void close() {
    system.report();
    system.removeSource(this);
  }

  /** Shows the figures of the latest record. */
  public void recorded(EpochRecord now) {
    EpochRecord before = last;
    if (before != null && now.seconds() > before.seconds()) {
      long passes = now.effort().passes() - before.effort().passes();
      samplesPerSecond = passes * samples / (now.seconds() - before.seconds());
    }
    last = now;
  }

  private void show(String name, ToDoubleFunction<EpochRecord> figure) {
    register(
        name,
        () -> {
          EpochRecord shown = last;
          return shown == null ? Double.NaN : figure.applyAsDouble(shown);
        });
  }

  private void register(String name, Gauge<Number> gauge) {
    registry.register(name, gauge);
  }

  @Override
  public String sourceName() {
    return name;
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }
}
