package org.sparkbackprop.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sparkbackprop.model.Preparation.MissingCategories;
import org.sparkbackprop.model.Preparation.UnknownCategories;

/** A preparation in model.json. */
final class PreparationDescription {

  private static final String CLASSES = "classes";
  private static final String FEATURE_NAMES = "feature_names";
  private static final String COLUMNS = "columns";
  private static final String STANDARDISATION = "standardisation";
  private static final String MISSING = "missing";
  private static final String UNKNOWN = "unknown_categories";
  private static final String MISSING_CATEGORIES = "missing_categories";
  private static final String LEVELS = "levels";
  private static final String MARKED = "marked_missing";
  private static final String EDGES = "bin_edges";
  private static final String INPUT_NAMES = "input_names";

  private PreparationDescription() {}

  static void put(Preparation preparation, Map<String, Object> description) {
    description.put(CLASSES, preparation.classNames());
    TargetDescription.put(preparation.target(), description);
    description.put(FEATURE_NAMES, preparation.featureNames());
    description.put(
        COLUMNS, preparation.columns().stream().map(PreparationDescription::column).toList());
    description.put(STANDARDISATION, standardisation(preparation.standardisation()));
    description.put(MISSING, missing(preparation.missing()));
    description.put(UNKNOWN, preparation.unknownCategories().name().toLowerCase(Locale.ROOT));
    if (preparation.missingCategories() == MissingCategories.LEVEL) {
      description.put(MISSING_CATEGORIES, "level");
    }
    AddedInputs added = preparation.added();
    if (added.count() > 0) {
      description.put(MARKED, Arrays.stream(added.marked()).boxed().toList());
      description.put(
          EDGES, Arrays.stream(added.edges()).map(PreparationDescription::list).toList());
      description.put(INPUT_NAMES, preparation.inputNames());
    }
  }

