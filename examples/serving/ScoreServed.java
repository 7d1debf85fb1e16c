import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.model.Scorer;
import org.sparkbackprop.registry.ServedModel;
import org.sparkbackprop.registry.ServedVersion;

/**
 * Scores rows with the version of a retrained model that is in service. It needs only the
 * application jar, no Spark:
 *
 * <pre>
 *   java -cp spark-backprop-VERSION.jar examples/serving/ScoreServed.java ROOT [--watch | --latency]
 * </pre>
 *
 * <p>ROOT is the model's directory, with {@code current/} and {@code versions/}. With {@code
 * --watch} it keeps running and reports each new version; with {@code --latency} it measures how
 * long scoring a row takes.
 */
public final class ScoreServed {

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final int BATCH = 256;
  private static final int SINGLE_ROWS = 100_000;
  private static final long WARM_UP_NANOS = 3_000_000_000L;

  private ScoreServed() {}

  public static void main(String[] arguments) throws InterruptedException {
    List<String> words = List.of(arguments);
    if (words.isEmpty() || words.get(0).startsWith("--")) {
      System.err.println("usage: ScoreServed ROOT [--watch | --latency]");
      System.exit(64);
    }
    try (ServedModel served = ServedModel.open(Path.of(words.get(0)))) {
      show(served.snapshot());
      if (words.contains("--latency")) {
        measure(served.snapshot().model());
      }
      if (words.contains("--watch")) {
        watch(served);
      }
    }
  }

  /** Scores one row and a batch; all results of a snapshot come from one version. */
  private static void show(ServedVersion now) {
    double[][] rows = rows(now.model().preparation().features(), 3);
    System.out.printf("version %s, network %s%n", now.version(), now.model().summary());
    if (now.classNames().isEmpty()) { // numbers or labels
      System.out.println("predicts " + now.predictionNames());
      System.out.println("row     " + text(now.predictions(rows[0])));
    } else {
      System.out.println("classes " + now.classNames());
      System.out.printf("row     %s: %s%n", now.bestClass(rows[0]), text(now.predictions(rows[0])));
    }
    for (double[] predictions : now.predictions(List.of(rows))) {
      System.out.println("batch   " + text(predictions));
    }
  }

  /** A thread checks for new versions; scoring continues meanwhile, whatever it finds. */
  private static void watch(ServedModel served) throws InterruptedException {
    served.refreshEvery(LOOK_EVERY);
    String shown = served.version();
    String told = "";
    while (true) {
      ServedVersion now = served.snapshot();
      if (!now.version().equals(shown)) {
        show(now);
        shown = now.version();
      }
      String failure = served.lastFailure().map(Throwable::getMessage).orElse("");
      if (!failure.equals(told) && !failure.isEmpty()) {
        System.out.printf("version %s stays: %s%n", shown, failure);
      }
      told = failure;
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static void measure(Model model) {
    Scorer scorer = Scorer.of(model);
    double[][] rows = rows(model.preparation().features(), BATCH);
    double[] predictions = new double[model.predictionNames().size()];
    List<double[]> batch = List.of(rows);
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < WARM_UP_NANOS) {
      for (double[] row : rows) {
        scorer.predictions(row, predictions);
      }
      scorer.predictions(batch);
    }
    long[] single = new long[SINGLE_ROWS];
    for (int i = 0; i < single.length; i++) {
      long before = System.nanoTime();
      scorer.predictions(rows[i % BATCH], predictions);
      single[i] = System.nanoTime() - before;
    }
    long[] ofBatch = new long[SINGLE_ROWS / BATCH];
    for (int i = 0; i < ofBatch.length; i++) {
      long before = System.nanoTime();
      scorer.predictions(batch);
      ofBatch[i] = (System.nanoTime() - before) / BATCH;
    }
    print("a row alone", single);
    print("a row of a batch of " + BATCH, ofBatch);
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%-24s p50 %.2f µs, p99 %.2f µs, p99.9 %.2f µs%n",
        what,
        quantile(nanos, 0.5),
        quantile(nanos, 0.99),
        quantile(nanos, 0.999));
  }

  /** In microseconds. */
  private static double quantile(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e3;
  }

  /** Random rows, with a number between 0 and 1 for each feature of the model. */
  private static double[][] rows(int features, int count) {
    Random random = new Random(1);
    return Stream.generate(() -> random.doubles(features).toArray())
        .limit(count)
        .toArray(double[][]::new);
  }

  private static String text(double[] predictions) {
    return Arrays.toString(Arrays.stream(predictions).mapToObj(p -> "%.4f".formatted(p)).toArray());
  }
}
