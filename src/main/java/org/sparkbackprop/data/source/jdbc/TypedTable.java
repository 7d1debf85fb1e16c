package org.sparkbackprop.data.source.jdbc;

import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.jdbc.JdbcDialect;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.sparkbackprop.data.columns.ColumnRole;
import org.sparkbackprop.data.source.sql.SqlFiles;
import org.sparkbackprop.data.source.sql.SqlType;

/**
 * A table or query of a database, with its columns selected so that Spark reads the values as the
 * database has them.
 *
 * @param readings how each column is read, by its name
 * @param ownTypes the columns that the user has given a type in Spark
 */
record TypedTable(
    List<Database.Column> columns, Map<String, ColumnExpression> readings, Set<String> ownTypes) {

  private static final String CUSTOM_SCHEMA = "customSchema";

  /**
   * Decides how each column is read.
   *
   * @param options of the user, which take precedence
   */
  static TypedTable of(
      List<Database.Column> columns,
      ColumnRole.Table roles,
      DatabaseTypes types,
      JdbcDialect dialect,
      Map<String, String> options) {
    Set<String> own =
        Optional.ofNullable(options.get(CUSTOM_SCHEMA))
            .map(schema -> Set.of(StructType.fromDDL(schema).fieldNames()))
            .orElse(Set.of());
    Map<String, ColumnExpression> readings = new LinkedHashMap<>();
    for (Database.Column column : columns) {
      boolean given = own.contains(column.name()) && column.ofSpark().isPresent();
      readings.put(
          column.name(),
          given
              ? ColumnExpression.plain()
              : types.reading(
                  column, roles.of(column.name()), dialect.quoteIdentifier(column.name())));
    }
    return new TypedTable(columns, readings, own);
  }

  /** The options by which Spark reads the columns in this way. */
  Map<String, String> options(Map<String, String> given, String table, JdbcDialect dialect) {
    Map<String, String> options = new LinkedHashMap<>(given);
    if (readings.values().stream().anyMatch(reading -> reading.expression().isPresent())) {
      options.remove("query");
      options.put("dbtable", "(SELECT %s FROM %s) typed".formatted(selection(dialect), table));
    }
    List<String> types = new ArrayList<>();
    Optional.ofNullable(given.get(CUSTOM_SCHEMA)).ifPresent(types::add);
    readings.forEach(
        (name, reading) ->
            reading
                .type()
                .filter(type -> !ownTypes.contains(name))
                .ifPresent(type -> types.add(SqlFiles.quoted(name) + " " + type)));
    if (!types.isEmpty()) {
      options.put(CUSTOM_SCHEMA, String.join(", ", types));
    }
    return options;
  }

  private String selection(JdbcDialect dialect) {
    List<String> selected = new ArrayList<>();
    for (Database.Column column : columns) {
      String quoted = dialect.quoteIdentifier(column.name());
      Optional<String> expression = readings.get(column.name()).expression();
      selected.add(expression.map(own -> own + " AS " + quoted).orElse(quoted));
    }
    return String.join(", ", selected);
  }

  /** The rows without the padding of CHAR, and with metadata for {@link SqlType}. */
  Dataset<Row> marked(Dataset<Row> rows) {
    List<Column> marked = new ArrayList<>();
    for (Database.Column column : columns) {
      StructField field = rows.schema().apply(column.name());
      Column value = SqlFiles.column(column.name());
      boolean padded = column.jdbcType() == Types.CHAR || column.jdbcType() == Types.NCHAR;
      boolean text = field.dataType() instanceof StringType;
      marked.add(
          (padded && text ? SqlFiles.unpadded(value) : value).as(column.name(), mark(column)));
    }
    return rows.select(marked.toArray(new Column[0]));
  }

  private Metadata mark(Database.Column column) {
    ColumnExpression reading = readings.get(column.name());
    MetadataBuilder mark = new MetadataBuilder();
    if (!reading.readable()) {
      mark.putString(SqlType.UNREADABLE, column.typeName());
    }
    reading.infinite().ifPresent(what -> mark.putString(SqlType.INFINITE, what));
    return mark.build();
  }

  /** Those of the columns that cannot be read, with their types. */
  List<String> unreadable(List<String> names) {
    return columns.stream()
        .filter(column -> names.contains(column.name()))
        .filter(column -> !readings.get(column.name()).readable())
        .map(column -> "%s (%s)".formatted(column.name(), column.typeName()))
        .toList();
  }
}