  private static Map<String, Object> column(InputColumn column) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", column.name());
    fields.put("kind", column.kind().name().toLowerCase(Locale.ROOT));
    if (column.kind() == InputColumn.Kind.VECTOR) {
      fields.put("size", column.size());
    } else if (column.kind() == InputColumn.Kind.CATEGORY) {
      fields.put("categories", column.categories());
      if (!column.levels().isEmpty()) {
        fields.put(
            LEVELS,
            column.levels().stream().map(level -> level.name().toLowerCase(Locale.ROOT)).toList());
      }
    }
    return fields;
  }

  private static Map<String, Object> standardisation(Standardisation standardisation) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", standardisation.method().configurationName());
    if (standardisation.method() == Standardisation.Method.DIVIDE) {
      fields.put("divisor", standardisation.divisor());
    } else if (standardisation.isByFeature()) {
      fields.put("shift", list(standardisation.shift()));
      fields.put("scale", list(standardisation.scale()));
    }
    return fields;
  }

  private static Map<String, Object> missing(MissingValues missing) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("policy", missing.policy().configurationName());
    switch (missing.policy()) {
      case CONSTANT -> fields.put("value", missing.constant());
      case MEAN, MEDIAN -> fields.put("values", list(missing.values()));
      case REFUSE -> {}
    }
    return fields;
  }

  static List<Double> list(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /**
   * Removes the fields of a preparation from a description.
   *
   * @param name of the file, for messages
   * @throws ModelFormatException if they are not those of a preparation
   */
  static Preparation take(Map<String, Object> description, String name) {
    List<String> features =
        ModelDirectory.texts(description.remove(FEATURE_NAMES), FEATURE_NAMES, name);
    List<String> classes = ModelDirectory.texts(description.remove(CLASSES), CLASSES, name);
    Object target = description.remove(TargetDescription.TARGET);
    Object decision = description.remove(TargetDescription.DECISION);
    Object described = description.remove(COLUMNS);
    Object standardisation = description.remove(STANDARDISATION);
    Object missing = description.remove(MISSING);
    Object unknown = description.remove(UNKNOWN);
    Object missingCategories = description.remove(MISSING_CATEGORIES);
    Object marked = description.remove(MARKED);
    Object edges = description.remove(EDGES);
    description.remove(INPUT_NAMES); // for others: it follows from the rest
    try {
      List<InputColumn> columns =
          described == null // as in models of numbers of early versions
              ? features.stream().map(InputColumn::number).toList()
              : columns(described);
      requireAsMany(columns, features.size());
      Preparation preparation =
          new Preparation(
                  columns,
                  classes,
                  standardisation(standardisation, columns),
                  missing(missing),
                  unknown == null
                      ? UnknownCategories.REFUSED
                      : UnknownCategories.valueOf(text(unknown).toUpperCase(Locale.ROOT)),
                  added(marked, edges))
              .with(
                  missingCategories == null
                      ? MissingCategories.LIKE_NUMBERS
                      : MissingCategories.valueOf(text(missingCategories).toUpperCase(Locale.ROOT)))
              .with(
                  TargetDescription.target(target, classes)
                      .with(TargetDescription.decision(decision, classes)));
      if (!preparation.featureNames().equals(features)) {
        throw new IllegalArgumentException("its columns do not give its " + FEATURE_NAMES);
      }
      return preparation;
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(name + ": " + e.getMessage());
    }
  }

  /** Checks sizes before names are made from them, as they may be absurdly large. */
  private static void requireAsMany(List<InputColumn> columns, int features) {
    long sum = columns.stream().mapToLong(InputColumn::features).sum();
    if (sum != features) {
      throw new IllegalArgumentException(
          "its columns give %s features, while it names %s".formatted(sum, features));
    }
  }

  private static List<InputColumn> columns(Object described) {
    List<InputColumn> columns = new ArrayList<>();
    for (Object column : (List<?>) require(List.class, described, COLUMNS)) {
      Map<?, ?> fields = require(Map.class, column, COLUMNS);
      InputColumn.Kind kind =
          InputColumn.Kind.valueOf(text(fields.get("kind")).toUpperCase(Locale.ROOT));
      List<String> categories =
          kind == InputColumn.Kind.CATEGORY ? texts(fields.get("categories")) : List.of();
      int size =
          kind == InputColumn.Kind.VECTOR ? require(Integer.class, fields.get("size"), "size") : 1;
      List<InputColumn.Level> levels =
          fields.containsKey(LEVELS)
              ? texts(fields.get(LEVELS)).stream()
                  .map(level -> InputColumn.Level.valueOf(level.toUpperCase(Locale.ROOT)))
                  .toList()
              : List.of();
      columns.add(new InputColumn(text(fields.get("name")), kind, size, categories, levels));
    }
    return columns;
  }

  private static Standardisation standardisation(Object described, List<InputColumn> columns) {
    Map<?, ?> fields = require(Map.class, described, STANDARDISATION);
    String method = text(fields.get("method")).toUpperCase(Locale.ROOT).replace('-', '_');
    return switch (Standardisation.Method.valueOf(method)) {
      case NONE -> Standardisation.none();
      case DIVIDE -> Standardisation.divide(number(fields.get("divisor")), columns);
      case Z_SCORE, MIN_MAX ->
          Standardisation.byFeature(
              Standardisation.Method.valueOf(method),
              numbers(fields.get("shift")),
              numbers(fields.get("scale")));
      case ROBUST ->
          Standardisation.robust(
              columns, numbers(fields.get("shift")), numbers(fields.get("scale")));
    };
  }

  private static MissingValues missing(Object described) {
    if (described == null) {
      return MissingValues.refused();
    }
    Map<?, ?> fields = require(Map.class, described, MISSING);
    return switch (MissingValues.Policy.valueOf(
        text(fields.get("policy")).toUpperCase(Locale.ROOT))) {
      case REFUSE -> MissingValues.refused();
      case MEAN -> MissingValues.means(numbers(fields.get("values")));
      case MEDIAN -> MissingValues.medians(numbers(fields.get("values")));
      case CONSTANT -> MissingValues.constant(number(fields.get("value")));
    };
  }

  /** As in models of early versions, none unless there are any. */
  private static AddedInputs added(Object marked, Object edges) {
    if (marked == null && edges == null) {
      return AddedInputs.none();
    }
    List<?> features = require(List.class, marked, MARKED);
    List<?> bins = require(List.class, edges, EDGES);
    return AddedInputs.of(
        features.stream().mapToInt(feature -> require(Integer.class, feature, MARKED)).toArray(),
        bins.stream().map(PreparationDescription::numbers).toArray(double[][]::new));
  }

  static String text(Object value) {
    return require(String.class, value, "a text");
  }

  static double number(Object value) {
    return require(Number.class, value, "a number").doubleValue();
  }

  static double[] numbers(Object value) {
    List<?> list = require(List.class, value, "a list of numbers");
    return list.stream().mapToDouble(PreparationDescription::number).toArray();
  }

  static List<String> texts(Object value) {
    List<?> list = require(List.class, value, "a list of texts");
    return list.stream().map(PreparationDescription::text).toList();
  }

  static <T> T require(Class<T> type, Object value, String what) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException("%s is not %s".formatted(value, what));
  }
}
