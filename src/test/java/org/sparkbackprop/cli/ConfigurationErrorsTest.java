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

  @Test
  void aLossThatAnOptimizerOrAMeasureIsNotForIsNamedAsItIsWritten() throws IOException {
    Path conf = Files.writeString(directory.resolve("loss.conf"), "input.format = csv\n");
    CommandRun numbers =
        CommandRun.of("train", conf.toString(), "--set", "input.path=rows.csv")
            .with("--set", "target.kind=number", "--set", "target.loss=pinball")
            .with("--set", "optimizer.name=l-bfgs");
    assertThat(numbers.expect(ExitCode.USAGE).error())
        .contains(
            "optimizer.name = l-bfgs needs a smooth loss, and target.loss = pinball has kinks");
    CommandRun classes =
        CommandRun.of("train", conf.toString(), "--set", "input.path=rows.csv")
            .with("--set", "target.loss=sigmoid-cross-entropy")
            .with("--set", "stopping.measure=rmse");
    assertThat(classes.expect(ExitCode.USAGE).error())
        .contains("stopping.measure = rmse does not measure target.kind = class")
        .contains("with target.loss = sigmoid-cross-entropy; possible are [cost, accuracy,");
  }

  @Test
  void aModelThatIsDamagedIsBadData() throws IOException {
    Path model = Files.createDirectories(directory.resolve("model"));
    Files.writeString(
        model.resolve("model.json"),
        """
        { "format": 1, "layers": [1, 1], "activations": ["identity"],
          "loss": { "name": "pinball" }, "classes": [] }
        """);
    assertThat(
            CommandRun.of("inspect", "--model", model.toString()).expect(ExitCode.BAD_DATA).error())
        .contains("model.json: its loss has no quantiles");
  }
}
