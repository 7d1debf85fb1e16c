package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What is kept and printed is the same wherever a JVM thinks it is. */
class LocaleTest {

  private final Locale before = Locale.getDefault();

  @TempDir private Path directory;

  @AfterEach
  void goHome() {
    Locale.setDefault(before);
  }

  /**
   * What a retraining leaves under a locale.
   *
   * @param out what it prints, without numbers, of which many are times
   * @param files their texts, without numbers too, by their names, which have an id of the run in
   *     them
   */
  private record Left(String out, Map<String, String> files, String sha) {}

  private Left retrained(Locale locale) throws IOException {
    Locale.setDefault(locale);
    Path root = directory.resolve(locale.toLanguageTag());
    CommandRun retrain =
        CommandRun.of("retrain", "conf/iris.conf")
            .with("--set", "retrain.root=\"" + root + "\"", "--set", "retrain.name=iris")
            .with("--set", "training.epochs=1200", "--set", "optimizer.learning-rate=auto")
            .expect(ExitCode.DONE);
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> path.toString().matches(".*\\.(json|jsonl|html|prom)"))
          .forEach(path -> files.put(root.relativize(path).toString(), text(path, root)));
    }
    String version =
        files.keySet().stream()
            .filter(name -> name.endsWith("model/model.json"))
            .findFirst()
            .orElseThrow();
    Path run = root.resolve(version).getParent().getParent();
    return new Left(withoutNumbers(retrain.out(), root), files, new RunFiles(run).sha());
  }

  private static String text(Path file, Path root) {
    try {
      return withoutNumbers(Files.readString(file), root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Digits of other scripts stay. */
  private static String withoutNumbers(String text, Path root) {
    return text.replace(root.toString(), "ROOT")
        .replaceAll("\\b[0-9a-f]{64}\\b", "hash of a file with times in it")
        .replaceAll("[0-9][0-9.,:eE+-]*", "0")
        .replaceAll("0 (µs|ms|s|min|h)\\b", "some time");
  }

  @Test
  void arabicDigitsAndTurkishLettersAreNowhere() throws IOException {
    Left expected = retrained(Locale.ROOT);
    assertThat(expected.files()).hasSizeGreaterThan(8);
    assertThat(retrained(Locale.forLanguageTag("ar-EG"))).isEqualTo(expected);
    assertThat(retrained(Locale.forLanguageTag("tr-TR"))).isEqualTo(expected);
  }

  /** In the test job that is started so; else it would be one of many under a usual locale. */
  @Test
  @EnabledIfSystemProperty(named = "user.language", matches = "ar")
  @SuppressWarnings("DefaultLocale")
  void thisJvmHasOtherDigits() {
    assertThat("%d".formatted(1_234)).isEqualTo("\u0661\u0662\u0663\u0664");
  }
}
