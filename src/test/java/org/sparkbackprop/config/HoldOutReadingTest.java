package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sparkbackprop.cli.CommandRun;
import org.sparkbackprop.error.ExitCode;

/** Nothing that the label says decides which rows are held out. */
class HoldOutReadingTest {

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.write(directory.resolve("x.csv"), List.of("id,x,y", "1,1,a", "2,2,b", "3,3,a", "4,4,b"));
    Files.writeString(
        directory.resolve("x.conf"),
        """
        recipe = textbook
        input { format = csv, path = "%s/x.csv", label = y }
        validation.fraction = 0.5
        training.epochs = 1
        """
            .formatted(directory));
  }

  private CommandRun train(String... settings) {
    CommandRun run =
        CommandRun.of("train", directory.resolve("x.conf").toString())
            .with("--output", directory.resolve("run").toString());
    for (String setting : settings) {
      run = run.with("--set", setting);
    }
    return run;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validation.group-by=[x,y] | validation.group-by = x, y must not name the label",
        "validation.order-by=y | validation.order-by = y must not name the label",
        "input.key=[id,y] | input.key = id, y must not name the label"
      })
  void theLabelByItsNameIsRefused(String setting, String error) {
    assertThat(train(setting).expect(ExitCode.USAGE).error()).contains(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "validation.group-by=[x,y] | validation.group-by",
        "validation.order-by=y | validation.order-by",
        "input.key=[id,y] | input.key"
      })
  void theLabelByItsPlaceIsRefused(String setting, String key) {
    assertThat(train(setting, "input.label=-1").expect(ExitCode.BAD_DATA).error())
        .contains("column y is the label, but", key);
  }

  @Test
  void aKeyOfAnyColumnsPutsRowsInOrderWhereNoneIsHeldOut() {
    train("input.key=[id,y]", "validation.fraction=0").expect(ExitCode.DONE);
  }
}
