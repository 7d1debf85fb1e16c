package org.sparkbackprop.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Figures by name, measured once a round. */
final class Figures {

  private final Map<String, List<Double>> values = new LinkedHashMap<>();

  /** Says a figure in the form that {@link #read} reads. */
  static void print(String name, double value) {
    System.out.printf(Locale.ROOT, "%s %.9g%n", name, value);
  }

  /** Takes the figures out of what a measurement printed: a name, a space, a number. */
  void read(String output) {
    for (String line : output.lines().toList()) {
      if (line.matches("[a-z0-9.-]+ [-+0-9.eE]+")) {
        String[] words = line.split(" ");
        add(words[0], Double.parseDouble(words[1]));
      }
    }
  }

  void add(String name, double value) {
    values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  /** The median of all rounds; empty if it was not measured. */
  OptionalDouble median(String name) {
    double[] all = all(name);
    return all.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(median(all));
  }

  /** That of each round; none if it was not measured. */
  double[] all(String name) {
    return values.getOrDefault(name, List.of()).stream().mapToDouble(value -> value).toArray();
  }

  /** The median of at least one number. */
  static double median(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Every figure of every round, for whoever wants to see the spread. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    values.forEach((name, all) -> text.append(name).append(' ').append(all).append('\n'));
    return text.toString();
  }
}
