#!/usr/bin/env bash
# A directory of Parquet files of which one has a column less: Spark takes the columns of one file, the
# first by name, for those of all. Whether the column is there depends on the name of a file (Spark's own
# are random), without an error or a warning; mergeSchema reads both.
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
cat > Read.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;

public class Read {
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    spark.sql("select 1 as x").coalesce(1).write().parquet("narrow");
    spark.sql("select 2 as x, 5 as y").coalesce(1).write().parquet("wide");
    place("narrow", "first/a.parquet");
    place("wide", "first/b.parquet");
    place("wide", "second/a.parquet");
    place("narrow", "second/b.parquet");
    for (String directory : new String[] {"first", "second"}) {
      var rows = spark.read().parquet(directory);
      System.out.println("RESULT " + directory + " " + Arrays.toString(rows.columns()) + " " + rows.count());
      rows = spark.read().option("mergeSchema", true).parquet(directory);
      System.out.println("RESULT merged " + directory + " " + Arrays.toString(rows.columns()) + " " + rows.count());
    }
    spark.stop();
  }

  private static void place(String written, String file) throws Exception {
    try (var files = Files.list(Path.of(written))) {
      Path data = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.createDirectories(Path.of(file).getParent());
      Files.copy(data, Path.of(file));
    }
  }
}
JAVA
opens=()
for package in java.lang java.lang.invoke java.net java.nio java.util java.util.concurrent sun.nio.ch sun.util.calendar sun.security.action; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
echo "Spark $version"
SPARK_LOCAL_IP=127.0.0.1 java "${opens[@]}" -cp "$(cat cp.txt)" Read.java 2> log | grep '^RESULT' | tee out.txt || { tail -20 log >&2; exit 2; }
cat > expected.txt <<'TXT'
RESULT first [x] 2
RESULT merged first [x, y] 2
RESULT second [x, y] 2
RESULT merged second [x, y] 2
TXT
if ! diff expected.txt out.txt; then
  echo "the behaviour has changed" >&2
  exit 1
fi
echo "as described: the file that comes first decides whether a column is read"
