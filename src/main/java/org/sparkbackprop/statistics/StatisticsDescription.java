package org.sparkbackprop.statistics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.model.Preparation;

/** Statistics of training data in JSON. */
final class StatisticsDescription {

  private static final int FORMAT = 2;

  /** The numbers to predict, or the labels; files of classes do not have it. */
  private static final String TARGETS = "targets";

  /** An earlier format, which counts a missing value as the number that replaced it. */
  private static final int WITH_MISSING_IN_BINS = 1;

  private StatisticsDescription() {}

  static Map<String, Object> fields(TrainingStatistics statistics) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("format", FORMAT);
    fields.put("rows", statistics.rows());
    fields.put("classes", statistics.classes());
    if (!statistics.targets().isEmpty()) {
      fields.put(TARGETS, histograms(statistics.targets()));
    }
    fields.put(
        "columns", statistics.columns().stream().map(StatisticsDescription::column).toList());
    return fields;
  }

  private static Map<String, Object> column(ColumnStatistics column) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", column.name());
    fields.put("kind", column.kind().name().toLowerCase(Locale.ROOT));
    fields.put("missing", column.missing());
    if (column.isCategory()) {
      fields.put("categories", column.categories());
      fields.put("no_category", column.noCategory());
      return fields;
    }
    if (column.kind() == InputColumn.Kind.VECTOR) {
      fields.put("size", column.size());
    }
    fields.put("features", histograms(column.histograms()));
    return fields;
  }

  private static List<Map<String, Object>> histograms(List<Histogram> histograms) {
    return histograms.stream().map(StatisticsDescription::histogram).toList();
  }

  private static Map<String, Object> histogram(Histogram histogram) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", histogram.feature());
    fields.put("edges", histogram.edges());
    fields.put("counts", histogram.counts());
    fields.put("missing", histogram.missing());
    return fields;
  }

  /**
   * Reads statistics.
   *
   * @param trained the preparation of the rows, which knows the substitutes of missing values
   * @throws ModelFormatException if the file has none
   */
  static TrainingStatistics statistics(Map<String, ?> fields, String name, Preparation trained) {
    boolean earlier = Integer.valueOf(WITH_MISSING_IN_BINS).equals(fields.get("format"));
    if (!earlier && !Integer.valueOf(FORMAT).equals(fields.get("format"))) {
      throw new ModelFormatException(
          "%s has no statistics of format %s or %s, the only ones that this version reads"
              .formatted(name, WITH_MISSING_IN_BINS, FORMAT));
    }
    try {
      long rows = count(fields.get("rows"), "rows");
      List<ColumnStatistics> columns = new ArrayList<>();
      for (Object column : require(List.class, fields.get("columns"), "columns")) {
        ColumnStatistics read = column(require(Map.class, column, "columns"));
        columns.add(earlier ? withoutMissing(read, rows, trained) : read);
      }
      return new TrainingStatistics(
          rows,
          counts(fields.get("classes"), "classes"),
          fields.containsKey(TARGETS) ? histograms(fields.get(TARGETS), TARGETS) : List.of(),
          columns);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ModelFormatException(
          "%s has no statistics of training data: %s; restore it from a copy or train again"
              .formatted(name, e.getMessage()));
    }
  }

  /** Takes missing values out of the counts; what cannot be known is left out. */
  private static ColumnStatistics withoutMissing(
      ColumnStatistics column, long rows, Preparation trained) {
    if (column.missing() == 0) {
      return column;
    }
    long missing = Math.round(column.missing() * rows);
    String name =
        column.isCategory()
            ? column.name() + "=" + column.categories().keySet().iterator().next()
            : column.featureNames().get(0);
    int feature = trained.featureNames().indexOf(name);
    if (column.isCategory()) {
      // it was counted in each category if 1 replaced it, else in none of them
      boolean each = feature >= 0 && trained.missing().substitute(feature) == 1;
      Map<String, Long> categories = new LinkedHashMap<>(column.categories());
      categories.replaceAll((category, count) -> each ? count - missing : count);
      long none = each ? column.noCategory() : Math.max(0, column.noCategory() - missing);
      return column.with(List.of(), categories, none);
    }
    // (of a vector it is not known which of its numbers were missing)
    List<Histogram> histograms =
        column.kind() == InputColumn.Kind.VECTOR || feature < 0
            ? List.of()
            : column.histograms().stream()
                .map(bins -> bins.without(missing, trained.missing().substitute(feature)))
                .flatMap(Optional::stream)
                .toList();
    return column.with(histograms, Map.of(), 0);
  }

  private static ColumnStatistics column(Map<?, ?> fields) {
    String name = require(String.class, fields.get("name"), "name");
    InputColumn.Kind kind =
        InputColumn.Kind.valueOf(
            require(String.class, fields.get("kind"), "kind").toUpperCase(Locale.ROOT));
    double missing = number(fields.get("missing"), "missing");
    if (kind == InputColumn.Kind.CATEGORY) {
      Map<String, Long> categories = counts(fields.get("categories"), "categories");
      long none = count(fields.get("no_category"), "no_category");
      return new ColumnStatistics(name, kind, 1, missing, List.of(), categories, none);
    }
    int size =
        kind == InputColumn.Kind.VECTOR ? require(Integer.class, fields.get("size"), "size") : 1;
    List<Histogram> histograms = histograms(fields.get("features"), "features");
    return new ColumnStatistics(name, kind, size, missing, histograms, Map.of(), 0);
  }

  private static List<Histogram> histograms(Object value, String key) {
    List<Histogram> histograms = new ArrayList<>();
    for (Object feature : require(List.class, value, key)) {
      histograms.add(histogram(require(Map.class, feature, key)));
    }
    return histograms;
  }

  private static Histogram histogram(Map<?, ?> fields) {
    List<Double> edges = new ArrayList<>();
    for (Object edge : require(List.class, fields.get("edges"), "edges")) {
      edges.add(number(edge, "edges"));
    }
    List<Long> counts = new ArrayList<>();
    for (Object count : require(List.class, fields.get("counts"), "counts")) {
      counts.add(count(count, "counts"));
    }
    return new Histogram(
        require(String.class, fields.get("name"), "name"),
        edges,
        counts,
        fields.containsKey("missing") ? count(fields.get("missing"), "missing") : 0);
  }

  private static Map<String, Long> counts(Object value, String key) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) require(Map.class, value, key)).entrySet()) {
      counts.put((String) entry.getKey(), count(entry.getValue(), key));
    }
    return counts;
  }

  private static long count(Object value, String key) {
    if (value instanceof Integer || value instanceof Long) {
      return ((Number) value).longValue();
    }
    throw new IllegalArgumentException("%s has %s, which is not a count".formatted(key, value));
  }

  private static double number(Object value, String key) {
    return require(Number.class, value, key).doubleValue();
  }

  private static <T> T require(Class<T> type, Object value, String key) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw new IllegalArgumentException(
        key + (value == null ? " is missing" : " must not be " + Excerpt.of(value.toString())));
  }
}
