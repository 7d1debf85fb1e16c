package org.sparkbackprop.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That Spark SQL reads a table of a real PostgreSQL, and that nothing of it is left running. */
class PostgresServerTest {

  @TempDir private Path directory;

  private static void makeTable(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "create table flowers (id integer primary key, petal double precision, species text)");
      statement.execute(
          """
          insert into flowers
          select n, n / 8.0, case when n % 2 = 0 then 'setosa' end from generate_series(1, 100) n
          """);
    }
  }

  private SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("test")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.warehouse.dir", directory.toUri().toString())
        .getOrCreate();
  }

  private static Dataset<Row> flowers(SparkSession spark, PostgresServer server) {
    return spark
        .read()
        .format("jdbc")
        .option("url", server.url())
        .option("user", server.user())
        .option("password", server.password())
        .option("dbtable", "flowers")
        .option("partitionColumn", "id")
        .option("lowerBound", 1)
        .option("upperBound", 101)
        .option("numPartitions", 4)
        .load();
  }

  @Test
  void sparkReadsATableInSeveralPartitions() throws IOException, SQLException {
    try (PostgresServer server = PostgresServer.start();
        SparkSession spark = spark()) {
      makeTable(server);
      Dataset<Row> flowers = flowers(spark, server);
      assertThat(flowers.schema().simpleString())
          .isEqualTo("struct<id:int,petal:double,species:string>");
      assertThat(flowers.javaRDD().getNumPartitions()).isEqualTo(4);
      List<Row> rows = flowers.orderBy("id").collectAsList();
      assertThat(rows).hasSize(100);
      assertThat(rows.get(0).getDouble(1)).isEqualTo(0.125);
      assertThat(rows.get(0).isNullAt(2)).isTrue();
      assertThat(rows.get(1).getString(2)).isEqualTo("setosa");
    }
  }

  @Test
  void theServerAsksForThePasswordAndIsGoneWhenClosed() throws SQLException {
    PostgresServer server = PostgresServer.start();
    try (server;
        Connection idle = server.connect()) {
      assertThat(idle.isValid(1)).isTrue();
      assertThatThrownBy(() -> DriverManager.getConnection(server.url(), server.user(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      server.close(); // although somebody is connected
      assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
    }
  }
}
