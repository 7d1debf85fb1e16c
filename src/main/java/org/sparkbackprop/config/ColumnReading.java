package org.sparkbackprop.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.model.Standardisation.Method;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.PreparationSettings;
import org.sparkbackprop.settings.PreparationSettings.Bins;
import org.sparkbackprop.settings.targets.TargetColumns;

/** Reads the roles and types of columns, and how they are prepared. */
public final class ColumnReading {

  private static final int MAX_CATEGORIES = 100_000;
  private static final int MAX_BINS = 256;
  private static final int MAX_NUMBERS = 1 << 24;

  private ColumnReading() {}

  /** The columns of the section {@code input}. */
  static ColumnSettings columns(SettingsReader reader, TargetColumns target) {
    ColumnSettings columns =
        new ColumnSettings(
            reader.text("input.label", ""),
            reader.text("input.weight"),
            distinct(reader, "input.features"),
            distinct(reader, "input.ignore"),
            distinct(reader, "input.booleans"),
            categories(reader),
            (int) reader.integer("input.max-categories", 1, MAX_CATEGORIES),
            reader.integers("input.vectors", 1, MAX_NUMBERS),
            new LinkedHashSet<>(reader.texts("input.missing-texts")),
            distinct(reader, "input.key"));
    requireOneUse(reader, columns, target);
    return columns;
  }

  private static List<String> distinct(SettingsReader reader, String key) {
    List<String> names = reader.texts(key);
    if (names.stream().distinct().count() < names.size()) {
      reader.problem(key, "= " + names + " must not name a column twice");
    }
    return names;
  }

  private static Map<String, List<String>> categories(SettingsReader reader) {
    String key = "input.categories";
    if (reader.isSection(key)) {
      Map<String, List<String>> lists = reader.textLists(key);
      lists.forEach(
          (column, names) -> {
            if (names.isEmpty() || names.stream().distinct().count() < names.size()) {
              reader.problem(key, "of %s = %s must be different names".formatted(column, names));
            }
          });
      return lists;
    }
    Map<String, List<String>> found = new LinkedHashMap<>();
    distinct(reader, key).forEach(column -> found.put(column, List.of()));
    return found;
  }

  private static void requireOneUse(
      SettingsReader reader, ColumnSettings columns, TargetColumns target) {
    List<String> used = new ArrayList<>(columns.ignored());
    used.addAll(target.columns(columns.label()));
    columns.weight().ifPresent(used::add);
    used.addAll(columns.truths());
    used.addAll(columns.categories().keySet());
    used.addAll(columns.vectors().keySet());
    Set<String> once = new LinkedHashSet<>();
    for (String name : used) {
      if (!once.add(name)) {
        reader.problem(
            "input",
            "names column %s for two of %s, weight, ignore, booleans, categories and vectors"
                .formatted(name, target.columns().contains(name) ? "target.columns" : "label"));
      }
    }
  }

  /** The section {@code preparation}. */
  static PreparationSettings preparation(SettingsReader reader) {
    Method method =
        switch (reader.choice(
            "preparation.standardisation",
            List.of("divide", "none", "z-score", "min-max", "robust"))) {
          case "none" -> Method.NONE;
          case "z-score" -> Method.Z_SCORE;
          case "min-max" -> Method.MIN_MAX;
          case "robust" -> Method.ROBUST;
          default -> Method.DIVIDE;
        };
    if (method != Method.DIVIDE && !reader.isWord("input.divide-by", SettingsReader.AUTO)) {
      reader.problem(
          "input.divide-by",
          "has no effect with preparation.standardisation = " + method.configurationName());
    }
    String missing = "preparation.missing";
    MissingValues.Policy policy =
        reader.isWord(missing, "refuse")
            ? MissingValues.Policy.REFUSE
            : reader.isWord(missing, "mean")
                ? MissingValues.Policy.MEAN
                : reader.isWord(missing, "median")
                    ? MissingValues.Policy.MEDIAN
                    : MissingValues.Policy.CONSTANT;
    double constant =
        policy == MissingValues.Policy.CONSTANT
            ? reader.finite(missing, "refuse, mean, median or a finite number")
            : Double.NaN;
    return new PreparationSettings(
        method,
        policy,
        constant,
        unknownCategories(reader),
        categoryRules(reader),
        reader.truth("preparation.mark-missing"),
        bins(reader));
  }

  private static PreparationSettings.Categories categoryRules(SettingsReader reader) {
    String rare = "preparation.rare-categories";
    int fewest = (int) reader.integer(rare, 1, Integer.MAX_VALUE);
    if (fewest > 1 && !reader.isWord("preparation.unknown-categories", "other")) {
      reader.problem(rare, "has no effect unless preparation.unknown-categories = other");
    }
    String missing =
        reader.choice("preparation.missing-categories", List.of("like-numbers", "level"));
    return new PreparationSettings.Categories(
        fewest, missing.equals("level") ? MissingCategories.LEVEL : MissingCategories.LIKE_NUMBERS);
  }

  private static Optional<Bins> bins(SettingsReader reader) {
    String key = "preparation.bins";
    Bins bins =
        reader.isWord(key, SettingsReader.AUTO)
            ? Bins.AUTOMATIC
            : Bins.exactly((int) reader.integer(key, 1, MAX_BINS));
    String numbers = reader.choice("preparation.numbers", List.of("plain", "piecewise-linear"));
    return numbers.equals("plain") ? Optional.empty() : Optional.of(bins);
  }

  /** What happens to a category that a model does not know. */
  public static UnknownCategories unknownCategories(SettingsReader reader) {
    return switch (reader.choice(
        "preparation.unknown-categories", List.of("refuse", "zeros", "other"))) {
      case "zeros" -> UnknownCategories.ZEROS;
      case "other" -> UnknownCategories.OTHER;
      default -> UnknownCategories.REFUSED;
    };
  }
}
