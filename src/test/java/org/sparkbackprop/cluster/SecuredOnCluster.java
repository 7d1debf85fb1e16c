package org.sparkbackprop.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.submit.Command;

/** A cluster with all that conf/spark-defaults.conf.template says. */
class SecuredOnCluster {

  private static final Path TEMPLATE = Path.of("conf", "spark-defaults.conf.template");
  private static final String SECRET = "d1f5a3c09a7e4b62b8e6";
  private static final String PASSWORD = "password-of-the-stores";

  @TempDir private Path directory;

  private Path properties(String secret) throws IOException {
    String properties =
        Files.readString(TEMPLATE)
            .replace("PUT-A-LONG-RANDOM-SECRET-HERE", secret)
            .replace("/PUT-THE-DIRECTORY-HERE", directory.toString())
            .replace("PUT-THE-PASSWORD-OF-THE-STORES-HERE", PASSWORD);
    assertThat(properties).doesNotContain("PUT-").contains(secret, PASSWORD);
    return Files.writeString(directory.resolve(secret + ".properties"), properties);
  }

  /** A key, and a store that trusts it. */
  private void makeStores() throws IOException, InterruptedException {
    keytool("-genkeypair -keyalg EC -dname CN=spark -storetype PKCS12 -keystore rpc.p12");
    keytool("-exportcert -keystore rpc.p12 -file rpc.crt");
    keytool("-importcert -noprompt -file rpc.crt -storetype PKCS12 -keystore trust.p12");
  }

  private void keytool(String arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    words.addAll(List.of(arguments.split(" ")));
    words.addAll(List.of("-alias", "spark", "-storepass", PASSWORD));
    Command.Result made = new Command(directory, words).run();
    assertThat(made.code()).as(made.out() + made.err()).isZero();
  }

  private Submission training(String master) {
    return new Submission(directory, master)
        .set("training.epochs", "40")
        .set("training.storage", "disk");
  }

  @Test
  void trainsToTheSameBitsWithTheSecretAloneAndTellsNobody()
      throws IOException, InterruptedException {
    makeStores();
    String plain = training("local[2]").run("plain").sha256();
    Path right = properties(SECRET);
    Path wrong = properties("another-secret");
    try (StandaloneCluster cluster = StandaloneCluster.configured(2, right);
        Run refused = training(cluster.url(), wrong).start("refused");
        Run secured = training(cluster.url(), right).start("secured")) {
      assertThat(secured.await().sha256()).isEqualTo(plain);
      assertThat(secured.log()).contains("authentication enabled", "RPC SSL enabled");
      assertThat(textOf(cluster.work())).contains("authentication enabled", "RPC SSL enabled");
      assertThat(secured.told()).doesNotContain(SECRET, PASSWORD);
      assertThat(textOf(cluster.work())).doesNotContain(SECRET, PASSWORD);
      assertThat(textOf(directory.resolve("secured"))).doesNotContain(SECRET, PASSWORD);
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
