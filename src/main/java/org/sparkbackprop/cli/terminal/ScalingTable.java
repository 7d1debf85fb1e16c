package org.sparkbackprop.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.sparkbackprop.error.Message;
import org.sparkbackprop.plan.ByteCount;
import org.sparkbackprop.plan.ClusterModel;

/**
 * The time of an epoch on a cluster, as a table.
 *
 * @param rowBytes of all rows in memory
 */
public record ScalingTable(ClusterModel model, double rowBytes) {

  private static final String ROW = "%9s  %9s  %9s  %9s  %9s  %10s  %9s  %8s%n";

  public void print(PrintWriter out) {
    ClusterModel.Cluster cluster = model.cluster();
    out.print(
        Message.of(
            "%nan epoch of %,.0f rows in %,d partitions on executors with %,d core(s) as fast as"
                + " this machine's, and links of %.4g MB/s%n",
            model.work().rows(),
            model.work().partitions(),
            cluster.cores(),
            cluster.bytesPerSecond() * 1e-6));
    String headings = "executors,an epoch,compute,broadcast,reduce,scheduling,driver,speed-up";
    out.printf(ROW, (Object[]) headings.split(","));
    double alone = model.with(1).epoch().total();
    for (int executors : executors()) {
      ClusterModel.Parts p = model.with(executors).epoch();
      List<String> cells = new ArrayList<>(List.of(Message.of("%,d", executors)));
      DoubleStream.of(p.total(), p.compute(), p.broadcast(), p.reduce(), p.scheduling(), p.driver())
          .forEach(time -> cells.add(seconds(time)));
      cells.add(Message.of("%.1f", alone / p.total()));
      out.printf(ROW, cells.toArray());
    }
    sentences().forEach(out::println);
  }

  /** Powers of two up to the number given, and that number. */
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
        Message.of(
            "%,d executor(s) are enough: twice as many make an epoch less than a tenth shorter (%s)",
            enough, limit(model.with(2 * enough).epoch())));
    sentences.add(
        Message.of(
            "%s of rows for each of %,d executors; with less memory, rows are read from disk",
            ByteCount.text(Math.round(rowBytes / asked)), asked));
    int cores = asked * model.cluster().cores();
    ClusterModel onePerCore = model.inPartitions(cores);
    if (onePerCore.epoch().total() < 0.9 * model.epoch().total()) {
      int partitions = model.work().partitions();
      String problem =
          cores > partitions
              ? Message.of("%,d of %,d cores have no partition", cores - partitions, cores)
              : Message.of("%,d partitions are many tasks", partitions);
      sentences.add(
          Message.of(
              "%s: training.partitions = %,d would give each core one (%s an epoch; the result"
                  + " differs in its last bits)",
              problem, cores, seconds(onePerCore.epoch().total())));
    }
    return sentences;
  }

  private static String limit(ClusterModel.Parts parts) {
    return Stream.of(
            Map.entry("each core then has at most one partition", parts.compute()),
            Map.entry("then sending the parameters takes longest", parts.broadcast()),
            Map.entry("then adding the gradients takes longest", parts.reduce()),
            Map.entry("then the driver's own step takes longest", parts.driver()),
            Map.entry("then sending out tasks takes longest", parts.scheduling()))
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private static String seconds(double seconds) {
    return seconds < 0.1 ? Message.of("%.3g ms", seconds * 1e3) : Message.of("%.3g s", seconds);
  }
}
