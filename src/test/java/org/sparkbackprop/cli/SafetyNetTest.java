package org.sparkbackprop.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sparkbackprop.model.WeightsFile;

/**
 * What commands print and write, compared with what they printed and wrote when it was kept:
 * nothing of it may change unnoticed. Where a change is wanted, {@code -Dsafety-net.write=true}
 * keeps it anew, and the difference is to be read before it is committed.
 */
class SafetyNetTest {

  private static final String COMMANDS = "commands.txt";
  private static final String FILES = "files.txt";
  private static final String HELP = "--help";

  @TempDir private Path directory;

  /** Those that {@code -Dsafety-net.cases=iris,sparse} names, or all. */
  static List<SafetyNetCase> cases() {
    String names = System.getProperty("safety-net.cases");
    return names == null
        ? SafetyNetCases.all()
        : SafetyNetCases.all().stream()
            .filter(given -> List.of(names.split(",")).contains(given.name()))
            .toList();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void commandsPrintAndWriteWhatTheyDid(SafetyNetCase given) throws Exception {
    given.writeInput(directory);
    Set<Path> input = files();
    Map<String, String> results = new TreeMap<>();
    List<CommandRun> runs = given.commands().stream().map(this::run).toList();
    results.put(COMMANDS, outputs(given.commands(), runs));
    if (!given.anyKernel()) {
      results.put(KeptResults.KERNELS, kernels(runs));
    }
    Set<Path> written = files();
    written.removeAll(input);
    results.put(FILES, listed(written));
    for (Path file : written) {
      if (isText(file)) {
        results.put("files/" + name(file), content(file));
      }
    }
    KeptResults.of(given).compare(results);
  }

  private CommandRun run(String command) {
    return CommandRun.of(SafetyNetCase.arguments(command, directory)).run();
  }

  private String outputs(List<String> commands, List<CommandRun> runs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < runs.size(); i++) {
      CommandRun run = runs.get(i);
      text.append("$ ").append(commands.get(i)).append('\n');
      text.append("exit code ").append(run.code()).append('\n');
      String out = commands.get(i).endsWith(HELP) ? Normalisation.rewrapped(run.out()) : run.out();
      append("standard output", out, text);
      append("standard error output", run.errorOutput(), text);
      text.append('\n');
    }
    return text.toString();
  }

  private static String kernels(List<CommandRun> runs) {
    return runs.stream()
        .flatMap(run -> run.out().lines())
        .filter(line -> line.startsWith("BLAS "))
        .distinct()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private void append(String title, String output, StringBuilder text) {
    String normalised = Normalisation.of(output, directory);
    if (!normalised.isEmpty()) {
      text.append("--- ").append(title).append('\n').append(normalised);
    }
  }

  private Set<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private String name(Path file) {
    return Normalisation.of(directory.relativize(file).toString(), directory);
  }

  /** Their names and, of weights, the hashes. */
  private String listed(Set<Path> files) throws IOException {
    StringBuilder list = new StringBuilder();
    for (Path file : files) {
      list.append(name(file));
      if (file.endsWith("weights.safetensors")) {
        list.append("  SHA-256 ").append(WeightsFile.sha256(Files.readAllBytes(file)));
      }
      list.append('\n');
    }
    return list.toString();
  }

  private static boolean isText(Path file) throws IOException {
    return !new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains("\0");
  }

  private String content(Path file) throws IOException {
    String text = Files.readString(file);
    String shortened = file.toString().endsWith(".html") ? Normalisation.shortened(text) : text;
    return Normalisation.of(shortened, directory);
  }
}
