#!/usr/bin/env bash
# Spark writes ORC files whose column names end at their first backtick, without an error or a warning. Two
# names that differ only behind it become one, and Spark cannot read what it has written. Parquet keeps them.
set -euo pipefail
version=4.1.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.spark</groupId><artifactId>spark-sql_2.13</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt
cat > Write.java <<'JAVA'
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

public class Write {
  private static final List<List<String>> NAMES =
      List.of(List.of("price `net`", "n"), List.of("price `net`", "price `gross`"));

  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    for (List<String> names : NAMES) {
      StructType schema = new StructType();
      for (String name : names) {
        schema = schema.add(name, DataTypes.IntegerType);
      }
      for (String format : List.of("parquet", "orc")) {
        String path = format + NAMES.indexOf(names);
        String seen;
        try {
          spark.createDataFrame(List.of(RowFactory.create(1, 2)), schema).write().format(format).save(path);
          var rows = spark.read().format(format).load(path);
          seen = Arrays.toString(rows.columns()) + " " + rows.collectAsList();
        } catch (Exception e) {
          seen = e.getClass().getSimpleName() + " " + String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        }
        System.out.println("RESULT " + format + " " + names + " is read as " + seen);
      }
    }
    spark.stop();
  }
}
JAVA
opens=()
for package in java.lang java.lang.invoke java.net java.nio java.util java.util.concurrent sun.nio.ch sun.util.calendar sun.security.action; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
echo "Spark $version"
SPARK_LOCAL_IP=127.0.0.1 java "${opens[@]}" -cp "$(cat cp.txt)" Write.java 2> log | grep '^RESULT' | tee out.txt || { tail -20 log >&2; exit 2; }
cat > expected.txt <<'TXT'
RESULT parquet [price `net`, n] is read as [price `net`, n] [[1,2]]
RESULT orc [price `net`, n] is read as [price , n] [[1,2]]
RESULT parquet [price `net`, price `gross`] is read as [price `net`, price `gross`] [[1,2]]
RESULT orc [price `net`, price `gross`] is read as AnalysisException [COLUMN_ALREADY_EXISTS] The column `price ` already exists. Choose another name or rename the existing column. SQLSTATE: 42711
TXT
if ! diff expected.txt out.txt; then
  echo "the behaviour has changed" >&2
  exit 1
fi
echo "as described: ORC files of Spark have names without what stands behind a backtick"
