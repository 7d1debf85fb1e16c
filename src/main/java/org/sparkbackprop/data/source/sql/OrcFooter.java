package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.spark.sql.execution.datasources.orc.OrcUtils;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.sparkbackprop.data.source.sql.FileColumns.Column;
import org.sparkbackprop.data.source.sql.FileColumns.Trait;

/** What the footer of an ORC file says of its columns. */
final class OrcFooter {

  private OrcFooter() {}

  static List<Column> columns(Path path, Configuration hadoop) throws IOException {
    try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
      TypeDescription schema = reader.getSchema();
      List<Column> columns = new ArrayList<>();
      for (int c = 0; c < schema.getFieldNames().size(); c++) {
        columns.add(column(schema.getFieldNames().get(c), schema.getChildren().get(c)));
      }
      boolean unread = columns.stream().anyMatch(column -> column.type() instanceof NullType);
      return unread
          ? columns.stream().map(column -> column.with(Trait.BESIDE_UNIONS)).toList()
          : columns;
    }
  }

  /** Spark refuses all columns for the type of one. */
  private static Column column(String name, TypeDescription type) {
    StructField field;
    try {
      TypeDescription alone = TypeDescription.createStruct().addField(name, type.clone());
      field = OrcUtils.toCatalystSchema(alone).fields()[0];
    } catch (Exception unread) { // Scala throws checked exceptions that it does not declare
      return Column.unread(name, type.toString());
    }
    Set<Trait> traits =
        SqlType.isPadded(field) ? EnumSet.of(Trait.PADDED) : EnumSet.noneOf(Trait.class);
    return Column.of(name, field.dataType(), traits, "");
  }
}
