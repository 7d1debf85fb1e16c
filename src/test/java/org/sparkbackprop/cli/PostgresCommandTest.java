package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;
import org.sparkbackprop.stores.PostgresServer;

/** The commands on tables of a real PostgreSQL; skipped, with a sentence, where there is none. */
class PostgresCommandTest {

  private static final int ROWS = 600;

  private static PostgresServer server;

  @TempDir private static Path directory;

  @BeforeAll
  static void makeTables() throws SQLException, IOException {
    server = PostgresServer.start();
    List<String> lines = new ArrayList<>(List.of("id,length,width,smooth,color,species"));
    Random random = new Random(5);
    try (Connection connection = server.connect()) {
      try (Statement statement = connection.createStatement()) {
        for (String table : List.of("flowers", "backwards")) {
          statement.execute(
              """
              create table %s (id integer primary key, length double precision, width numeric(8, 4),
                smooth boolean, color text, species text)
              """
                  .formatted(table));
        }
        statement.execute("create table broken as table flowers with no data");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("insert into flowers values (?, ?, ?, ?, ?, ?)")) {
        for (int id = 1; id <= ROWS; id++) {
          boolean tall = random.nextBoolean();
          double length = Math.round(1e4 * (random.nextGaussian() + (tall ? 2 : -2))) / 1e4;
          double width = Math.round(1e4 * random.nextGaussian()) / 1e4;
          boolean smooth = random.nextBoolean();
          String color = List.of("red", "white", "blue").get(random.nextInt(3));
          String species = tall ? "tall" : "small";
          insert.setInt(1, id);
          insert.setDouble(2, length);
          insert.setBigDecimal(3, java.math.BigDecimal.valueOf(width));
          insert.setBoolean(4, smooth);
          insert.setString(5, color);
          insert.setString(6, species);
          insert.addBatch();
          lines.add(
              String.join(",", "" + id, "" + length, "" + width, "" + smooth, color, species));
        }
        insert.executeBatch();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute("insert into backwards select * from flowers order by id desc");
        statement.execute("insert into broken select * from flowers");
        statement.execute("update broken set length = 'NaN' where id = 7");
        statement.execute("update broken set species = null where id = 8");
        statement.execute(
            "create table gaps as select id, length, species,"
                + " case when id % 5 = 0 then 'NaN' else (id % 7)::numeric end as width from flowers");
      }
    }
    Files.write(directory.resolve("flowers.csv"), lines);
    List<String> gaps = new ArrayList<>(List.of("id,length,species,width"));
    for (int id = 1; id <= ROWS; id++) {
      String[] fields = lines.get(id).split(",", -1);
      String width = id % 5 == 0 ? "NaN" : "" + id % 7;
      gaps.add(String.join(",", fields[0], fields[1], fields[5], width));
    }
    Files.write(directory.resolve("gaps.csv"), gaps);
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  private CommandRun train(String name, String... settings) {
    CommandRun run =
        CommandRun.of("train", "conf/clouds.conf", "--output", output(name).toString());
    Stream.concat(
            Stream.of(
                "input.label=species",
                "input.ignore=[id]",
                "input.categories=[color]",
                "network.hidden=[4]",
                "training.epochs=60",
                "training.record-every=1",
                "training.partitions=3",
                "optimizer.gradient=mean",
                "optimizer.learning-rate=0.5",
                "preparation.standardisation=z-score"),
            Stream.of(settings))
        .forEach(setting -> run.with("--set", setting));
    return run;
  }

  private static Path output(String name) {
    return directory.resolve(name);
  }

  private CommandRun trainOnTable(String name, String table, String... settings) {
    CommandRun run =
        train(name, settings)
            .with("--set", "input.format=jdbc", "--set", "input.jdbc.url=" + server.url())
            .with("--set", "input.jdbc.user=" + server.user())
            .with("--set", "input.jdbc.password=" + server.password());
    return run.with("--set", "input.jdbc.table=" + table);
  }

  @Test
  void aTableOrderedByItsKeyGivesTheBitsOfTheSameRowsAsText() throws IOException {
    trainOnTable("table", "flowers", "input.key=[id]").expect(ExitCode.DONE);
    train(
            "text",
            "input.format=csv",
            "input.path=" + output("flowers.csv"),
            "input.booleans=[smooth]")
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(output("table")).sha()).isEqualTo(new RunFiles(output("text")).sha());
    assertThat((Double) new RunFiles(output("table")).metrics().get("accuracy"))
        .isGreaterThan(0.95);
  }

