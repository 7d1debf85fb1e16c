package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.error.ExitCode;

/** The same samples in every format. */
class FormatsCommandTest {

  private static final int ROWS = 700;

  /** As statistics are joined file by file, files with the same rows have the same ones. */
  private static final int ROWS_OF_A_FILE = 300;

  @TempDir private static Path directory;

  /** Three files of each format, which together are the same table. */
  @BeforeAll
  static void writeTables() throws IOException {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      SparkSession session = SparkSession.builder().config(spark.getConf()).getOrCreate();
      Dataset<Row> table =
          session
              .range(0, ROWS, 1, 1)
              .selectExpr(
                  "sin(id) * 3 as x",
                  "id % 3 = 0 as t",
                  "array(cos(id), id * 0.5D) as v",
                  "concat('c', id % 4) as c",
                  "if(sin(id) * 3 + cos(id) > 0.4, 'up', 'down') as label");
      for (String format : List.of("parquet", "orc", "json")) {
        table
            .write()
            .format(format)
            .option("maxRecordsPerFile", ROWS_OF_A_FILE)
            .save(directory.resolve("rows." + format).toString());
      }
      table.repartition(4, table.col("v")).write().parquet(directory.resolve("copy").toString());
      writeCsv(table.collectAsList());
    }
  }

  private static void writeCsv(List<Row> rows) throws IOException {
    Path files = Files.createDirectory(directory.resolve("rows.csv"));
    for (int from = 0; from < rows.size(); from += ROWS_OF_A_FILE) {
      List<String> lines = new ArrayList<>(List.of("x,t,v1,v2,c,label"));
      for (Row row : rows.subList(from, Math.min(rows.size(), from + ROWS_OF_A_FILE))) {
        List<Double> v = row.getList(2);
        lines.add(
            "%s,%s,%s,%s,%s,%s"
                .formatted(row.get(0), row.get(1), v.get(0), v.get(1), row.get(3), row.get(4)));
      }
      Files.write(files.resolve("part-" + from + ".csv"), lines);
    }
  }

  private static Path run(String name) {
    return directory.resolve("run-" + name);
  }

  private static CommandRun train(String name, String... settings) throws IOException {
    Path conf =
        Files.writeString(
            directory.resolve("formats.conf"),
            """
            recipe = textbook
            input { booleans = [t], categories = [c], vectors = { v = 2 } }
            preparation.standardisation = z-score
            network { hidden = [4], activation = tanh }
            training { epochs = 20, partitions = 3 }
            """);
    CommandRun run =
        CommandRun.of("train", conf.toString(), "--output", run(name).toString(), "--overwrite");
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run.expect(ExitCode.DONE);
  }

  @Test
  void theSameSamplesGiveTheSameWeightsInEveryFormat() throws IOException {
    Map<String, String> weights = new LinkedHashMap<>();
    for (String format : List.of("csv", "json", "parquet", "orc")) {
      train(format, "input.format=" + format, "input.path=" + directory.resolve("rows." + format));
      weights.put(format, new RunFiles(run(format)).sha());
    }
    assertThat(weights.values().stream().distinct()).as("%s", weights).hasSize(1);
  }

  @Test
  void copiesOfATableInAnotherOrderGiveTheSameWeights() throws IOException {
    List<String> weights = new ArrayList<>();
    for (String copy : List.of("rows.parquet", "copy")) {
      train("table", "input.format=table", "input.table=parquet.`" + directory.resolve(copy) + "`");
      weights.add(new RunFiles(run("table")).sha());
    }
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
    assertThat(
            CommandRun.of("evaluate", "--model", run("table").toString(), "--input", "samples")
                .expect(ExitCode.NOT_FOUND)
                .error())
        .contains("Spark's catalog has no table samples");
  }

  @Test
  void aModelTakesRowsOfAnyFormat() throws IOException {
    train("any", "input.format=csv", "input.path=" + directory.resolve("rows.csv"));
    List<String> predictions = new ArrayList<>();
    for (String rows : List.of("rows.csv", "rows.json", "copy")) {
      Path output = directory.resolve("predicted-" + rows);
      CommandRun.of("predict", "--model", run("any").toString())
          .with("--input", directory.resolve(rows).toString(), "--output", output.toString())
          .expect(ExitCode.DONE);
      predictions.add(Files.readString(output.resolve("predictions.csv")));
    }
    assertThat(predictions.get(1)).isEqualTo(predictions.get(0));
    assertThat(predictions.get(2).lines()).hasSize(ROWS + 1);
    try (Stream<Path> files = Files.list(directory.resolve("rows.json"))) {
      Path part = files.filter(file -> file.toString().endsWith(".json")).findFirst().orElseThrow();
      CommandRun.of("evaluate", "--model", run("any").toString(), "--input", part.toString())
          .expect(ExitCode.DONE);
    }
  }
}
