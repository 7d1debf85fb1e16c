package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NullType;
import org.sparkbackprop.error.DataException;

/**
 * The columns of a file of Parquet or ORC, as its footer has them.
 *
 * @param file where it lies
 * @param columns in the order of the file
 */
record FileColumns(String file, List<Column> columns) implements Serializable {

  /** What has to be known of a column beside its type. */
  enum Trait {
    /** It is a CHAR(n), whose values may be filled up with blanks. */
    PADDED,
    /** It has an encoding that Spark reads row by row, but not in batches of columns. */
    ROW_BY_ROW,
    /** Its file of ORC has a column that Spark has no type for, and so does not read it at all. */
    BESIDE_UNIONS
  }

  /**
   * A column of a file.
   *
   * @param name as it is written
   * @param type as Spark reads it; Spark's type of nothing if it does not
   * @param typeName for messages: in the words of the format, if Spark does not read it
   * @param traits that it has
   * @param lackingCodec the compression that nothing on the class path unpacks; empty if it can be
   *     read
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

    /** The same with one trait more. */
    Column with(Trait trait) {
      Set<Trait> all = EnumSet.of(trait);
      all.addAll(traits);
      return new Column(name, type, typeName, all, lackingCodec);
    }

    boolean is(Trait trait) {
      return traits.contains(trait);
    }

    /** How its values are read. */
    SqlType read() {
      return type instanceof NullType ? SqlType.unread(typeName) : SqlType.of(type);
    }
  }

  /**
   * Reads the footer of a file.
   *
   * @throws DataException if it is no such file
   * @throws org.sparkbackprop.storage.StorageException if it cannot be read
   */
  static FileColumns of(
      String format, String file, ParquetFooter.Types types, Configuration hadoop) {
    Path path = new Path(file);
    boolean parquet = format.equals("parquet");
    List<Column> columns;
    try {
      columns =
          parquet ? ParquetFooter.columns(path, types, hadoop) : OrcFooter.columns(path, hadoop);
    } catch (IOException | RuntimeException e) {
      throw SqlFailure.ofFile(e, file);
    }
    return new FileColumns(file, columns);
  }
}
