package org.sparkbackprop.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.cli.CommandRun;
import org.sparkbackprop.cli.RunFiles;
import org.sparkbackprop.error.ExitCode;

class InputReadingTest {

  @TempDir private Path directory;

  private CommandRun train(String charset) {
    return CommandRun.of("train", directory.resolve("x.conf").toString())
        .with("--output", directory.resolve(charset).toString())
        .with("--set", "input.charset=" + charset);
  }

  private void write(String charset) throws IOException {
    Files.write(
        directory.resolve("x.csv"),
        List.of("gr\u00f6\u00dfe,label", "1,gr\u00fcn", "2,rot"),
        Charset.forName(charset));
    Files.writeString(
        directory.resolve("x.conf"),
        """
        recipe = textbook
        input { format = csv, path = "%s/x.csv" }
        training.epochs = 1
        """
            .formatted(directory));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252", "EUC-JP"})
  void textIsReadInItsCharacterSet(String charset) throws IOException {
    write(charset);
    train(charset).expect(ExitCode.DONE);
    assertThat(new RunFiles(directory.resolve(charset)).json("model/model.json"))
        .containsEntry("feature_names", List.of("gr\u00f6\u00dfe"))
        .containsEntry("classes", List.of("gr\u00fcn", "rot"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-32", "IBM037"})
  void aCharacterSetWithoutTheBytesOfAsciiIsRefused(String charset) throws IOException {
    write("UTF-8");
    assertThat(train(charset).expect(ExitCode.USAGE).error())
        .contains("input.charset = %s encodes ASCII characters in other bytes".formatted(charset));
  }

  /** The bytes of \u8868 end with a backslash in Shift_JIS, and those of \u30dd with a bar. */
  @Test
  void aCharacterSetWithBytesOfAsciiWithinOthersIsRefused() throws IOException {
    write("UTF-8");
    assertThat(train("Shift_JIS").expect(ExitCode.USAGE).error())
        .contains(
            "input.charset = Shift_JIS uses bytes of ASCII characters, such as the delimiter,"
                + " within other characters; convert to UTF-8");
  }

  @Test
  void characterSetsAreKnownByTheirBytes() {
    for (String name :
        List.of(
            "GBK",
            "GB18030",
            "Big5",
            "Shift_JIS",
            "windows-31j",
            "x-Johab",
            "x-windows-949",
            "ISO-2022-JP",
            "ISO-2022-KR")) {
      Charset charset = Charset.forName(name);
      assertThat(!CharacterSets.hasAscii(charset) || CharacterSets.hasAsciiWithinOthers(charset))
          .as(name)
          .isTrue();
    }
    for (String name :
        List.of(
            "US-ASCII",
            "ISO-8859-1",
            "ISO-8859-15",
            "windows-1250",
            "windows-1251",
            "windows-1252",
            "windows-1258",
            "KOI8-R",
            "KOI8-U",
            "IBM437",
            "TIS-620",
            "x-MacRoman",
            "EUC-JP",
            "EUC-KR",
            "GB2312",
            "x-EUC-TW",
            "CESU-8",
            "UTF-8")) {
      Charset charset = Charset.forName(name);
      assertThat(CharacterSets.hasAscii(charset)).as(name).isTrue();
      assertThat(CharacterSets.hasAsciiWithinOthers(charset)).as(name).isFalse();
    }
  }

  @Test
  void aCharacterSetThatNobodyKnowsIsRefused() throws IOException {
    write("UTF-8");
    assertThat(train("UTF-9").expect(ExitCode.USAGE).error())
        .contains("input.charset = UTF-9 is not a character set that Java knows");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9", ".", "+", "-", "e", "E"})
  void aCharacterOfNumbersIsNoDelimiter(String delimiter) throws IOException {
    write("UTF-8");
    String error =
        train("UTF-8")
            .with("--set", "input.delimiter=\"%s\"".formatted(delimiter))
            .expect(ExitCode.USAGE)
            .error();
    assertThat(error)
        .contains("input.delimiter = '%s' must not be a character of numbers".formatted(delimiter));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "decimal|,|delimiter|,",
        "thousands|;|delimiter|;",
        "comment|#|delimiter|#",
        "escape|'|delimiter|'",
        "thousands|.|decimal|.",
        "comment|,|decimal|,",
        "escape|.|decimal|.",
        "comment|'|thousands|'",
        "escape|'|thousands|'",
        "escape|~|comment|~",
        "thousands|` `|delimiter|whitespace"
      })
  void aCharacterOfTwoKeysIsRefusedByBoth(String key, String sign, String other, String same) {
    CommandRun run = CommandRun.of("train", "conf/clouds.conf");
    if (!other.equals("delimiter")) {
      run.with("--set", "input.delimiter=\";\"");
    }
    String error =
        run.with("--set", "input.%s=\"%s\"".formatted(other, same))
            .with("--set", "input.%s=\"%s\"".formatted(key, sign))
            .expect(ExitCode.USAGE)
            .error();
    assertThat(error)
        .contains("input.%s = '%s' is also the character of input.%s".formatted(key, sign, other));
  }

  @ParameterizedTest
  @CsvSource({"'[Yes, 1]','[no, YES]'", "'[\"1\"]','[\"0\", \"1\"]'", "'[t]','[T]'"})
  void aTextOfTrueAndFalseIsRefusedByBoth(String trueTexts, String falseTexts) {
    assertThat(
            CommandRun.of("train", "conf/clouds.conf")
                .with("--set", "input.true-texts=" + trueTexts)
                .with("--set", "input.false-texts=" + falseTexts)
                .expect(ExitCode.USAGE)
                .error())
        .contains("input.true-texts and input.false-texts both have");
  }
}
