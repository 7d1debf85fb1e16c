#!/usr/bin/env bash
# An ORC file with a column of the type union: Spark refuses the whole file, even with a schema that leaves
# that column out, by both of its readers. ORC's own reader gives the other columns.
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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.UnionColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.VectorizedRowBatch;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.spark.sql.SparkSession;

public class Read {
  public static void main(String[] arguments) throws Exception {
    Path file = new Path("rows.orc");
    Configuration hadoop = new Configuration();
    TypeDescription schema = TypeDescription.fromString("struct<x:bigint,u:uniontype<bigint,string>>");
    try (Writer writer = OrcFile.createWriter(file, OrcFile.writerOptions(hadoop).setSchema(schema))) {
      VectorizedRowBatch batch = schema.createRowBatch();
      for (int r = 0; r < 3; r++) {
        ((LongColumnVector) batch.cols[0]).vector[r] = r;
        ((LongColumnVector) ((UnionColumnVector) batch.cols[1]).fields[0]).vector[r] = r;
      }
      batch.size = 3;
      writer.addRowBatch(batch);
    }
    TypeDescription wanted = TypeDescription.fromString("struct<x:bigint>");
    try (Reader reader = OrcFile.createReader(file, OrcFile.readerOptions(hadoop));
        RecordReader rows = reader.rows(reader.options().schema(wanted))) {
      VectorizedRowBatch batch = wanted.createRowBatch();
      rows.nextBatch(batch);
      System.out.println("RESULT by ORC " + batch.size + " rows");
    }
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", "false").getOrCreate();
    for (String vectorised : new String[] {"true", "false"}) {
      for (String sources : new String[] {"orc", ""}) {
        spark.conf().set("spark.sql.orc.enableVectorizedReader", vectorised);
        spark.conf().set("spark.sql.sources.useV1SourceList", sources);
        String result;
        try {
          result = spark.read().schema("x bigint").orc("rows.orc").collectAsList().size() + " rows";
        } catch (Exception e) {
          Throwable root = e;
          while (root.getCause() != null) {
            root = root.getCause();
          }
          result = root.getClass().getSimpleName();
        }
        System.out.println("RESULT by Spark, vectorised " + vectorised + ", V1 '" + sources + "' " + result);
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
SPARK_LOCAL_IP=127.0.0.1 java "${opens[@]}" -cp "$(cat cp.txt)" Read.java 2> log | grep '^RESULT' | tee out.txt || { tail -20 log >&2; exit 2; }
cat > expected.txt <<'TXT'
RESULT by ORC 3 rows
RESULT by Spark, vectorised true, V1 'orc' ParseException
RESULT by Spark, vectorised true, V1 '' ParseException
RESULT by Spark, vectorised false, V1 'orc' ParseException
RESULT by Spark, vectorised false, V1 '' ParseException
TXT
if ! diff expected.txt out.txt; then
  echo "the behaviour has changed" >&2
  exit 1
fi
echo "as described: a column that nobody asks for has the whole file refused"
