package org.sparkbackprop.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.LocalSpark;
import org.sparkbackprop.config.ConfigurationFile;
import org.sparkbackprop.model.Model;
import org.sparkbackprop.registry.Versions;
import org.sparkbackprop.storage.LocalStorage;

/** The standard recipe works night after night. */
class RecipeOfNightsTest {

  @TempDir private Path directory;

  private Path night(String name, int rows) throws IOException {
    Random random = new Random(rows);
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < rows; i++) {
      lines.add(random.nextGaussian() + 4 * (i % 2) + "," + random.nextGaussian() + "," + i % 2);
    }
    return Files.write(directory.resolve(name + ".csv"), lines);
  }

  private RetrainResult retrain(JavaSparkContext spark, String name, int rows, String... changes)
      throws IOException {
    Path conf = directory.resolve("nights.conf");
    Files.writeString(conf, "input.format = csv, retrain.gate.tolerance = 1, training.epochs = 3");
    List<String> all = new ArrayList<>(List.of(changes));
    all.add("input.path=" + night(name, rows));
    all.add("retrain.root=" + directory.resolve("models"));
    ConfigurationFile file = ConfigurationFile.read(conf.toString(), all, new Configuration());
    return Retraining.of(file.training(), file.retraining()).run(name).run(spark);
  }

  private Versions versions() {
    return new Versions(new LocalStorage(directory.resolve("models/nights")));
  }

  @Test
  void theShapeInServiceWinsAndFewRowsAreHeldOutToo() throws IOException {
    try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
      String first = retrain(spark, "n1", 100, "network.hidden=[6]").version().orElseThrow();
      Model trained = versions().model(first);
      assertThat(trained.network()).extracting(Object::toString).asString().endsWith("-6-2");
      assertThat(((Map<?, ?>) trained.provenance().get("hold_out")).get("validation_rows"))
          .isEqualTo(20);
      String second = retrain(spark, "n2", 300).version().orElseThrow();
      Model warm = versions().model(second);
      assertThat(warm.network()).extracting(Object::toString).asString().endsWith("-6-2");
      assertThat(warm.provenance().get(Model.CHOICES).toString())
          .contains("as version " + first + ", which is in service, has them");
      assertThat(versions().find(second).orElseThrow().details())
          .containsEntry(RetrainStatus.START, WarmStart.WARM);
      assertThat(retrain(spark, "n2", 300).wasDoneBefore()).isTrue();
    }
  }
}
