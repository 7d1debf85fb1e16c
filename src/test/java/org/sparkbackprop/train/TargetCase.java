package org.sparkbackprop.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sparkbackprop.linalg.math.CounterRandom;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TrainingSettings;

/** A loss with targets that it is for, in one table that has the columns of all. */
@SuppressWarnings("ImmutableEnumChecker") // lists that nobody can change
public enum TargetCase {
  SQUARED_ERROR("number", "squared-error", "price"),
  SQUARED_ERROR_OF_TWO("number", "squared-error", "price", "size"),
  ABSOLUTE_ERROR("number", "absolute-error", "price"),
  HUBER("number", "huber", "price", "size"),
  POISSON("number", "poisson", "visits"),
  PINBALL("number", "pinball", "price", "size"),
  LABELS("labels", "sigmoid-cross-entropy", "red", "green", "blue"),
  TWO_CLASSES("class", "sigmoid-cross-entropy", "kind");

  /** The columns of the features. */
  public static final List<String> FEATURES = List.of("x0", "x1", "x2");

  /** A column of weights, each 1 or 2. */
  public static final String WEIGHT = "often";

  private static final List<String> TARGETS =
      List.of("price", "size", "visits", "red", "green", "blue", "kind");

  private final String kind;
  private final String loss;
  private final List<String> columns;

  TargetCase(String kind, String loss, String... columns) {
    this.kind = kind;
    this.loss = loss;
    this.columns = List.of(columns);
  }

  /** Whether L-BFGS can minimise it. */
  public boolean isSmooth() {
    return this != ABSOLUTE_ERROR && this != PINBALL;
  }

  /** Whether the targets are quantities. */
  public boolean isNumber() {
    return kind.equals("number");
  }

  /** The columns of its targets. */
  public List<String> columns() {
    return columns;
  }

  /** A small textbook training of some rows of the table. */
  public TrainingSettings.Builder training(Path table) {
    return training(
        InputSettings.csv(table.toString())
            .features(FEATURES.toArray(String[]::new))
            .targets(columns.toArray(String[]::new)));
  }

  /** The same of other rows. */
  public TrainingSettings.Builder training(InputSettings.Builder input) {
    return TrainingSettings.builder()
        .recipe("textbook")
        .input(input)
        .set("target.kind", kind)
        .set("target.loss", loss)
        .set("target.quantiles", List.of(0.2, 0.5, 0.9))
        .hidden(6)
        .activation("tanh")
        .blas("java");
  }

  /** Features of a row, small enough to need no standardisation. */
  public static double[] features(int row) {
    CounterRandom random = new CounterRandom(24, 1);
    return new double[] {
      random.normal(3L * row), random.normal(3L * row + 1), random.normal(3L * row + 2)
    };
  }

  /** The weight of a row. */
  public static int weight(int row) {
    return row % 3 == 1 ? 2 : 1;
  }

  /** The targets of a row as texts, in the order of all columns. */
  private static List<String> targets(int row) {
    double[] x = features(row);
    double noise = 0.2 * new CounterRandom(24, 2).normal(row);
    double size = Math.sin(x[0]) + x[1] * x[2] + noise;
    return List.of(
        Double.toString(2 * size + 5),
        Double.toString(0.1 * Math.cos(x[2]) - x[0] + noise),
        Long.toString(Math.round(Math.exp(x[1] + noise))),
        x[0] + noise > 0 ? "1" : "0",
        x[1] * x[2] + noise > 0 ? "1" : "0",
        x[2] + noise < -0.5 ? "1" : "0",
        x[0] - x[1] + noise > 0 ? "yes" : "no");
  }

  /** The target of a row in a column, as a text. */
  public static String target(int row, String column) {
    return targets(row).get(TARGETS.indexOf(column));
  }

  /** The target of a row as LibSVM has it: one text, or the names of its labels. */
  public String libsvm(int row) {
    if (this != LABELS) {
      return target(row, columns.get(0));
    }
    return columns.stream()
        .filter(column -> target(row, column).equals("1"))
        .collect(Collectors.joining(","));
  }

  /** A table of as many rows, in which each stands once. */
  public static Path table(Path file, int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header()));
    for (int i = 0; i < rows; i++) {
      lines.add(line(i));
    }
    return Files.write(file, lines);
  }

  /** The same in which each stands as often as its weight says. */
  public static Path repeated(Path file, int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header()));
    for (int i = 0; i < rows; i++) {
      for (int time = 0; time < weight(i); time++) {
        lines.add(line(i));
      }
    }
    return Files.write(file, lines);
  }

  private static String header() {
    return String.join(",", FEATURES) + "," + WEIGHT + "," + String.join(",", TARGETS);
  }

  private static String line(int row) {
    double[] x = features(row);
    return x[0]
        + ","
        + x[1]
        + ","
        + x[2]
        + ","
        + weight(row)
        + ","
        + String.join(",", targets(row));
  }
}
