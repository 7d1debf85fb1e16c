package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.error.ExitCode;

/** Training on a database of SQLite, whose types Spark by itself reads wrong. */
class TypesOfDatabasesTest {

  @TempDir private static Path directory;

  @BeforeAll
  static void makeTable() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      statement.execute("create table clicks (id integer, ms integer, r real, bought text)");
      statement.execute(
          "with recursive n(i) as (select 1 union all select i + 1 from n where i < 200)"
              + " insert into clicks select i, 1702548000000 + 8000 * i,"
              + " case i when 7 then 'n/a' else i / 10.0 end,"
              + " case when i % 3 = 0 then 'yes' else 'no' end from n");
    }
  }

  private static String url() {
    return "jdbc:sqlite:" + directory.resolve("clicks.sqlite");
  }

  private static CommandRun train(String name, String... settings) {
    CommandRun run =
        CommandRun.of("train", "conf/clouds.conf", "--output", directory.resolve(name).toString())
            .with("--set", "input.format=jdbc", "--set", "input.jdbc.url=" + url())
            .with("--set", "input.label=bought", "--set", "training.epochs=1")
            .with("--set", "preparation.standardisation=z-score", "--set", "input.key=[id]");
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  @Test
  void integersOfMillisecondsAndPartitionedReadsAreRight() throws IOException {
    train(
            "table",
            "input.jdbc.table=clicks",
            "input.bad-rows=quarantine",
            "input.jdbc.options.partitionColumn=id",
            "input.jdbc.options.lowerBound=1",
            "input.jdbc.options.upperBound=200",
            "input.jdbc.options.numPartitions=2")
        .expect(ExitCode.DONE);
    assertThat(new RunFiles(directory.resolve("table")).json("model/model.json"))
        .extracting("standardisation")
        .extracting("shift")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .first()
        .satisfies(
            mean ->
                assertThat(((Number) mean).doubleValue()).isBetween(1.7025488e12, 1.702548810e12));
    assertThat(new RunFiles(directory.resolve("table")).json("status.json"))
        .containsEntry("rows_read", 200)
        .containsEntry("rows_quarantined", 1);
  }

  @Test
  void aTextAmongNumbersEndsTheCommandUnlessItIsDeclaredMissing() {
    assertThat(
            train("text", "input.jdbc.query=select * from clicks")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("column r: it is a text, a blob or infinite in a column of type REAL");
    train(
            "missing",
            "input.jdbc.query=select * from clicks",
            "input.missing-texts=[n/a]",
            "preparation.missing=mean")
        .expect(ExitCode.DONE);
  }

  @Test
  void aTypeThatTheUserGivesIsTaken() {
    assertThat(
            train(
                    "own",
                    "input.jdbc.table=clicks",
                    "input.jdbc.options.customSchema=r STRING",
                    "input.missing-texts=[]")
                .expect(ExitCode.BAD_DATA)
                .error())
        .contains("[r]: texts");
  }

  @Test
  void aQueryThatFailsIsToldAlthoughASessionCannotBeginTwice() {
    String overflow = "case id when 7 then abs(-9223372036854775808) else id end";
    assertThat(
            train(
                    "overflow",
                    "input.jdbc.query=\"select id, bought, %s as r from clicks\""
                        .formatted(overflow),
                    "input.jdbc.options.sessionInitStatement=create temp table session (x)")
                .expect(ExitCode.STORAGE_FAILED)
                .error())
        .contains("integer overflow")
        .doesNotContain("already exists");
  }
}
