package org.sparkbackprop.config;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.model.Target;
import org.sparkbackprop.settings.BadRowPolicy;
import org.sparkbackprop.settings.ClassSettings;
import org.sparkbackprop.settings.CloudSettings;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.targets.TargetColumns;

/** Reads the section {@code input}. */
public final class InputReading {

  private static final int MAX_FEATURES = 1 << 24;

  /** Confusion matrices with as many rows and columns are kept. */
  private static final int MAX_CLASSES = 10_000;

  private InputReading() {}

  public static InputSettings input(SettingsReader reader) {
    String format =
        reader.isWord("input.format", Formats.GIVEN_ROWS)
            ? Formats.GIVEN_ROWS
            : reader.choice("input.format", Formats.names());
    if (format.equals("clouds") && reader.text("input.path").isPresent()) {
      reader.problem(
          "input.path",
          "cannot be given for format clouds, which is generated; set input.format = csv or idx");
    } else if (!Formats.hasFiles(format) && reader.text("input.path").isPresent()) {
      reader.problem("input.path", "cannot be given for format " + format + ", which has no files");
    }
    if (!Formats.isTable(format) && reader.text("input.weight").isPresent()) {
      reader.problem("input.weight", "is for tables, not for format " + format);
    }
    if (!Formats.isTable(format) && !reader.texts("input.key").isEmpty()) {
      reader.problem("input.key", "is for tables, not for format " + format);
    }
    for (String key : Formats.neededKeys(format)) {
      if (reader.text("input." + key).isEmpty()) {
        reader.problem("input." + key, "must be given for format " + format);
      }
    }
    TargetColumns target = TargetReading.columns(reader);
    if (format.equals("clouds") && target.kind() != Target.Kind.CLASS) {
      reader.problem(
          "target.kind",
          "= %s cannot be predicted for format clouds, each of which is a class; set another input.format"
              .formatted(target.kind().configurationName()));
    }
    if (!Formats.isTable(format) && !target.columns().isEmpty()) {
      reader.problem("target.columns", "is for tables, not for format " + format);
    }
    return new InputSettings(
        format,
        reader.text("input.path"),
        reader.text("input.labels"),
        labelled(ColumnReading.columns(reader, target), target),
        TextReading.text(reader),
        DatabaseReading.database(reader, format),
        reader.automaticOrInt("input.dimensions", 1, MAX_FEATURES),
        badRows(reader),
        layout(reader),
        reader.automaticOrPositive("input.divide-by"),
        classes(reader),
        clouds(reader),
        target);
  }

  /** The class is in the column that is named as the target, if any is. */
  private static ColumnSettings labelled(ColumnSettings columns, TargetColumns target) {
    return target.kind() == Target.Kind.CLASS && !target.columns().isEmpty()
        ? columns.labelledBy(target.columns().get(0))
        : columns;
  }

  private static BadRowPolicy badRows(SettingsReader reader) {
    String policy = reader.choice("input.bad-rows", List.of("fail", "quarantine"));
    double max = reader.share("input.max-bad-rows");
    return policy.equals("fail") ? BadRowPolicy.fail() : BadRowPolicy.quarantined(max);
  }

  private static InputSettings.Layout layout(SettingsReader reader) {
    return switch (reader.choice("input.layout", List.of("auto", "dense", "sparse"))) {
      case "dense" -> InputSettings.Layout.DENSE;
      case "sparse" -> InputSettings.Layout.SPARSE;
      default -> InputSettings.Layout.AUTOMATIC;
    };
  }

  private static ClassSettings classes(SettingsReader reader) {
    List<String> classes = reader.texts("input.classes");
    if (classes.size() == 1 || classes.stream().distinct().count() < classes.size()) {
      reader.problem("input.classes", "= " + classes + " must be at least two different names");
    }
    return new ClassSettings(classes, reader.automaticOrInt("input.max-classes", 2, MAX_CLASSES));
  }

  private static CloudSettings clouds(SettingsReader reader) {
    long seed = reader.integer("input.clouds.seed", Long.MIN_VALUE, Long.MAX_VALUE);
    OptionalInt dimensions = reader.automaticOrInt("input.clouds.dimensions", 1, MAX_FEATURES);
    List<List<Double>> centers = new ArrayList<>();
    if ("random".equals(randomOrEmpty(reader))) {
      int count = (int) reader.integer("input.clouds.count", 2, 100_000);
      double spread = reader.positive("input.clouds.spread");
      centers.addAll(CloudSettings.randomCenters(count, dimensions.orElse(2), spread, seed));
    } else {
      centers.addAll(padded(reader, reader.points("input.clouds.centers"), dimensions));
    }
    return new CloudSettings(
        reader.integer("input.clouds.samples", 1, Long.MAX_VALUE / 200_000),
        centers,
        reader.positive("input.clouds.deviation"),
        seed);
  }

  private static String randomOrEmpty(SettingsReader reader) {
    return reader.isList("input.clouds.centers") ? "" : reader.text("input.clouds.centers", "");
  }

  private static List<List<Double>> padded(
      SettingsReader reader, List<List<Double>> centers, OptionalInt dimensions) {
    int given = centers.stream().mapToInt(List::size).max().orElse(0);
    if (centers.size() < 2 || given == 0 || centers.stream().anyMatch(c -> c.size() != given)) {
      reader.problem(
          "input.clouds.centers", "must be at least two points of one dimension, or random");
      return List.of(List.of(0.0), List.of(1.0));
    }
    int wanted = dimensions.orElse(given);
    if (wanted < given) {
      reader.problem(
          "input.clouds.dimensions",
          "= %s must be at least the centres' %s".formatted(wanted, given));
    }
    List<List<Double>> padded = new ArrayList<>();
    for (List<Double> center : centers) {
      List<Double> longer = new ArrayList<>(center);
      while (longer.size() < wanted) {
        longer.add(0.0);
      }
      padded.add(List.copyOf(longer));
    }
    return padded;
  }
}
