package org.sparkbackprop.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster with all that conf/spark-defaults.conf.template says. */
class SecuredOnCluster {

  private static final Path TEMPLATE = Path.of("conf", "spark-defaults.conf.template");
  private static final String PLACE = "PUT-A-LONG-RANDOM-SECRET-HERE";
  private static final String SECRET = "d1f5a3c09a7e4b62b8e6";

  @TempDir private Path directory;

  private Path properties(String secret) throws IOException {
    String template = Files.readString(TEMPLATE);
    assertThat(template).containsOnlyOnce(PLACE);
    return Files.writeString(
        directory.resolve(secret + ".properties"), template.replace(PLACE, secret));
  }

  private Submission training(String master) {
    return new Submission(directory, master)
        .set("training.epochs", "40")
        .set("training.storage", "disk");
  }

  @Test
  void trainsToTheSameBitsWithTheSecretAloneAndTellsNobody() throws IOException {
    String plain = training("local[2]").run("plain").sha256();
    Path right = properties(SECRET);
    Path wrong = properties("another-secret");
    try (StandaloneCluster cluster = StandaloneCluster.configured(2, right);
        Run refused = training(cluster.url(), wrong).start("refused");
        Run secured = training(cluster.url(), right).start("secured")) {
      assertThat(secured.await().sha256()).isEqualTo(plain);
      assertThat(secured.log()).contains("authentication enabled");
      assertThat(secured.told()).doesNotContain(SECRET);
      assertThat(textOf(directory.resolve("secured"))).doesNotContain(SECRET);
      assertThat(textOf(cluster.work())).contains("authentication enabled").doesNotContain(SECRET);
      assertThat(refused.await().code()).as(refused.told()).isEqualTo(69);
      assertThat(refused.errors()).contains("refuses this application");
    }
  }

  private Submission training(String master, Path properties) {
    return training(master).sparkOption("--properties-file", properties.toString());
  }

  /** All that is written in files below a directory. */
  private static String textOf(Path root) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> !path.toString().endsWith(".jar")).toList()) {
        if (Files.isRegularFile(file)) {
          text.append(new String(Files.readAllBytes(file), UTF_8));
        }
      }
    }
    return text.toString();
  }
}
