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
import java.util.zip.GZIPInputStream;
import org.sparkbackprop.storage.Json;

/**
 * Small public tables with fixed training and test rows, of which nothing but the columns is said,
 * and whether the label is a class or a number: ours by the standard recipe, others at their
 * defaults. Prints tables in Markdown with medians of the rounds, each with a seed of its own; for
 * numbers, the least and the greatest, too.
 */
final class Tables {

  private static final Path DATA =
      Path.of(System.getProperty("benchmark.data", "../shared/data/tables"));
  private static final Path OUTPUT = Path.of("target", "benchmark", "tables");
  private static final String PYTHON = System.getProperty("benchmark.python", "python3");
  private static final String OURS = "ours";

  private static final List<String> PEERS = List.of("mlp", "histgb", "xgboost", "realmlp");

  private Tables() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> peers = PEERS.stream().filter(Tables::isThere).toList();
    List<String> models = new ArrayList<>(List.of(OURS));
    models.addAll(peers);
    Figures figures = new Figures();
    for (Kind kind : Kind.values()) {
      List<String> tables = named(kind.tables);
      for (int seed = 1; seed <= Integer.getInteger("benchmark.rounds", kind.rounds); seed++) {
        for (String table : tables) {
          ours(kind, table, seed, figures);
          for (String peer : peers) {
            measure(peer, kind, table, seed, figures);
          }
        }
      }
      if (!tables.isEmpty()) {
        for (Measure measure : kind.measures) {
          print(kind, measure, models, tables, figures);
        }
      }
    }
    System.err.println(figures);
  }

  /** The tables that -Dbenchmark.works names, if it names any of any kind; else all. */
  private static List<String> named(List<String> tables) {
    List<String> names = Arrays.asList(System.getProperty("benchmark.works", "").split(","));
    boolean isNamed =
        Arrays.stream(Kind.values())
            .flatMap(kind -> kind.tables.stream())
            .anyMatch(names::contains);
    return isNamed ? tables.stream().filter(names::contains).toList() : tables;
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

  private static void ours(Kind kind, String table, int seed, Figures figures)
      throws IOException, InterruptedException {
    Files.createDirectories(OUTPUT);
    Path configuration = OUTPUT.resolve(table + ".conf");
    Files.writeString(configuration, configuration(kind, table));
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
    for (Measure measure : kind.measures) {
      if (!measure.field.isEmpty()) {
        figures.add(OURS + "." + table + "." + measure.name, number(metrics, measure.field));
      }
    }
  }

  /** What a user has to say: format, path, label, which columns are categories, and the kind. */
  private static String configuration(Kind kind, String table) throws IOException {
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
        target.kind = %s
        """
        .formatted(rows, categories, kind.name);
  }

  private static void measure(String peer, Kind kind, String table, int seed, Figures figures)
      throws IOException, InterruptedException {
    Command fit =
        Command.of(
            PYTHON,
            "src/benchmark/python/tables.py",
            DATA.toString(),
            table,
            kind.name,
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
      Kind kind, Measure measure, List<String> models, List<String> tables, Figures figures) {
    System.out.println("\n| " + measure.title + " | " + String.join(" | ", tables) + " | mean |");
    System.out.println("|---".repeat(tables.size() + 2) + "|");
    for (String model : models) {
      StringBuilder line = new StringBuilder("| " + model);
      double sum = 0;
      for (String table : tables) {
        String name = model + "." + table + "." + measure.name;
        double median = figures.median(name).orElse(Double.NaN);
        sum += median;
        line.append(" | ").append(measure.text(median));
        if (kind == Kind.NUMBER) {
          line.append(spread(measure, figures.all(name)));
        }
      }
      String mean = measure.hasOneUnit ? measure.text(sum / tables.size()) : "";
      System.out.println(line + " | " + mean + " |");
    }
  }

  private static String spread(Measure measure, double[] rounds) {
    return rounds.length == 0
        ? ""
        : " ("
            + measure.text(Arrays.stream(rounds).min().orElseThrow())
            + "–"
            + measure.text(Arrays.stream(rounds).max().orElseThrow())
            + ")";
  }

  /** Of labels. */
  private enum Kind {
    CLASS(
        "class",
        List.of("adult", "credit", "segment", "soybean", "phoneme", "mammography", "white-wine"),
        3,
        List.of(Measure.ACCURACY, Measure.COST, Measure.FIT, Measure.WHOLE)),
    NUMBER(
        "number",
        List.of("abalone", "housing", "auto-price"),
        5,
        List.of(Measure.R2, Measure.RMSE, Measure.FIT, Measure.WHOLE));

    private final String name;
    private final List<String> tables;
    private final int rounds;
    private final List<Measure> measures;

    Kind(String name, List<String> tables, int rounds, List<Measure> measures) {
      this.name = name;
      this.tables = tables;
      this.rounds = rounds;
      this.measures = measures;
    }
  }

  /** What is printed, and the field of metrics.json that has ours, if it is there. */
  private enum Measure {
    ACCURACY("accuracy", "accuracy, %", "accuracy", 100, "%.1f", true),
    COST("cost", "mean cost (log-loss)", "mean_cost", 1, "%.3f", true),
    R2("r2", "R²", "r2", 1, "%.3f", true),
    RMSE("rmse", "root of the mean squared error", "root_mean_squared_error", 1, "%.4g", false),
    FIT("fit", "seconds of fitting", "", 1, "%.1f", true),
    WHOLE("whole", "seconds by the stopwatch", "", 1, "%.1f", true);

    private final String name;
    private final String title;
    private final String field;
    private final double unit;
    private final String format;

    /** Whether a mean over tables says something. */
    private final boolean hasOneUnit;

    Measure(
        String name, String title, String field, double unit, String format, boolean hasOneUnit) {
      this.name = name;
      this.title = title;
      this.field = field;
      this.unit = unit;
      this.format = format;
      this.hasOneUnit = hasOneUnit;
    }

    private String text(double value) {
      return String.format(Locale.ROOT, format, unit * value);
    }
  }
}
