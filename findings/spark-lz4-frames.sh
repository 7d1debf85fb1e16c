#!/usr/bin/env bash
# Files as the program lz4 writes them (the frame format of LZ4, valid, ending with .lz4): Spark reads text by
# Hadoop's codec of that ending, which has a form of its own, and finds no rows, without an error or a warning.
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
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.apache.spark.sql.SparkSession;

public class Read {
  public static void main(String[] arguments) throws Exception {
    for (int lines : new int[] {3, 2000, 200000}) {
      try (OutputStream packed = new LZ4FrameOutputStream(new FileOutputStream(lines + ".csv.lz4"))) {
        for (int line = 0; line < lines; line++) {
          packed.write((line * 0.37 + ",a\n").getBytes(StandardCharsets.US_ASCII));
        }
      }
    }
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    for (int lines : new int[] {3, 2000, 200000}) {
      String result;
      try {
        result = spark.read().text(lines + ".csv.lz4").count() + " rows";
      } catch (Exception e) {
        Throwable root = e;
        while (root.getCause() != null) {
          root = root.getCause();
        }
        result = root.getClass().getSimpleName();
      }
      System.out.println("RESULT " + lines + " lines: " + result);
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
SPARK_LOCAL_IP=127.0.0.1 java "${opens[@]}" -cp "$(cat cp.txt)" Read.java 2> log | grep '^RESULT' | tee out.txt || { tail -20 log >&2; exit 2; }
cat > expected.txt <<'TXT'
RESULT 3 lines: 0 rows
RESULT 2000 lines: 0 rows
RESULT 200000 lines: 0 rows
TXT
if ! diff expected.txt out.txt; then
  echo "the behaviour has changed" >&2
  exit 1
fi
echo "as described: no rows, and nothing said"
