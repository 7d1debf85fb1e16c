package org.sparkbackprop.data;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/**
 * What every file of an input must have: Spark would take a column that a file lacks for one
 * without values, and turn the values of an ORC file's column into the type of the first file's, as
 * well as it goes.
 *
 * @param format of the files
 * @param first file, which has them
 * @param types by the names of columns; without a meaning for Parquet, whose reader sees to types
 */
record FileColumns(String format, String first, Map<String, String> types) implements Serializable {

  /** The columns that are used, as the first file has them. */
  static FileColumns needed(
      String format, SqlColumns columns, String file, Configuration configuration) {
    Map<String, String> all = types(format, file, configuration);
    Map<String, String> needed = new LinkedHashMap<>();
    columns.columns().forEach(c -> needed.put(c.name(), String.valueOf(all.get(c.name()))));
    return new FileColumns(format, file, needed);
  }

  /**
   * Looks at the columns of another file.
   *
   * @throws DataException without the file's name, if it lacks some or has them of another type
   */
  void require(String file, Configuration configuration) {
    if (file.equals(first)) {
      return;
    }
    Map<String, String> there = types(format, file, configuration);
    List<String> faults = new ArrayList<>();
    types.forEach(
        (name, type) -> {
          if (!there.containsKey(name)) {
            faults.add(name + " is missing");
          } else if (!there.get(name).equals(type)) {
            faults.add("%s is %s instead of %s".formatted(name, there.get(name), type));
          }
        });
    if (!faults.isEmpty()) {
      throw new DataException(
          "the file's columns are not those of the first file: " + TableColumns.some(faults));
    }
  }

  private static Map<String, String> types(String format, String file, Configuration hadoop) {
    Map<String, String> types = new LinkedHashMap<>();
    Path path = new Path(file);
    try {
      if (format.equals("parquet")) {
        try (ParquetFileReader reader =
            ParquetFileReader.open(HadoopInputFile.fromPath(path, hadoop))) {
          for (Type type : reader.getFileMetaData().getSchema().getFields()) {
            types.put(type.getName(), "");
          }
        }
      } else {
        try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(hadoop))) {
          TypeDescription schema = reader.getSchema();
          for (int c = 0; c < schema.getFieldNames().size(); c++) {
            types.put(schema.getFieldNames().get(c), schema.getChildren().get(c).toString());
          }
        }
      }
      return types;
    } catch (IOException e) {
      throw InputFiles.unreadable(file, e);
    }
  }
}
