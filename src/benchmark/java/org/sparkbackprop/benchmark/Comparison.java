package org.sparkbackprop.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.linalg.Precision;
import org.sparkbackprop.storage.Json;

/**
 * This project and others on the same work on this machine, in turn, round by round; prints the
 * medians as a table in Markdown.
 */
final class Comparison {

  private static final Path OUTPUT = Path.of("target", "benchmark");
  private static final String ALL_WORKS = "clouds,mnist,memory";
  private static final int CLOUDS_EPOCHS = 100_000;

  /**
   * The classic run takes seconds, of which the start is a part: it is measured so often a round.
   */
  private static final int CLOUDS_RUNS = 3;

  private static final int CORES = Runtime.getRuntime().availableProcessors();
  private static final String PYTHON = System.getProperty("benchmark.python", "python3");
  private static final List<Integer> HIDDEN = List.of(100, 1000);

  private final Figures figures = new Figures();

  private Comparison() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (!Files.exists(Path.of("data/mnist/train-images-idx3-ubyte"))) {
      throw new IllegalStateException("MNIST is not there: run data/mnist/get.sh first");
    }
    int rounds = Integer.getInteger("benchmark.rounds", 3);
    Comparison comparison = new Comparison();
    boolean numpy = Command.of(PYTHON, "-c", "import numpy").works();
    boolean torch = Command.of(PYTHON, "-c", "import torch").works();
    List<String> works = List.of(System.getProperty("benchmark.works", ALL_WORKS).split(","));
    for (int round = 1; round <= rounds; round++) {
      System.err.printf("round %d of %d%n", round, rounds);
      if (works.contains("clouds")) {
        comparison.clouds(numpy);
      }
      if (works.contains("mnist")) {
        for (int hidden : HIDDEN) {
          comparison.mnist(hidden, torch);
        }
        comparison.read(Command.java(MllibEpoch.class, "native"));
        comparison.read(Command.java(MllibEpoch.class, "java"));
      }
      if (works.contains("memory")) {
        comparison.read(Command.java(CachedSamples.class));
      }
    }
    System.out.println(new ComparisonTable(comparison.figures, rounds).markdown());
    System.err.println(comparison.figures);
  }

  private void read(Command command) throws IOException, InterruptedException {
    System.err.println("  " + command.name());
    figures.read(command.run());
  }

  private void clouds(boolean numpy) throws IOException, InterruptedException {
    if (numpy) {
      read(Command.of(PYTHON, "src/benchmark/python/clouds.py", "" + CLOUDS_EPOCHS));
    }
    Path output = OUTPUT.resolve("clouds");
    Command train = Command.train(output, "conf/clouds.conf");
    for (int run = 0; run < CLOUDS_RUNS; run++) {
      System.err.println("  " + train.name());
      long begin = System.nanoTime();
      train.run();
      figures.add("clouds.process", (System.nanoTime() - begin) * 1e-9);
      Map<String, Object> metrics =
          Json.parse(Files.readAllBytes(output.resolve("metrics.json")), "metrics.json");
      figures.add("clouds.training", ((Number) metrics.get("seconds")).doubleValue());
    }
    read(Command.java(SparkCosts.class));
  }

  private void mnist(int hidden, boolean torch) throws IOException, InterruptedException {
    int epochs = hidden >= 1000 ? 24 : 200;
    for (Precision precision : Precision.values()) {
      String name = precision.configurationName();
      if (torch) {
        read(
            Command.of(
                PYTHON,
                "src/benchmark/python/mnist.py",
                "" + hidden,
                name,
                "" + (hidden >= 1000 ? 8 : 34),
                "" + CORES));
      }
      read(Command.java(Peak.class, name));
      Path output = OUTPUT.resolve("mnist-%d-%s".formatted(hidden, name));
      Command train =
          Command.train(
              output,
              "src/benchmark/conf/mnist.conf",
              "network.hidden=[" + hidden + "]",
              "training.epochs=" + epochs,
              "training.precision=" + name);
      System.err.println("  " + train.name());
      train.run();
      figures.add(
          String.format(Locale.ROOT, "ours.%d.%s.epoch", hidden, name),
          meanEpoch(output.resolve("history.jsonl")));
      read(Command.java(Peak.class, name));
    }
  }

  /** The seconds of an epoch: the mean over the second half of a run, Spark's jobs and all. */
  private static double meanEpoch(Path history) throws IOException {
    List<Double> at = new ArrayList<>();
    for (String line : Files.readAllLines(history)) {
      Map<String, Object> epoch = Json.parse(line.getBytes("UTF-8"), "history.jsonl");
      at.add(((Number) epoch.get("seconds")).doubleValue());
    }
    int first = at.size() / 2;
    int last = at.size() - 2; // the last line is of the final weights, which take no step
    return (at.get(last) - at.get(first)) / (last - first);
  }
}
