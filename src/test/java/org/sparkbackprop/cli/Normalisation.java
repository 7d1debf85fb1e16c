package org.sparkbackprop.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sparkbackprop.model.WeightsFile;
import org.sparkbackprop.storage.Json;

/**
 * Blanks what depends on machine or moment in what commands print and write. All that is blanked
 * stands here, with its reason; every other character is compared.
 */
final class Normalisation {

  /**
   * A part of texts that is replaced.
   *
   * @param reason why it is not the same everywhere and always
   */
  private record Rule(String reason, Pattern pattern, String replacement) {

    static Rule of(String reason, String pattern, String replacement) {
      return new Rule(reason, Pattern.compile(pattern, Pattern.MULTILINE), replacement);
    }

    String applied(String text) {
      return pattern.matcher(text).replaceAll(replacement);
    }
  }

  private static final int HELP_WIDTH = 100;
  private static final String NUMBER = "-?\\d[\\d,]*(?:\\.\\d+)?(?:[eE][-+]?\\d+)?";

  private static final List<Rule> RULES =
      List.of(
          Rule.of(
              "Spark's log, which these tests have on the standard error output",
              "^\\d{4}-\\d\\d-\\d\\dT[\\d:,]+ (?:WARN|ERROR) (?:.*\\R)(?:(?!error: ).*\\R)*",
              ""),
          Rule.of(
              "points in time",
              "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?Z",
              "(time)"),
          Rule.of(
              "how long something took, in files and as inspect shows it",
              "(?<![-\\w])(\\w*seconds\"? ?[:=] ?)" + NUMBER,
              "$1(time)"),
          Rule.of(
              "points in time and durations for Prometheus",
              "(_seconds\\{.*\\} )" + NUMBER,
              "$1(time)"),
          Rule.of(
              "hashes of files with times in them",
              "(\"(?:metrics\\.json|model/model\\.json|report\\.html|state\\.safetensors|history_sha256)\" : \")\\w{64}",
              "$1(hash)"),
          Rule.of(
              "the hash that a complete checkpoint ends with, of such a file",
              "\\A\\w{64}\\s*\\z",
              "(hash)"),
          Rule.of(
              "threads of Spark that fail as Spark ends",
              "^Exception in thread .*\\R(?:\\s+at .*\\R|\\s+\\.\\.\\. .*\\R|Caused by: .*\\R)*",
              ""),
          Rule.of(
              "speed and the time left, which the first lines of progress do not have",
              "  [\\d.]+ epochs/s  [\\d:]+ left$",
              ""),
          Rule.of(
              "how long reading took", "( read in )" + NUMBER + " (?:ms|s|min|h)\\b", "$1(time)"),
          Rule.of(
              "how long training took", "^(.*: \\d+ in )" + NUMBER + " s(, cost)", "$1(time)$2"),
          Rule.of(
              "the same in reports", "(\"training\" : \")[^\"]* (?:ms|s|min|h)\"", "$1(time)\""),
          Rule.of("shares of that time", "^of that time .*$", "of that time (shares)"),
          Rule.of("a trial of this machine's speed", "^(time +).*$", "$1(by a trial)"),
          Rule.of(
              "what an epoch on a cluster of such machines would take",
              "^ +\\d+(?: +[-+.\\de]+ m?s){6} .*$",
              "(times)"),
          Rule.of(
              "how many of them are enough", "^\\d+ (executor\\(s\\) are enough).*$", "(some) $1"),
          Rule.of(
              "advice that such times lead to, or not",
              "^[\\d,]+ (?:of [\\d,]+ cores have no partition|partitions are many tasks): .*\\R",
              ""),
          Rule.of(
              "the memory that the JVM was given",
              "(there is room for )" + NUMBER + " \\w+",
              "$1(memory)"),
          Rule.of(
              "the BLAS of the machine, and what is to be said of it",
              "^BLAS .*$(?:\\Rwarning: .*BLAS.*$)*",
              "BLAS (identity)"),
          Rule.of("the same in models", "(blas\"? ?[:=] ?\"?)[^\",]*, bits \\w+", "$1(identity)"),
          Rule.of(
              "the version of the project in checkpoints",
              "(\"version\" : \")\\d+\\.[^\"]*",
              "$1(version)"),
          Rule.of("the kernels in checkpoints", "(\"kernels\" : \\[).*\\]", "$1 (identities) ]"),
          Rule.of(
              "versions of the project, of Spark and of Java",
              "((?:spark[-_]backprop|spark|java)\"? ?[:=] ?\"?)\\d+\\.[-\\w.]+",
              "$1(version)"),
          Rule.of(
              "the same on the terminal",
              "spark-backprop [^ ,]+(?:-SNAPSHOT)?, Spark [^ ,]+",
              "spark-backprop (version), Spark (version)"));

