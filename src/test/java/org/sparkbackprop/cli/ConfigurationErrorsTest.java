package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.error.ExitCode;

/** The messages about configurations that are not HOCON. */
class ConfigurationErrorsTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"geheim}x42$%", "ge${heim42}", "geheim:[x42"})
  void piecesOfASecretAreInNoError(String password) throws IOException {
    String text = "input {\n  jdbc { password = " + password + " }\n}\n";
    Path conf = Files.writeString(directory.resolve("secret.conf"), text);
    String error = CommandRun.of("train", conf.toString()).expect(ExitCode.USAGE).error();
    assertThat(error).doesNotContain("heim", "x42").containsPattern("secret.conf: [23]: ");
    assertThat(error.split("secret.conf", -1)).hasSize(2);
  }

  @Test
  void anUnknownSubstitutionIsNamedOnce() throws IOException {
    Path conf =
        Files.writeString(directory.resolve("open.conf"), "seed = 1\ntraining.epochs = ${many}\n");
    String error = CommandRun.of("train", conf.toString()).expect(ExitCode.USAGE).error();
    assertThat(error).contains("open.conf: 2: ", "many");
    assertThat(error.split("open.conf", -1)).hasSize(2);
    String secret = "input.jdbc.password=ge${heim42}";
    assertThat(
            CommandRun.of("train", "conf/clouds.conf", "--set", secret)
                .expect(ExitCode.USAGE)
                .error())
        .contains("${…} names no key")
        .doesNotContain("heim42");
    assertThat(
            CommandRun.of("train", "conf/clouds.conf", "--set", "input.jdbc.password:geheim")
                .expect(ExitCode.USAGE)
                .error())
        .contains("key=value")
        .doesNotContain("geheim");
  }
}
