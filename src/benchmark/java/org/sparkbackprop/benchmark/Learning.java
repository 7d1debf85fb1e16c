package org.sparkbackprop.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.storage.Json;

/**
 * Every optimiser in every way of running on MNIST 784-300-10 until the test images are classified
 * well enough, and others on the same network in the same run; prints a table in Markdown.
 */
final class Learning {

  private static final Path OUTPUT = Path.of("target", "benchmark", "learning");
  private static final String PYTHON = System.getProperty("benchmark.python", "python3");
  private static final String CONFIGURATION = "src/benchmark/conf/learning.conf";
  private static final List<Integer> TARGETS = List.of(97, 98);
  private static final String[][] OTHERS = {
    {"scikit-learn", "float"}, {"scikit-learn", "double"}, {"pytorch", "float"}
  };

  /**
   * A row of the table.
   *
   * @param way of running
   * @param optimizer as the table names it
   * @param configuration that it is trained with
   * @param settings beside the configuration
   */
  private record Row(String way, String optimizer, String configuration, List<String> settings) {}

  private Learning() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (!Files.exists(Path.of("data/mnist/train-images-idx3-ubyte"))) {
      throw new IllegalStateException("MNIST is not there: run data/mnist/get.sh first");
    }
    System.out.println(
        "| way | optimiser | learning rate | passes to 97 % | seconds | rounds | passes to 98 % |"
            + " seconds | rounds | in the end |");
    System.out.println("|---|---|---|---|---|---|---|---|---|---|");
    compareWithOthers(Integer.getInteger("benchmark.rounds", 3));
    for (Row row : rows()) {
      Figures figures = new Figures();
      measure(row, figures);
      print(row.way(), row.optimizer(), "ours", figures);
    }
  }

  /** The recipe and others in turn, several times, for their medians. */
  private static void compareWithOthers(int rounds) throws IOException, InterruptedException {
    Row recipe = new Row("local SGD", "the recipe, conf/mnist.conf", "conf/mnist.conf", List.of());
    boolean others = Command.of(PYTHON, "-c", "import torch, sklearn").works();
    if (!others) {
      System.err.println(PYTHON + " has no PyTorch or no scikit-learn: left out");
    }
    Figures figures = new Figures();
    for (int round = 1; round <= rounds; round++) {
      measure(recipe, figures);
      for (String[] other : others ? OTHERS : new String[0][]) {
        Command train =
            Command.of(PYTHON, "src/benchmark/python/learning.py", other[0], other[1], "40");
        System.err.println("  " + train.name());
        figures.read(train.run());
      }
    }
    print(recipe.way(), recipe.optimizer(), "ours", figures);
    for (String[] other : others ? OTHERS : new String[0][]) {
      String name = other[0] + "." + other[1];
      print("mini-batches", other[0] + ", Adam, " + other[1], name, figures);
    }
    System.err.println(figures);
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int rounds : new int[] {8, 1}) {
      String way = "local SGD, %d round(s) an epoch".formatted(rounds);
      rows.add(local(way, rounds, "gradient descent"));
      rows.add(local(way, rounds, "momentum", "optimizer.name=momentum"));
      rows.add(
          local(way, rounds, "Nesterov", "optimizer.name=momentum", "optimizer.nesterov=true"));
      rows.add(local(way, rounds, "Adam", "optimizer.name=adam"));
      rows.add(
          local(
              way,
              rounds,
              "momentum, a learning rate chosen on held-out images",
              "optimizer.name=momentum",
              "optimizer.learning-rate=0.2"));
    }
    rows.add(full("L-BFGS", 250, "optimizer.name=l-bfgs", "optimizer.learning-rate=1"));
    rows.add(full("Adam", 300, "optimizer.name=adam"));
    rows.add(full("Nesterov", 300, "optimizer.name=momentum", "optimizer.nesterov=true"));
    rows.add(full("momentum", 300, "optimizer.name=momentum"));
    rows.add(full("gradient descent with line search", 150, "optimizer.line-search=backtracking"));
    rows.add(full("gradient descent", 300));
    return rows;
  }

  private static Row local(String way, int rounds, String optimizer, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "training.method=local-sgd",
                "training.epochs=12",
                "training.batch-size=32",
                "training.rounds-per-epoch=" + rounds,
                "optimizer.learning-rate=auto",
                "optimizer.schedule.shape=linear"));
    all.addAll(List.of(settings));
    return new Row(way, optimizer, CONFIGURATION, all);
  }

  private static Row full(String optimizer, int epochs, String... settings) {
    List<String> all =
        new ArrayList<>(List.of("training.epochs=" + epochs, "optimizer.learning-rate=auto"));
    all.addAll(List.of(settings));
    return new Row("full batch", optimizer, CONFIGURATION, all);
  }

  private static void measure(Row row, Figures figures) throws IOException, InterruptedException {
    Command train =
        Command.train(OUTPUT, row.configuration(), row.settings().toArray(String[]::new));
    System.err.println("  " + train.name());
    train.run();
    List<Map<String, Object>> history = new ArrayList<>();
    for (String line : Files.readAllLines(OUTPUT.resolve("history.jsonl"))) {
      history.add(Json.parse(line.getBytes("UTF-8"), "history.jsonl"));
    }
    Map<String, Object> metrics =
        Json.parse(Files.readAllBytes(OUTPUT.resolve("metrics.json")), "metrics.json");
    figures.add("ours.rate", number(metrics, "learning_rate"));
    for (int target : TARGETS) {
      Optional<Map<String, Object>> reached =
          history.stream()
              .filter(line -> number(line, "validation_accuracy") >= target / 100.0)
              .findFirst();
      for (String what : List.of("passes", "seconds", "rounds")) {
        reached.ifPresent(
            line -> figures.add("ours.%d.%s".formatted(target, what), number(line, what)));
      }
    }
    Map<String, Object> last = history.get(history.size() - 1);
    figures.add("ours.best", number(last, "validation_accuracy"));
    figures.add("ours.passes", number(last, "passes"));
  }

  private static double number(Map<String, Object> fields, String name) {
    return ((Number) fields.get(name)).doubleValue();
  }

  private static void print(String way, String optimizer, String name, Figures figures) {
    StringBuilder line = new StringBuilder("| ").append(way).append(" | ").append(optimizer);
    line.append(" | ").append(figure(figures, name + ".rate", "%.3g"));
    for (int target : TARGETS) {
      line.append(" | ").append(figure(figures, "%s.%d.passes".formatted(name, target), "%.0f"));
      line.append(" | ").append(figure(figures, "%s.%d.seconds".formatted(name, target), "%.2f"));
      line.append(" | ").append(figure(figures, "%s.%d.rounds".formatted(name, target), "%.0f"));
    }
    line.append(" | ").append(figure(figures, name + ".best", "%.4f"));
    figures
        .median(name + ".passes")
        .ifPresent(passes -> line.append(String.format(Locale.ROOT, " after %.0f", passes)));
    System.out.println(line.append(" |"));
  }

  private static String figure(Figures figures, String name, String format) {
    var median = figures.median(name);
    return median.isPresent() ? String.format(Locale.ROOT, format, median.getAsDouble()) : "–";
  }
}
