package org.sparkbackprop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kept results of a case: a directory of texts, each by its name. */
record KeptResults(Path directory) {

  private static final Path ALL = Path.of("src/test/resources/safety-net");
  private static final Path NOW = Path.of("target/safety-net");
  private static final boolean REWRITTEN = Boolean.getBoolean("safety-net.write");

  /** The lines of commands that say what products were computed with. */
  static final String KERNELS = "kernels.txt";

  static KeptResults of(SafetyNetCase given) {
    return new KeptResults(ALL.resolve(given.name()));
  }

  /** Requires these results; or keeps them, if that is what the tests are run for. */
  void compare(Map<String, String> results) throws IOException {
    if (REWRITTEN) {
      write(results);
      return;
    }
    Map<String, String> kept = read();
    boolean sameKernels =
        kept.get(KERNELS) == null || kept.get(KERNELS).equals(results.get(KERNELS));
    for (Map.Entry<String, String> result : results.entrySet()) { // what was printed comes first
      String name = result.getKey();
      String before = kept.getOrDefault(name, "");
      if (sameKernels) {
        compare(name, before, result.getValue());
      } else if (!name.equals(KERNELS)) {
        compare(
            name,
            Normalisation.withoutFractions(before),
            Normalisation.withoutFractions(result.getValue()));
      }
    }
    assertThat(results.keySet()).as("files of %s", directory).isEqualTo(kept.keySet());
  }

  /** Shows the first line that differs, which says more than two whole texts. */
  private void compare(String name, String kept, String result) throws IOException {
    if (kept.equals(result)) {
      return;
    }
    Path now = NOW.resolve(directory.getFileName()).resolve(name);
    Files.createDirectories(now.getParent());
    Files.writeString(now, result);
    List<String> expected = kept.lines().toList();
    List<String> actual = result.lines().toList();
    int line = 0;
    while (line < Math.min(expected.size(), actual.size())
        && expected.get(line).equals(actual.get(line))) {
      line++;
    }
    fail(
        "%s, line %d%n  kept: %s%n  now:  %s%n(of %d lines, now %d, which are in %s;"
            + " -Dsafety-net.write=true keeps them)",
        directory.resolve(name),
        line + 1,
        shown(expected, line),
        shown(actual, line),
        expected.size(),
        actual.size(),
        now);
  }

  private static String shown(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "(no such line)";
  }

  private Map<String, String> read() throws IOException {
    Map<String, String> kept = new TreeMap<>();
    for (Path file : files()) {
      String name = directory.relativize(file).toString().replace('\\', '/');
      kept.put(name, Files.readString(file));
    }
    return kept;
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toList());
    }
  }

  private void write(Map<String, String> results) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> old = Files.walk(directory)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, String> result : results.entrySet()) {
      Path file = directory.resolve(result.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, result.getValue());
    }
  }
}
