package org.sparkbackprop.data.source.sql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sparkbackprop.data.columns.ColumnAdvice;
import org.sparkbackprop.data.columns.ColumnProfile;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.InputSettings;

/** Collects the columns of a table whose types need a setting to make features of them. */
final class UndeclaredColumns {

  private static final int MAX_ROWS = 10_000;
  private static final int MAX_TEXT = 200;

  private final List<String> texts = new ArrayList<>();
  private final List<String> vectors = new ArrayList<>();
  private final Map<String, String> others = new LinkedHashMap<>();

  /** The column as its type declares it; a type is null if the table lacks the column. */
  InputColumn column(String name, SqlType type) {
    if (type != null && type.kind() == SqlType.Kind.TRUTH) {
      return InputColumn.truth(name);
    }
    if (type != null) {
      switch (type.kind()) {
        case TEXT -> texts.add(name);
        case ARRAY, VECTOR -> vectors.add(name);
        case TEXTS, OTHER -> others.put(name, type.name());
        case NUMBER, TRUTH -> {}
      }
    }
    return InputColumn.number(name);
  }

  /**
   * Refuses these columns, with advice on their settings.
   *
   * @param rows all columns, to look at the first texts
   * @throws DataException if there are any
   */
  void requireNone(String table, Supplier<Dataset<Row>> rows, InputSettings input) {
    List<String> problems = new ArrayList<>();
    if (!texts.isEmpty()) {
      problems.add(Excerpt.some(texts) + ": texts, which input.categories makes features");
    }
    if (!vectors.isEmpty()) {
      problems.add(
          "%s: arrays or vectors, whose sizes input.vectors must give, as in { %s = 784 }"
              .formatted(Excerpt.some(vectors), vectors.get(0)));
    }
    if (!others.isEmpty()) {
      List<String> types = new ArrayList<>();
      others.forEach((name, type) -> types.add("%s (%s)".formatted(name, type)));
      problems.add(Excerpt.some(types) + ": of types that features cannot have");
    }
    if (!problems.isEmpty()) {
      throw new DataException(
          "%s has columns that cannot be features as they are; %s; for instance, set"
              .formatted(table, String.join("; ", problems)),
          ColumnAdvice.ofTypes(input, profiles(input, rows), vectors, others.keySet()));
    }
  }

  /** The first texts of each column; none if they cannot be read. */
  private Map<String, ColumnProfile> profiles(InputSettings input, Supplier<Dataset<Row>> rows) {
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    int max = ColumnAdvice.maxDifferent(texts.size());
    texts.forEach(name -> profiles.put(name, new ColumnProfile(max)));
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (Row row : texts.isEmpty() ? List.<Row>of() : first(rows)) {
      for (int c = 0; c < texts.size(); c++) {
        String text = row.getString(c);
        boolean none = text == null || missing.contains(text);
        profiles
            .get(texts.get(c))
            .add(none ? null : text, none ? Double.NaN : DecimalParser.parse(text));
      }
    }
    return profiles;
  }

  private List<Row> first(Supplier<Dataset<Row>> rows) {
    try {
      Column[] columns =
          texts.stream()
              .map(name -> functions.substring(SqlFiles.column(name), 1, MAX_TEXT))
              .toArray(Column[]::new);
      return rows.get().select(columns).limit(MAX_ROWS).collectAsList();
    } catch (Exception unreadable) { // Scala throws checked exceptions that it does not declare
      return List.of(); // the columns are reported all the same
    }
  }
}
