package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.error.ExitCode;

/** Tables of a database: what is read, and what is told to nobody. */
class DatabaseCommandTest {

  private static final RowsDriver DRIVER = new RowsDriver();
  private static final String TOKEN = "sesame-42";

  @TempDir private Path directory;

  @BeforeAll
  static void addDriver() throws SQLException {
    DriverManager.registerDriver(DRIVER);
  }

  @AfterAll
  static void removeDriver() throws SQLException {
    DriverManager.deregisterDriver(DRIVER);
  }

  private Path output(String name) {
    return directory.resolve(name);
  }

  private CommandRun train(String name, String... settings) throws IOException {
    Path conf =
        Files.writeString(
            output("jdbc.conf"),
            """
            recipe = textbook
            input {
              format = jdbc
              jdbc {
                url = "jdbc:rows://me:%1$s@host/db?apiToken=%2$s&x=1"
                table = samples
                user = me
                password = "%1$s"
                options { accessToken = "%2$s", fetchsize = 10 }
              }
            }
            training { epochs = 3, partitions = 2 }
            """
                .formatted(RowsDriver.PASSWORD, TOKEN));
    CommandRun run = CommandRun.of("train", conf.toString(), "--output", output(name).toString());
    for (String setting : settings) {
      run.with("--set", setting);
    }
    return run;
  }

  @Test
  void aTableIsReadAndItsSecretsAreInNothingThatIsWritten() throws IOException {
    CommandRun run = train("run").expect(ExitCode.DONE);
    assertThat(run.out()).contains("samples     300, 1 features");
    requireNoSecrets(run.out());
    try (Stream<Path> files = Files.walk(output("run"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        requireNoSecrets(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(new RunFiles(output("run")).json("model/model.json").get("configuration"))
        .extracting("input")
        .extracting("jdbc")
        .extracting("url", "user", "password", "options")
        .containsExactly(
            "jdbc:rows://(not kept)@host/db?apiToken=(not kept)&x=1",
            "me",
            "(not kept)",
            Map.of("accessToken", "(not kept)", "fetchsize", 10));
  }

  @Test
  void aModelAsksForTheSecretsThatItDoesNotKeep() throws IOException {
    train("run", "input.jdbc.url=jdbc:rows:db", "input.jdbc.options={}").expect(ExitCode.DONE);
    CommandRun without =
        CommandRun.of("evaluate", "--model", output("run").toString(), "--input", "samples")
            .expect(ExitCode.USAGE);
    assertThat(without.error())
        .contains("input.jdbc.password is not kept in models; give input.jdbc.password = … again");
    String password = "input.jdbc.password=" + RowsDriver.PASSWORD;
    CommandRun.of("evaluate", "--model", output("run").toString(), "--input", "samples")
        .with("--set", password)
        .expect(ExitCode.DONE);
    CommandRun.of("evaluate", "--model", output("run").toString(), "--input", "others")
        .with("--set", password)
        .expect(ExitCode.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "USAGE|input.jdbc.url=jdbc:none:x?password=hush/hush"
            + "|no JDBC driver for jdbc:none:x?password=(not kept); add its jar by spark.jars",
        "USAGE|input.jdbc.driver=org.none.Driver|no JDBC driver for jdbc:rows://(not kept)@host",
        "STORAGE_FAILED|input.jdbc.url=jdbc:rows://me:hush/hush@nowhere/db"
            + "|table samples of jdbc:rows://(not kept)@nowhere/db failed: cannot connect by",
        "STORAGE_FAILED|input.jdbc.password=sesame-42|failed: wrong password (not kept)",
        "NOT_FOUND|input.jdbc.table=others|the database has no table others of jdbc:rows:",
        "USAGE|input.jdbc.table=null && input.jdbc.query=SELECT oops|check input.jdbc.query",
        "BAD_DATA|input.jdbc.url=jdbc:rows:rounding"
            + "|column x is 0.8414709848078965 according to the driver, but Spark reads 1.0",
        "BAD_DATA|input.jdbc.url=jdbc:rows:failing"
            + "|column x cannot be read as double: no number for a session of (not kept)",
        "USAGE|input.jdbc.options.partitionColumn=x|input.jdbc cannot be used",
        "USAGE|input.jdbc.options.Password=sesame-42|has its own key: input.jdbc.password",
        "USAGE|input.jdbc.query=SELECT 1|must be given, but not both",
        "USAGE|input.jdbc.password=[sesame-42]|input.jdbc.password must be a text",
        "USAGE|input.path=x.csv|input.path cannot be given for format jdbc",
        "USAGE|validation.path=x.csv|validation.path cannot be given for format jdbc",
        "USAGE|test.path=x.csv|test.path cannot be given for format jdbc"
      })
  void failuresAreSentencesWithoutSecrets(ExitCode code, String settings, String sentence)
      throws IOException {
    CommandRun run = train("run", settings.split(" && ")).expect(code);
    assertThat(run.error()).contains(sentence);
    requireNoSecrets(run.error());
  }

  private static void requireNoSecrets(String text) {
    assertThat(text).doesNotContain(RowsDriver.PASSWORD).doesNotContain(TOKEN);
  }
}
