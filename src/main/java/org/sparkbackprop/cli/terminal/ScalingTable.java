package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sparkbackprop.plan.ByteCount;
import org.sparkbackprop.plan.ClusterModel;

/** What a cluster would take for an epoch, as a table for people. */
public final class ScalingTable {

  private static final String ROW = "%9s  %9s  %9s  %9s  %9s  %10s  %9s  %8s%n";

  private final ClusterModel model;
  private final double rowBytes;

  /**
   * A plan.
   *
   * @param rowBytes that all rows take in memory
   */
  public ScalingTable(ClusterModel model, double rowBytes) {
    this.model = model;
    this.rowBytes = rowBytes;
  }

  public void print(PrintWriter out) {
    ClusterModel.Cluster cluster = model.cluster();
    out.printf(
        Locale.ROOT,
        "%nan epoch of %,.0f rows in %,d partitions on executors with %,d core(s) as fast as this"
            + " machine's, and links of %.4g MB/s%n",
        model.work().rows(),
        model.work().partitions(),
        cluster.cores(),
        cluster.bytesPerSecond() * 1e-6);
    out.printf(
        ROW,
        "executors",
        "an epoch",
        "compute",
        "broadcast",
        "reduce",
        "scheduling",
        "driver",
        "speed-up");
    double alone = model.with(1).epoch().total();
    for (int executors : executors()) {
      ClusterModel.Parts parts = model.with(executors).epoch();
      out.printf(
          ROW,
          text("%,d", executors),
          seconds(parts.total()),
          seconds(parts.compute()),
          seconds(parts.broadcast()),
          seconds(parts.reduce()),
          seconds(parts.scheduling()),
          seconds(parts.driver()),
          text("%.1f", alone / parts.total()));
    }
    sentences().forEach(out::println);
  }

  /** Powers of two up to what is asked for, and that. */
  private SortedSet<Integer> executors() {
    TreeSet<Integer> all = new TreeSet<>();
    int asked = model.cluster().executors();
    for (int executors = 1; executors < asked; executors *= 2) {
      all.add(executors);
    }
    all.add(asked);
    return all;
  }

  private List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    int asked = model.cluster().executors();
    int enough = model.enough();
    sentences.add(
        text(
            "%,d executor(s) are enough: twice as many make an epoch less than a tenth shorter (%s)",
            enough, limit(model.with(2 * enough).epoch())));
    sentences.add(
        text(
            "%s of rows for each of %,d executors, which is to have that much memory for them, or"
                + " they come from disk",
            ByteCount.text(Math.round(rowBytes / asked)), asked));
    int cores = asked * model.cluster().cores();
    ClusterModel onePerCore = model.inPartitions(cores);
    if (onePerCore.epoch().total() < 0.9 * model.epoch().total()) {
      sentences.add(
          text(
              "%s: training.partitions = %,d would give each core one (%s an epoch; the result"
                  + " differs in its last bits)",
              cores > model.work().partitions()
                  ? text(
                      "%,d of %,d cores have no partition",
                      cores - model.work().partitions(), cores)
                  : text("%,d partitions are many tasks", model.work().partitions()),
              cores,
              seconds(onePerCore.epoch().total())));
    }
    return sentences;
  }

  /** What takes longest then. */
  private static String limit(ClusterModel.Parts parts) {
    double max =
        Math.max(
            Math.max(parts.compute(), parts.broadcast()),
            Math.max(parts.reduce(), Math.max(parts.scheduling(), parts.driver())));
    if (max == parts.compute()) {
      return "each core then has one partition at most";
    }
    if (max == parts.broadcast()) {
      return "then sending the weights takes longest";
    }
    if (max == parts.reduce()) {
      return "then adding the gradients takes longest";
    }
    return max == parts.driver()
        ? "then the driver's own step takes longest"
        : "then sending out tasks takes longest";
  }

  private static String seconds(double seconds) {
    return seconds < 0.1 ? text("%.3g ms", seconds * 1e3) : text("%.3g s", seconds);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
