package org.sparkbackprop.benchmark;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import org.sparkbackprop.linalg.blas.BlasChoice;
import org.sparkbackprop.linalg.blas.BlasPreference;

/** The medians, side by side with what is to be reached. */
final class ComparisonTable {

  private static final int CLOUDS_EPOCHS = 100_000;
  private static final int MNIST_SAMPLES = 60_000;

  private final Figures figures;
  private final int rounds;
  private final StringBuilder text = new StringBuilder();

  ComparisonTable(Figures figures, int rounds) {
    this.figures = figures;
    this.rounds = rounds;
  }

  String markdown() throws IOException {
    line(
        "%s, %d cores; Java %s; %s. Medians of %d rounds.",
        processor(),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version(),
        BlasChoice.use(BlasPreference.BUNDLED).identity(),
        rounds);
    line("");
    line("| work | what | measured | of this project's | to reach |");
    line("|---|---|---|---|---|");
    clouds();
    for (int hidden : new int[] {100, 1000}) {
      for (String precision : new String[] {"double", "float"}) {
        mnist(hidden, precision);
      }
    }
    job();
    memory();
    return text.toString();
  }

  private void clouds() {
    String work = "the classic run, 100,000 epochs";
    OptionalDouble training = figures.median("clouds.training");
    seconds(work, "**this project, training**", training, training, "≤ 1/4 of NumPy");
    seconds(
        work,
        "**this project, whole process**",
        figures.median("clouds.process"),
        training,
        "≤ 1/2 of NumPy");
    seconds(work, "NumPy", run("numpy.clouds.epoch"), training, "");
    seconds(work, "Spark, a lambda treeAggregate an epoch*", run("job.lambda"), training, "");
    seconds(work, "Spark, one bare job an epoch*", run("job.bare"), training, "");
    seconds(
        work, "one backpropagation after another, no Spark*", run("clouds.gradient"), training, "");
  }

  private OptionalDouble run(String epoch) {
    return scaled(figures.median(epoch), CLOUDS_EPOCHS);
  }

  private void mnist(int hidden, String precision) {
    String work = "MNIST 784-%d-10, an epoch, %s".formatted(hidden, precision);
    OptionalDouble ours = figures.median("ours.%d.%s.epoch".formatted(hidden, precision));
    double operations =
        (double) Workloads.mnist(hidden).operationsPerSample() * MNIST_SAMPLES * 1e-9;
    OptionalDouble peak = figures.median("peak." + precision);
    if (ours.isPresent() && peak.isPresent()) {
      double speed = operations / ours.getAsDouble();
      line(
          "| %s | **this project** | %s s, %.0f GFLOP/s, %.0f %% of %.0f | 1 | ≥ %d %% of peak |",
          work,
          number(ours.getAsDouble()),
          speed,
          100 * speed / peak.getAsDouble(),
          peak.getAsDouble(),
          hidden == 100 ? 80 : 85);
    }
    seconds(
        work,
        "PyTorch",
        figures.median("pytorch.%d.%s.epoch".formatted(hidden, precision)),
        ours,
        "");
    if (hidden == 100 && precision.equals("double")) {
      seconds(work, "MLlib with this OpenBLAS", figures.median("mllib.native.epoch"), ours, "");
      seconds(work, "MLlib without native BLAS", figures.median("mllib.java.epoch"), ours, "");
    }
  }

  private void job() {
    String work = "a job's fixed cost, 2 partitions";
    OptionalDouble ours = figures.median("job.ours");
    seconds(work, "**this project, a gradient**", ours, ours, "≤ 1.4 × bare");
    seconds(work, "bare job of a named function", figures.median("job.bare"), ours, "");
    seconds(work, "treeAggregate with lambdas", figures.median("job.lambda"), ours, "");
  }

  private void memory() {
    bytes("a cached sample of MNIST", "**this project**", "cached.mnist", "≤ 900");
    bytes("a cached sample of MNIST", "MLlib", "cached.mllib", "");
    bytes("a cached feature, double", "**this project**", "cached.feature.double", "≤ 8.4");
    bytes("a cached feature, float", "**this project**", "cached.feature.float", "≤ 4.2");
  }

  private void bytes(String work, String what, String name, String target) {
    figures
        .median(name)
        .ifPresent(
            value -> line("| %s | %s | %s bytes | | %s |", work, what, number(value), target));
  }

  private void seconds(
      String work, String what, OptionalDouble value, OptionalDouble ours, String target) {
    if (value.isEmpty() || ours.isEmpty()) {
      line("| %s | %s | not measured | | %s |", work, what, target);
      return;
    }
    line(
        "| %s | %s | %s s | %s | %s |",
        work,
        what,
        number(value.getAsDouble()),
        number(value.getAsDouble() / ours.getAsDouble()),
        target);
  }

  private static OptionalDouble scaled(OptionalDouble value, double factor) {
    return value.isPresent()
        ? OptionalDouble.of(value.getAsDouble() * factor)
        : OptionalDouble.empty();
  }

  /** Three digits. */
  private static String number(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new BigDecimal(value).round(new MathContext(3)).toPlainString();
  }

  private void line(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  private static String processor() throws IOException {
    Path information = Path.of("/proc/cpuinfo");
    if (!Files.exists(information)) {
      return System.getProperty("os.arch");
    }
    try (var lines = Files.lines(information)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 2))
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    }
  }
}
