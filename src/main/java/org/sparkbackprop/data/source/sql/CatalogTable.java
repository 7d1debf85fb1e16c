package org.sparkbackprop.data.source.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.SettingsException;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.StorageException;

/** A table or view of Spark's catalog. */
public final class CatalogTable {

  private static final String CASE_SENSITIVE = "spark.sql.caseSensitive";

  private CatalogTable() {}

  /**
   * Finds the table, and orders its rows.
   *
   * @throws StorageException if there is no such table
   * @throws SettingsException if the name is not valid
   * @throws DataException if columns are missing or of the wrong type
   */
  public static SqlSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    String name = settings.database().table().orElseThrow();
    JobGroup.READING.begin(spark.sc(), "ordering the rows of the table");
    Dataset<Row> rows = table(name);
    return new UnorderedTable("table " + name, rows, CatalogTable::told).inOrder(settings, need);
  }

  private static Dataset<Row> table(String name) {
    try {
      return tableInCase(name);
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      if (e instanceof ParseException) {
        throw new SettingsException(
            "input.table = %s is not the name of a table; put parts with characters other than letters,"
                    .formatted(name)
                + " digits and _ between ` and `");
      }
      if (e instanceof AnalysisException missing && isMissing(missing)) {
        throw new StorageException(
            StorageException.Kind.NOT_FOUND,
            "Spark's catalog has no table %s; check input.table and Spark's configuration: tables of Hive"
                    .formatted(name)
                + " need spark.sql.catalogImplementation = hive");
      }
      throw told(e)
          .orElseGet(
              () ->
                  new DataException(
                      "the table %s cannot be read: %s".formatted(name, SqlFailure.sentence(e))));
    }
  }

  /**
   * Reads the table, with names that are case-sensitive only if columns differ by case alone: the
   * catalog has its own rules for names, and Hive's columns are in lower case, unlike its files'.
   */
  private static Dataset<Row> tableInCase(String name) throws Exception {
    SparkSession session = SqlSource.session();
    try {
      Dataset<Row> rows = session.table(name);
      List<String> names =
          Stream.of(rows.schema().fieldNames()).map(n -> n.toLowerCase(Locale.ROOT)).toList();
      if (names.stream().distinct().count() < names.size()) {
        session.conf().set(CASE_SENSITIVE, "true");
      }
      return rows;
    } catch (Exception e) { // Scala throws checked exceptions that it does not declare
      if (e instanceof AnalysisException same
          && "COLUMN_ALREADY_EXISTS".equals(same.getCondition())) {
        SparkSession exact = SqlSource.session();
        exact.conf().set(CASE_SENSITIVE, "true");
        return exact.table(name);
      }
      throw e;
    }
  }

  private static boolean isMissing(AnalysisException e) {
    return String.valueOf(e.getCondition())
        .matches(
            "TABLE_OR_VIEW_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND|REQUIRES_SINGLE_PART_NAMESPACE");
  }

  private static Optional<RuntimeException> told(Exception e) {
    return SqlFailure.isOfFile(e)
        ? Optional.of(SqlFailure.ofFile(e, SqlFailure.fileOf(e, "a file of the table")))
        : Optional.empty();
  }
}