  @Test
  void theOrderInWhichTheDatabaseGivesRowsDoesNotMatter() throws IOException {
    trainOnTable("one", "flowers").expect(ExitCode.DONE);
    trainOnTable("other", "backwards")
        .with("--set", "input.jdbc.options.partitionColumn=id")
        .with(
            "--set",
            "input.jdbc.options.lowerBound=1",
            "--set",
            "input.jdbc.options.upperBound=600")
        .with("--set", "input.jdbc.options.numPartitions=4")
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(output("one")).sha()).isEqualTo(new RunFiles(output("other")).sha());
  }

  @Test
  void aModelScoresTheTableAndKeepsNoPassword() throws IOException {
    trainOnTable("run", "flowers").expect(ExitCode.DONE);
    String model = output("run").toString();
    try (Stream<Path> files = Files.walk(output("run"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain(server.password());
      }
    }
    String password = "input.jdbc.password=" + server.password();
    assertThat(
            CommandRun.of("evaluate", "--model", model, "--input", "flowers", "--set", password)
                .expect(ExitCode.DONE)
                .out())
        .contains("600 samples");
    assertThat(
            CommandRun.of("predict", "--model", model, "--input", "flowers", "--set", password)
                .with("--output", output("predictions").toString())
                .expect(ExitCode.DONE)
                .out())
        .contains("note: rows of a table have no order");
    assertThat(
            CommandRun.of("predict", "--model", model, "--input", "flowers", "--set", password)
                .with("--set", "input.key=[id]", "--output", output("by-key").toString())
                .expect(ExitCode.DONE)
                .out())
        .doesNotContain("rows of a table have no order");
    assertThat(Files.readAllLines(output("predictions").resolve("predictions.csv"))).hasSize(601);
    assertThat(
            CommandRun.of("evaluate", "--model", model, "--input", "flowers")
                .expect(ExitCode.USAGE)
                .error())
        .contains("password");
  }

  @Test
  void rowsThatAreNoneArePutAside() throws IOException {
    trainOnTable("broken", "broken", "input.bad-rows=quarantine").expect(ExitCode.DONE);
    assertThat(new RunFiles(output("broken")).json("status.json"))
        .containsEntry("rows_read", 600)
        .containsEntry("rows_used", 598)
        .containsEntry("rows_quarantined", 2);
    assertThat(Files.readString(output("broken").resolve("quarantine/rows.jsonl")))
        .containsPattern("table broken of .*, row \\d+ by its hash\"")
        .contains("column length: NaN is not a finite number")
        .contains("column species: the label is missing");
  }

  @Test
  void nanOfNumericIsMissingWhereItIsDeclaredAndElseNoNumber() throws IOException {
    String[] means = {
      "input.categories=[]", "input.missing-texts=[NaN]", "preparation.missing=mean"
    };
    trainOnTable("gaps", "gaps", means).with("--set", "input.key=[id]").expect(ExitCode.DONE);
    train("gaps-text", means)
        .with("--set", "input.format=csv", "--set", "input.path=" + output("gaps.csv"))
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(output("gaps")).json("status.json"))
        .containsEntry("rows_used", 600)
        .containsEntry("rows_quarantined", 0);
    assertThat(new RunFiles(output("gaps")).sha())
        .isEqualTo(new RunFiles(output("gaps-text")).sha());
    assertThat(
            trainOnTable("nan", "gaps", "input.categories=[]", "preparation.missing=mean")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("column width: NaN is not a finite number");
  }

  @Test
  void aTableThatIsNotThereAndAWrongPasswordAreErrors() {
    assertThat(trainOnTable("none", "weeds").expect(ExitCode.NOT_FOUND).error()).contains("weeds");
    assertThat(
            trainOnTable("refused", "flowers")
                .with("--set", "input.jdbc.password=wrong")
                .expect(ExitCode.STORAGE_FAILED)
                .error())
        .contains("password authentication failed")
        .doesNotContain("wrong;");
  }

  /** With a fetch size there is a transaction, which the failure aborts. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10})
  void aQueryThatFailsOnItsDataIsAnErrorOfTheData(int fetchSize) {
    String query = "select length, 1 / (id - 7) as width, species from flowers";
    assertThat(
            trainOnTable("zero", "flowers", "input.jdbc.query=\"" + query + "\"")
                .with("--set", "input.jdbc.table=null", "--set", "input.categories=[]")
                .with("--set", "input.ignore=[]")
                .with("--set", "input.jdbc.options.fetchsize=" + fetchSize)
                .expect(ExitCode.BAD_DATA)
                .errorOutput()) // Spark logs the failed task, with its trace
        .contains("fails on its data: ERROR: division by zero")
        .doesNotContain("can be reached", "aborted");
  }
}
