#!/usr/bin/env bash
# Spark's csv reader does not read RFC 4180 by default: of a valid file with doubled quotes it gives
# other columns, and drops the last one, without an error or a warning. option("escape", "\"") reads it.
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
cat > rows.csv <<'CSV'
note,a,y
"say ""hi"", then go",1,p
"C:\",2,q
CSV
cat > Read.java <<'JAVA'
import org.apache.spark.sql.SparkSession;

public class Read {
  public static void main(String[] arguments) {
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    System.out.println("RESULT Spark " + spark.version());
    for (String escape : new String[] {"\\", "\""}) {
      for (var row : spark.read().option("header", "true").option("escape", escape).csv("rows.csv").collectAsList()) {
        System.out.println("RESULT escape=" + escape + " note=<" + row.get(0) + "> a=<" + row.get(1) + "> y=<" + row.get(2) + ">");
      }
    }
    for (var row : spark.read().option("header", "true").csv("rows.csv").collectAsList()) {
      System.out.println("RESULT default note=<" + row.get(0) + "> a=<" + row.get(1) + "> y=<" + row.get(2) + ">");
    }
    spark.stop();
  }
}
JAVA
opens=()
for package in java.lang java.lang.invoke java.net java.nio java.util java.util.concurrent sun.nio.ch sun.util.calendar sun.security.action; do
  opens+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
SPARK_LOCAL_IP=127.0.0.1 java "${opens[@]}" -cp "$(cat cp.txt)" Read.java 2> log | grep '^RESULT' | tee out.txt || { tail -20 log >&2; exit 2; }
cat > expected.txt <<'TXT'
RESULT default note=<"say ""hi""> a=< then go"> y=<1>
RESULT default note=<C:",2,q> a=<null> y=<null>
TXT
if ! grep '^RESULT default' out.txt | diff expected.txt -; then
  echo "the behaviour has changed" >&2
  exit 1
fi
echo "as described: the default reader shifts columns of a valid RFC 4180 file in silence"
