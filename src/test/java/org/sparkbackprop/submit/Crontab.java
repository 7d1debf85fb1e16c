package org.sparkbackprop.submit;

import java.util.ArrayList;
import java.util.List;

/**
 * A user's crontab, as crontab(5) has it, without names of months and days.
 *
 * @param variables lines that set one
 * @param entries lines that start something
 */
record Crontab(List<String> variables, List<Entry> entries) {

  private static final int FIELDS = 5;
  private static final int[] FROM = {0, 0, 1, 1, 0};
  private static final int[] TO = {59, 23, 31, 12, 7};

  /**
   * A line that starts something.
   *
   * @param times the five fields
   * @param command for the shell, with \% as %
   */
  record Entry(List<String> times, String command) {}

  /**
   * Parses one.
   *
   * @throws IllegalArgumentException naming the line that cron would refuse or mistake
   */
  static Crontab parse(String text) {
    List<String> variables = new ArrayList<>();
    List<Entry> entries = new ArrayList<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.matches("[A-Za-z_]+ *=.*")) {
        variables.add(line);
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        entries.add(entry(line));
      }
    }
    return new Crontab(variables, entries);
  }

  private static Entry entry(String line) {
    List<String> words = List.of(line.split("\\s+", FIELDS + 1));
    if (words.size() <= FIELDS) {
      throw new IllegalArgumentException("five times and a command are needed: " + line);
    }
    for (int i = 0; i < FIELDS; i++) {
      checkTime(words.get(i), FROM[i], TO[i]);
    }
    String command = words.get(FIELDS);
    if (command.matches("(%|.*[^\\\\]%).*")) {
      throw new IllegalArgumentException("% ends the command unless it is \\%: " + command);
    }
    return new Entry(words.subList(0, FIELDS), command.replace("\\%", "%"));
  }

  private static void checkTime(String field, int from, int to) {
    for (String part : field.split(",", -1)) {
      if (!part.matches("(\\*|\\d{1,2}(-\\d{1,2})?)(/[1-9]\\d?)?")) {
        throw new IllegalArgumentException("no time: " + field);
      }
      for (String bound : part.replaceAll("/.*|\\*", "").split("-", -1)) {
        if (!bound.isEmpty() && (Integer.parseInt(bound) < from || Integer.parseInt(bound) > to)) {
          throw new IllegalArgumentException(
              "%s is not from %s to %s: %s".formatted(bound, from, to, field));
        }
      }
    }
  }
}
