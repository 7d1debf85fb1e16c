package org.sparkbackprop.data.source.sql;

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
import org.sparkbackprop.settings.InputSettings;

/** Looks at the first rows of a table with types, for what its columns of texts have. */
final class FirstTexts {

  /** No more rows are looked at. */
  private static final int MAX_ROWS = 10_000;

  private static final int MAX_TEXT = 200;

  private FirstTexts() {}

  /** What the first rows have in columns of texts; nothing if they cannot be read. */
  static Map<String, ColumnProfile> profiles(
      InputSettings input, Supplier<Dataset<Row>> rows, List<String> texts) {
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    texts.forEach(
        name -> profiles.put(name, new ColumnProfile(ColumnAdvice.maxDifferent(texts.size()))));
    MissingTexts missing = new MissingTexts(input.columns().missingTexts());
    for (Row row : texts.isEmpty() ? List.<Row>of() : first(rows, texts)) {
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

  private static List<Row> first(Supplier<Dataset<Row>> rows, List<String> texts) {
    try {
      Dataset<Row> all = rows.get();
      Column[] columns =
          texts.stream()
              .map(name -> functions.substring(functions.col(SqlFiles.quoted(name)), 1, MAX_TEXT))
              .toArray(Column[]::new);
      return all.select(columns).limit(MAX_ROWS).collectAsList();
    } catch (Exception unreadable) { // Scala throws checked exceptions that it does not declare
      return List.of(); // what is undeclared is told all the same
    }
  }
}
