#!/usr/bin/env bash
# Spark's metrics system: removing a source removes the metrics of every other source whose name starts with
# its name. After removeSource("training"), the gauges of "training-2" are gone, although that source is still
# registered and getSourcesByName still finds it.
set -euo pipefail
version=4.2.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
cat > pom.xml <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>finding</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.spark</groupId><artifactId>spark-core_2.13</artifactId><version>$version</version></dependency>
  </dependencies>
</project>
POM
mvn -q -B dependency:build-classpath -Dmdep.outputFile=cp.txt
cat > Sources.java <<'JAVA'
import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.metrics.MetricsSystem;
import org.apache.spark.metrics.source.Source;

public class Sources {
  static Source source(String name) {
    MetricRegistry registry = new MetricRegistry();
    registry.register("cost", (Gauge<Integer>) () -> 1);
    return new Source() {
      @Override public String sourceName() { return name; }
      @Override public MetricRegistry metricRegistry() { return registry; }
    };
  }

  /** What the JMX sink shows of a source. */
  static int shown(String source) throws Exception {
    return ManagementFactory.getPlatformMBeanServer()
        .queryNames(new ObjectName("metrics:name=*.driver." + source + ".cost,*"), null).size();
  }

  public static void main(String[] arguments) throws Exception {
    SparkConf conf = new SparkConf().setMaster("local[1]").setAppName("sources").set("spark.ui.enabled", "false")
        .set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.metrics.conf.*.sink.jmx.class", "org.apache.spark.metrics.sink.JmxSink");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      MetricsSystem system = SparkEnv.get().metricsSystem();
      Source first = source("training");
      system.registerSource(first);
      system.registerSource(source("training-2"));
      System.out.println("RESULT before: training " + shown("training") + ", training-2 " + shown("training-2"));
      system.removeSource(first);
      System.out.println("RESULT after: training " + shown("training") + ", training-2 " + shown("training-2")
          + ", registered " + system.getSourcesByName("training-2").size());
    }
  }
}
JAVA
javac -cp "$(cat cp.txt)" Sources.java
java --add-exports java.base/sun.nio.ch=ALL-UNNAMED --add-opens java.base/java.nio=ALL-UNNAMED \
  --add-opens java.base/java.lang=ALL-UNNAMED --add-opens java.base/java.util=ALL-UNNAMED \
  --add-opens java.base/sun.security.action=ALL-UNNAMED -cp "$(cat cp.txt):." Sources 2> errors.txt | grep '^RESULT' > seen.txt \
  || { cat errors.txt; exit 1; }
cat seen.txt
# Seen with Spark 4.2.0:
cat > expected.txt <<'SEEN'
RESULT before: training 1, training-2 1
RESULT after: training 0, training-2 0, registered 1
SEEN
diff expected.txt seen.txt && echo "as found"
