package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.io.Serializable;
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
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructField;
import org.sparkbackprop.error.DataException;

/**
 * The columns of a file of Parquet or ORC from its footer.
 *
 * @param columns in the order of the file
 */
record FileColumns(String file, List<Column> columns) implements Serializable {

  enum Trait {
    /** It is a CHAR(n), whose values may be padded with blanks. */
    PADDED,
    /** It has an encoding that Spark's vectorised reader does not read. */
    ROW_BY_ROW,
    /** Its ORC file has a column that Spark has no type for, so Spark refuses the file. */
    BESIDE_UNIONS
  }

  /**
   * A column of a file.
   *
   * @param type as Spark reads it; NullType if it does not
   * @param typeName for messages: in the terms of the format if Spark does not read it
   * @param lackingCodec the compression that nothing on the class path reads; else empty
   */
  record Column(String name, DataType type, String typeName, Set<Trait> traits, String lackingCodec)
      implements Serializable {

    /** A column that Spark reads. */
    static Column of(String name, DataType type, Set<Trait> traits, String lackingCodec) {
      return new Column(name, type, type.catalogString(), traits, lackingCodec);
    }

    /** A column of a type that Spark does not read. */
    static Column unread(String name, String typeName) {
      return new Column(name, DataTypes.NullType, typeName, Set.of(), "");
    }

    Column with(Trait trait) {
      Set<Trait> all = EnumSet.of(trait);
      all.addAll(traits);
      return new Column(name, type, typeName, all, lackingCodec);
    }

    boolean is(Trait trait) {
      return traits.contains(trait);
    }

    SqlType read() {
      return type instanceof NullType ? SqlType.unread(typeName) : SqlType.of(type);
    }
  }

  /**
   * Reads the footer of a file.
   *
   * @throws DataException if the file is not of this format
   * @throws org.sparkbackprop.storage.StorageException if it cannot be read
   */
  static FileColumns of(
      String format, String file, ParquetFooter.Types types, Configuration hadoop) {
    Path path = new Path(file);
    try {
      return new FileColumns(
          file,
          format.equals("parquet")
              ? ParquetFooter.columns(path, types, hadoop)
              : ofOrc(path, hadoop));
    } catch (IOException | RuntimeException e) {
      throw SqlFailure.ofFile(e, file);
    }
  }

  private static List<Column> ofOrc(Path path, Configuration hadoop) throws IOException {
    try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
      TypeDescription schema = reader.getSchema();
      List<Column> columns = new ArrayList<>();
      for (int c = 0; c < schema.getFieldNames().size(); c++) {
        columns.add(ofOrc(schema.getFieldNames().get(c), schema.getChildren().get(c)));
      }
      boolean unread = columns.stream().anyMatch(column -> column.type() instanceof NullType);
      return unread
          ? columns.stream().map(column -> column.with(Trait.BESIDE_UNIONS)).toList()
          : columns;
    }
  }

  /** Converts one column: Spark refuses all columns for the type of one. */
  private static Column ofOrc(String name, TypeDescription type) {
    StructField field;
    try {
      TypeDescription alone = TypeDescription.createStruct().addField(name, type.clone());
      field = OrcUtils.toCatalystSchema(alone).fields()[0];
    } catch (Exception unread) { // Scala throws checked exceptions that it does not declare
      return Column.unread(name, type.toString());
    }
    Set<Trait> traits = SqlType.isPadded(field) ? Set.of(Trait.PADDED) : Set.of();
    return Column.of(name, field.dataType(), traits, "");
  }
}