  private static final Rule FRACTIONS =
      Rule.of(
          "numbers that another BLAS computes to other bits",
          "-?\\d+\\.\\d+(?:[eE][-+]?\\d+)?|\\b[0-9a-f]{64}\\b",
          "#");

  private static final Pattern SCRIPT = Pattern.compile("(?s)(?<=<(?:script|style)>).*?(?=</)");
  private static final String CHART_LIBRARY = "Chart.js";
  private static final Pattern DATA =
      Pattern.compile("(?<=<script id=\"data\"[^>]{0,50}>)\\{.*\\}");
  private static final Pattern PLOT =
      Pattern.compile("(?<=\"(?:regions|points)\":\\[)(?:[^\\[\\]\"]|\\[[^\\[\\]\"]*\\])++(?=\\])");

  private Normalisation() {}

  /** What a command wrote in a directory, without what is only so here and now. */
  static String of(String text, Path directory) {
    String result = text.replace(directory.toString(), SafetyNetCase.DIRECTORY);
    result = result.replace(Path.of("").toAbsolutePath().toString(), "WORKING-DIRECTORY");
    for (Rule rule : RULES) {
      result = rule.applied(result);
    }
    return result;
  }

  /** Without the numbers that depend on the BLAS. */
  static String withoutFractions(String text) {
    return FRACTIONS.applied(text);
  }

  /** The words of a help text, whose lines and columns follow the width of the user's terminal. */
  static String rewrapped(String help) {
    StringBuilder lines = new StringBuilder();
    int width = 0;
    for (String word : help.strip().split("\\s+", -1)) {
      width += word.length() + 1;
      if (width > HELP_WIDTH) {
        lines.append('\n');
        width = word.length();
      } else if (!lines.isEmpty()) {
        lines.append(' ');
      }
      lines.append(word);
    }
    return lines.append('\n').toString();
  }

  /**
   * A report without the library that draws, with hashes in place of its other long parts, and its
   * data on many lines in the order of their names, as some objects have another order in each JVM.
   */
  static String shortened(String page) {
    String withoutScripts = SCRIPT.matcher(page).replaceAll(Normalisation::script);
    String withoutPlot = PLOT.matcher(withoutScripts).replaceAll(part -> '"' + hash(part) + '"');
    return DATA.matcher(withoutPlot)
        .replaceAll(data -> Matcher.quoteReplacement(sorted(data.group())));
  }

  private static String sorted(String json) {
    return Json.document(sorted(Json.parse(json.getBytes(StandardCharsets.UTF_8), "data")));
  }

  private static Map<String, Object> sorted(Map<?, ?> fields) {
    Map<String, Object> sorted = new TreeMap<>();
    fields.forEach((name, value) -> sorted.put((String) name, sortedWithin(value)));
    return sorted;
  }

  private static Object sortedWithin(Object value) {
    if (value instanceof Map<?, ?> fields) {
      return sorted(fields);
    }
    return value instanceof List<?> list
        ? list.stream().map(Normalisation::sortedWithin).collect(Collectors.toList())
        : value;
  }

  private static String script(MatchResult script) {
    return script.group().contains(CHART_LIBRARY) ? CHART_LIBRARY : hash(script);
  }

  private static String hash(MatchResult part) {
    return "SHA-256 " + WeightsFile.sha256(part.group().getBytes(StandardCharsets.UTF_8));
  }
}
