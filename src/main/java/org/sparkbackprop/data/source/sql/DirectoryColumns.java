package org.sparkbackprop.data.source.sql;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.catalog.ExternalCatalogUtils;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.storage.HadoopStorage;

/**
 * Columns whose values are in the names of directories, such as region=north, as Spark's
 * partitionBy writes them. A value is a text, or a number if it is used as one.
 *
 * @param base the directory that contains the outermost one
 * @param names of the columns, from the outermost directory to the innermost
 * @param named how many of them are in the path itself, and are columns only if they are chosen
 * @param values the distinct values of each column, escaped as in the directory, with one file each
 */
record DirectoryColumns(
    String base, List<String> names, int named, List<Map<String, String>> values) {

  private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  /**
   * Finds the columns in the paths of the files.
   *
   * @throws DataException if the directories of the files have different columns
   */
  static DirectoryColumns of(String path, List<String> files, Configuration configuration) {
    List<String> names = names(directories(files.get(0)));
    List<Map<String, String>> values = new ArrayList<>();
    names.forEach(name -> values.add(new LinkedHashMap<>()));
    for (String file : files) {
      List<String> directories = directories(file);
      if (!names(directories).equals(names)) {
        throw new DataException(
            "the files are in directories of different columns: %s of %s, but %s of %s; name files that"
                    .formatted(files.get(0), names, file, names(directories))
                + " belong together by a pattern");
      }
      for (int c = 0; c < names.size(); c++) {
        String directory = directories.get(c);
        values.get(c).putIfAbsent(directory.substring(directory.indexOf('=') + 1), file);
      }
    }
    Path base = new Path(files.get(0)).getParent();
    for (int up = 0; up < names.size(); up++) {
      base = base.getParent();
    }
    int named = names.isEmpty() ? 0 : depth(path, configuration) - base.depth();
    return new DirectoryColumns(base.toString(), names, Math.max(0, named), values);
  }

  private static int depth(String path, Configuration configuration) {
    try {
      Path named = HadoopStorage.path(path);
      return named.getFileSystem(configuration).makeQualified(named).depth();
    } catch (IOException e) {
      throw InputFiles.unreadable(path, e);
    }
  }

  /** The directories name=value above a file, from the outermost one. */
  private static List<String> directories(String file) {
    List<String> directories = new ArrayList<>();
    Path directory = new Path(file).getParent();
    while (directory != null && InputFiles.isColumn(directory)) {
      directories.add(0, directory.getName());
      directory = directory.getParent();
    }
    return directories;
  }

  private static List<String> names(List<String> directories) {
    return directories.stream()
        .map(d -> ExternalCatalogUtils.unescapePathName(d.substring(0, d.indexOf('='))))
        .toList();
  }

  /** The columns without those in the path itself, unless the settings or the model name them. */
  DirectoryColumns wanted(InputSettings input, RequiredColumns need) {
    ColumnSettings settings = input.columns();
    Set<String> asked = new HashSet<>(settings.features());
    asked.addAll(settings.key());
    asked.addAll(settings.truths());
    asked.addAll(settings.categories().keySet());
    asked.addAll(input.target().columns(settings.label()));
    settings.weight().ifPresent(asked::add);
    need.columns().ifPresent(columns -> columns.forEach(column -> asked.add(column.name())));
    asked.addAll(need.identity().names());
    int[] kept =
        IntStream.range(0, names.size())
            .filter(c -> c >= named || asked.contains(names.get(c)))
            .toArray();
    return new DirectoryColumns(
        base,
        Arrays.stream(kept).mapToObj(names::get).toList(),
        named,
        Arrays.stream(kept).mapToObj(values::get).toList());
  }

  /**
   * Requires that values are numbers if they are used as such.
   *
   * @throws DataException naming the directory whose value is not a number
   */
  void requireNumbers(SqlColumns columns) {
    for (SqlColumns.Column column : columns.columns()) {
      int place = names.indexOf(column.name());
      if (place < 0 || !isNumber(column.used())) {
        continue;
      }
      values
          .get(place)
          .forEach(
              (escaped, file) -> {
                String text = ExternalCatalogUtils.unescapePathName(escaped);
                if (!text.equals(NULL)
                    && !column.missing().containsNumberOrText(text)
                    && Double.isNaN(DecimalParser.parse(text))) {
                  throw new DataException(
                      "%s: the directory %s=%s gives a column the value '%s', which is not a number;"
                              .formatted(file, column.name(), escaped, text)
                          + " use it as a category by input.categories, or exclude it by input.ignore");
                }
              });
    }
  }

  private static boolean isNumber(UsedColumn used) {
    return switch (used.use()) {
      case NUMBER, TARGET, WEIGHT -> true;
      case TRUTH, VECTOR, CATEGORY, LABEL, LABEL_FLAG, LABEL_NAMES -> false;
    };
  }

  /** The columns of files followed by these, which Spark reads as texts. */
  StructType addedTo(StructType ofFiles) {
    StructType all = ofFiles;
    for (String name : names) {
      all = all.add(name, DataTypes.StringType);
    }
    return all;
  }

  /** The type of a column of directories by its use. */
  static SqlType type(UsedColumn used) {
    return isNumber(used) ? SqlType.ofDirectory() : SqlType.of(DataTypes.StringType);
  }

  /** The values, with null for the texts of missing numbers. */
  static Column known(Column values, SqlColumns.Column column, Set<String> missingTexts) {
    return isNumber(column.used()) && !missingTexts.isEmpty()
        ? functions.when(values.isin(missingTexts.toArray()), null).otherwise(values)
        : values;
  }
}
