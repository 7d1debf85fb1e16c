#!/usr/bin/env bash
# Spark's JDBC source takes SQLite's INTEGER, which has 64 bits, for an INT of 32: larger values wrap
# around, fractions are cut, and a text in a REAL column is 0, all without an error or a warning.
# SQLite's driver returns the right values when it is asked for them. customSchema mends the integers.
set -euo pipefail
version=4.1.0
driver=3.53.4.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.spark</groupId><artifactId>spark-sql_2.13</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.xerial</groupId><artifactId>sqlite-jdbc</artifactId><version>$driver</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt
cat > Read.java <<'JAVA'
import java.sql.DriverManager;
import org.apache.spark.sql.SparkSession;

public class Read {
  public static void main(String[] arguments) throws Exception {
    String url = "jdbc:sqlite:table.db";
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute("create table t (ms integer, r real)");
      statement.execute("insert into t values (1702548800000, 1.5), (3000000000, 'n/a'), (2.5, 2.5)");
      var rows = statement.executeQuery("select ms, r from t");
      while (rows.next()) {
        System.out.println("RESULT driver " + rows.getString(1) + " " + rows.getString(2));
      }
    }
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    var read = spark.read().format("jdbc").option("url", url).option("dbtable", "t");
    for (var row : read.load().collectAsList()) {
      System.out.println("RESULT spark " + row.get(0) + " " + row.get(1));
    }
    for (var row : read.option("customSchema", "ms BIGINT").load().collectAsList()) {
      System.out.println("RESULT customSchema " + row.get(0) + " " + row.get(1));
    }
    spark.stop();
  }
}
JAVA
opens=()
for package in java.lang java.lang.invoke java.net java.nio java.util java.util.concurrent sun.nio.ch sun.util.calendar sun.security.action; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
echo "Spark $version, sqlite-jdbc $driver"
SPARK_LOCAL_IP=127.0.0.1 java "${opens[@]}" -cp "$(cat cp.txt)" Read.java 2> log | grep '^RESULT' | tee out.txt || { tail -20 log >&2; exit 2; }
cat > expected.txt <<'TXT'
RESULT driver 1702548800000 1.5
RESULT driver 3000000000 n/a
RESULT driver 2.5 2.5
RESULT spark 1741750784 1.5
RESULT spark -1294967296 0.0
RESULT spark 2 2.5
RESULT customSchema 1702548800000 1.5
RESULT customSchema 3000000000 0.0
RESULT customSchema 2 2.5
TXT
if ! diff expected.txt out.txt; then
  echo "the behaviour has changed" >&2
  exit 1
fi
echo "as described: 64-bit integers of SQLite are read as others, in silence"
