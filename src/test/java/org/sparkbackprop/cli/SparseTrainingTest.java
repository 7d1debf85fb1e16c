package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows with many features, few of which are not 0, as texts have. */
class SparseTrainingTest {

  @TempDir private Path directory;

  /** Documents of three subjects; each subject has words of its own beside those of all. */
  private Path documents(int rows, int features, int words) throws IOException {
    Random random = new Random(1);
    Path file = directory.resolve("documents.svm");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < rows; i++) {
        int subject = random.nextInt(3);
        TreeMap<Integer, Double> counts = new TreeMap<>();
        while (counts.size() < words) {
          boolean own = random.nextInt(10) == 0;
          int word = own ? 40 * subject + random.nextInt(40) : 120 + random.nextInt(features - 120);
          counts.merge(word + 1, 1.0 + random.nextInt(4), Double::sum);
        }
        StringBuilder line = new StringBuilder().append(subject);
        counts.forEach((word, count) -> line.append(' ').append(word).append(':').append(count));
        out.write(line.append('\n').toString());
      }
    }
    return file;
  }

  private CommandRun train(String name, Path documents, String... settings) {
    CommandRun run =
        CommandRun.of("train", "conf/clouds.conf", "--output", directory.resolve(name).toString());
    for (String setting :
        List.of(
            "input.format=libsvm",
            "input.path=" + documents,
            "network.hidden=[4]",
            "training.epochs=5",
            "training.record-every=1",
            "optimizer.gradient=mean",
            "optimizer.learning-rate=0.5")) {
      run.with("--set", setting);
    }
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  @Test
  void aHundredThousandFeaturesTakeTheMemoryOfThoseThatAreNotZero() throws IOException {
    Path documents = documents(2000, 100_000, 100);
    String out =
        train(
                "run",
                documents,
                "input.dimensions=100000",
                "training.method=local-sgd",
                "training.partitions=2",
                "training.batch-size=50",
                "optimizer.name=adam",
                "optimizer.learning-rate=0.01",
                "training.epochs=3")
            .expect(ExitCode.DONE)
            .out();
    assertThat(out).contains("kept as sparse doubles").contains("2.400 MB of rows");
    assertThat((Double) new RunFiles(directory.resolve("run")).metrics().get("accuracy"))
        .isGreaterThan(0.95);
    String model = directory.resolve("run").toString();
    assertThat(
            CommandRun.of("evaluate", "--model", model, "--input", documents.toString())
                .expect(ExitCode.DONE)
                .out())
        .contains("2,000 samples");
  }

  @ParameterizedTest
  @CsvSource({"full-batch,1", "full-batch,3", "local-sgd,2"})
  void sparseAndDenseRowsGiveTheSameHistory(String method, int partitions) throws IOException {
    Path documents = documents(400, 600, 20);
    String[] settings = {"training.method=" + method, "training.partitions=" + partitions};
    String sparse = train("sparse", documents, settings).expect(ExitCode.DONE).out();
    String dense =
        train("dense", documents, settings)
            .with("--set", "input.layout=dense")
            .expect(ExitCode.DONE)
            .out();
    assertThat(sparse).contains("kept as sparse doubles");
    assertThat(dense).contains("kept as bytes");
    requireSameCosts();
  }

  /** Sums of sparse and of dense rows have another order, and so other last bits. */
  private void requireSameCosts() throws IOException {
    List<Double> sparseCosts = new RunFiles(directory.resolve("sparse")).history("cost");
    List<Double> denseCosts = new RunFiles(directory.resolve("dense")).history("cost");
    assertThat(sparseCosts).hasSameSizeAs(denseCosts);
    for (int i = 0; i < sparseCosts.size(); i++) {
      assertThat(sparseCosts.get(i))
          .isCloseTo(denseCosts.get(i), within(1e-12 * denseCosts.get(i)));
    }
    assertThat(sparseCosts.get(sparseCosts.size() - 1)).isLessThan(sparseCosts.get(0));
  }

  /** Two columns of names and a number, which is 0 in most rows. */
  private Path shops() throws IOException {
    Random random = new Random(2);
    List<String> lines = new ArrayList<>(List.of("shop,color,x,label"));
    for (int i = 0; i < 500; i++) {
      int shop = random.nextInt(60);
      double x = i % 4 == 0 ? random.nextGaussian() : 0;
      String label = shop % 3 == 0 && random.nextInt(9) > 0 ? "yes" : "no";
      lines.add("s%s,c%s,%s,%s".formatted(shop, random.nextInt(9), x, label));
    }
    return Files.write(directory.resolve("shops.csv"), lines);
  }

  @ParameterizedTest
  @CsvSource({
    "full-batch,gradient-descent,1",
    "full-batch,adam,3",
    "local-sgd,gradient-descent,2",
    "local-sgd,adam,2"
  })
  void categoriesGiveTheSameHistoryInEveryLayout(String method, String optimizer, int partitions)
      throws IOException {
    Path shops = shops();
    for (String layout : List.of("dense", "sparse", "auto")) {
      String out =
          train(
                  layout,
                  shops,
                  "input.format=csv",
                  "input.categories=[shop,color]",
                  "input.layout=" + layout,
                  "optimizer.name=" + optimizer,
                  "optimizer.learning-rate=0.05",
                  "training.method=" + method,
                  "training.batch-size=32",
                  "training.partitions=" + partitions)
              .expect(ExitCode.DONE)
              .out();
      assertThat(out)
          .contains(layout.equals("dense") ? "kept as doubles" : "kept as sparse doubles");
    }
    assertThat(new RunFiles(directory.resolve("auto")).sha())
        .isEqualTo(new RunFiles(directory.resolve("sparse")).sha());
    requireSameCosts();
  }

  @Test
  void whatWouldMakeZerosOtherNumbersIsRefusedUnlessAskedFor() throws IOException {
    Path documents = documents(200, 600, 20);
    assertThat(
            train("run", documents, "preparation.standardisation=z-score")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("with preparation.standardisation = z-score the zeros of sparse rows become")
        .contains("input.layout = dense");
    train("dense", documents, "preparation.standardisation=z-score", "input.layout=dense")
        .expect(ExitCode.DONE);
  }
}
