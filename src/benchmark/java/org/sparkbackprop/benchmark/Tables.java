package org.sparkbackprop.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.zip.GZIPInputStream;
import org.sparkbackprop.storage.Json;

/**
 * Small public tables with fixed training and test rows, of which nothing but the columns is said:
 * ours by the standard recipe, others at their defaults. Prints tables in Markdown with medians of
 * the rounds, each with a seed of its own.
 */
final class Tables {

  private static final Path DATA =
      Path.of(System.getProperty("benchmark.data", "../shared/data/tables"));
  private static final Path OUTPUT = Path.of("target", "benchmark", "tables");
  private static final String PYTHON = System.getProperty("benchmark.python", "python3");
  private static final String OURS = "ours";

  private static final List<String> ALL =
      List.of("adult", "credit", "segment", "soybean", "phoneme", "mammography", "white-wine");
  private static final List<String> PEERS = List.of("mlp", "histgb", "xgboost", "realmlp");

  private Tables() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> peers = PEERS.stream().filter(Tables::isThere).toList();
    List<String> tables = tables();
    Figures figures = new Figures();
    for (int seed = 1; seed <= Integer.getInteger("benchmark.rounds", 3); seed++) {
      for (String table : tables) {
        ours(table, seed, figures);
        for (String peer : peers) {
          measure(peer, table, seed, figures);
        }
      }
    }
    List<String> all = new ArrayList<>(List.of(OURS));
    all.addAll(peers);
    print("accuracy, %", all, tables, figures, "accuracy", 100, "%.1f");
    print("mean cost (log-loss)", all, tables, figures, "cost", 1, "%.3f");
    print("seconds of fitting", all, tables, figures, "fit", 1, "%.1f");
    print("seconds by the stopwatch", all, tables, figures, "whole", 1, "%.1f");
    System.err.println(figures);
  }

  /** The tables that -Dbenchmark.works names, else all. */
  private static List<String> tables() {
    List<String> named = Arrays.asList(System.getProperty("benchmark.works", "").split(","));
    List<String> chosen = ALL.stream().filter(named::contains).toList();
    return chosen.isEmpty() ? ALL : chosen;
  }

  private static boolean isThere(String peer) {
    String module =
        Map.of("mlp", "sklearn", "histgb", "sklearn", "xgboost", "xgboost", "realmlp", "pytabkit")
            .get(peer);
    try {
      boolean there = Command.of(PYTHON, "-c", "import pandas, " + module).works();
      if (!there) {
        System.err.println(PYTHON + " has no " + module + ": " + peer + " is left out");
      }
      return there;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void ours(String table, int seed, Figures figures)
      throws IOException, InterruptedException {
    Files.createDirectories(OUTPUT);
    Path configuration = OUTPUT.resolve(table + ".conf");
    Files.writeString(configuration, configuration(table));
    Path run = OUTPUT.resolve(table);
    Command train = Command.train(run, configuration.toString(), "training.seed=" + seed);
    System.err.println("  " + train.name());
    long begin = System.nanoTime();
    train.run();
    figures.add(OURS + "." + table + ".whole", (System.nanoTime() - begin) * 1e-9);
    figures.add(
        OURS + "." + table + ".fit", number(run.resolve("status.json"), "training_seconds"));
    Path evaluation = OUTPUT.resolve(table + "-test-" + seed + "-" + begin);
    Command.of(
            "./submit.sh",
            "evaluate",
            "--model",
            run.resolve("model").toString(),
            "--input",
            DATA.resolve(table + "-test.csv.gz").toString(),
            "--output",
            evaluation.toString())
        .run();
    Path metrics = evaluation.resolve("metrics.json");
    figures.add(OURS + "." + table + ".accuracy", number(metrics, "accuracy"));
    figures.add(OURS + "." + table + ".cost", number(metrics, "mean_cost"));
  }

  /** What a user has to say: format, path, label, and which columns are categories. */
  private static String configuration(String table) throws IOException {
    Path rows = DATA.resolve(table + "-train.csv.gz");
    String header;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(rows)), StandardCharsets.UTF_8))) {
      header = lines.readLine();
    }
    List<String> categories =
        Arrays.stream(header.split(",")).filter(column -> column.startsWith("c_")).toList();
    return """
        input {
          format = csv
          path = "%s"
          label = label
          categories = %s
        }
        """
        .formatted(rows, categories);
  }

  private static void measure(String peer, String table, int seed, Figures figures)
      throws IOException, InterruptedException {
    Command fit =
        Command.of(
            PYTHON,
            "src/benchmark/python/tables.py",
            DATA.toString(),
            table,
            peer,
            String.valueOf(seed));
    System.err.println("  " + fit.name());
    long begin = System.nanoTime();
    figures.read(fit.run());
    figures.add(peer + "." + table + ".whole", (System.nanoTime() - begin) * 1e-9);
  }

  private static double number(Path file, String name) throws IOException {
    Map<String, Object> fields = Json.parse(Files.readAllBytes(file), file.toString());
    return ((Number) fields.get(name)).doubleValue();
  }

  private static void print(
      String title,
      List<String> rows,
      List<String> tables,
      Figures figures,
      String what,
      double unit,
      String format) {
    System.out.println("\n| " + title + " | " + String.join(" | ", tables) + " | mean |");
    System.out.println("|---".repeat(tables.size() + 2) + "|");
    for (String row : rows) {
      StringBuilder line = new StringBuilder("| " + row);
      double sum = 0;
      for (String table : tables) {
        OptionalDouble median = figures.median(row + "." + table + "." + what);
        sum += median.orElse(Double.NaN);
        line.append(" | ")
            .append(String.format(Locale.ROOT, format, unit * median.orElse(Double.NaN)));
      }
      line.append(" | ").append(String.format(Locale.ROOT, format, unit * sum / tables.size()));
      System.out.println(line + " |");
    }
  }
}
