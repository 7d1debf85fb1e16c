package org.sparkbackprop.data.source.sql;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;

/**
 * The columns of all files of an input. Files may differ in the order of columns and in the types
 * of numbers, as each is read with its own. Other differences are faults: Spark would fill a column
 * that a file lacks with nulls, and skip one that the first file lacks.
 */
record ColumnsOfFiles(List<FileColumns> files) {

  /** Up to this many footers are read on the driver, as a job takes time, too. */
  private static final int MAX_WITHOUT_JOB = 4;

  private static final int FOOTERS_OF_A_TASK = 16;
  private static final int MAX_FAULTS = 10;

  /**
   * Reads the footers of all files, in parallel if there are many.
   *
   * @throws DataException naming a file that is not of this format
   */
  static ColumnsOfFiles of(
      JavaSparkContext spark, String format, List<String> paths, ParquetFooter.Types types) {
    Configuration hadoop = spark.hadoopConfiguration();
    if (paths.size() <= MAX_WITHOUT_JOB) {
      return new ColumnsOfFiles(
          paths.stream().map(path -> FileColumns.of(format, path, types, hadoop)).toList());
    }
    JobGroup.READING.begin(spark.sc(), "reading the footers of all files");
    int tasks = (paths.size() + FOOTERS_OF_A_TASK - 1) / FOOTERS_OF_A_TASK;
    Broadcast<SerializableConfiguration> sent =
        spark.broadcast(new SerializableConfiguration(hadoop));
    try {
      List<Found> found =
          spark.parallelize(paths, tasks).map(new ReadingFooter(format, types, sent)).collect();
      return new ColumnsOfFiles(found.stream().map(Found::columnsOrFault).toList());
    } finally {
      sent.destroy();
    }
  }

  /**
   * The columns of a file, or its fault: Spark would retry a task that throws.
   *
   * @param columns null if there is a fault
   * @param fault null if there is none
   */
  private record Found(FileColumns columns, String fault) implements Serializable {
    FileColumns columnsOrFault() {
      if (fault != null) {
        throw new DataException(fault);
      }
      return columns;
    }
  }

  private record ReadingFooter(
      String format, ParquetFooter.Types types, Broadcast<SerializableConfiguration> hadoop)
      implements Function<String, Found> {
    @Override
    public Found call(String path) {
      try {
        return new Found(FileColumns.of(format, path, types, hadoop.value().value()), null);
      } catch (DataException fault) {
        return new Found(null, fault.getMessage());
      }
    }
  }

  /** The columns of all files in the order in which they first appear. */
  Map<String, FileColumns.Column> distinct() {
    Map<String, FileColumns.Column> distinct = new LinkedHashMap<>();
    for (FileColumns file : files) {
      file.columns().forEach(column -> distinct.putIfAbsent(column.name(), column));
    }
    return distinct;
  }

  Map<String, SqlType> types() {
    Map<String, SqlType> types = new LinkedHashMap<>();
    distinct().forEach((name, column) -> types.put(name, column.read()));
    return types;
  }

  /**
   * Requires that every file has these columns once, of the same kind, and in a compression that
   * can be read.
   *
   * @throws DataException naming files and columns
   */
  void require(Collection<String> names) {
    files.forEach(file -> requireOnce(file, names));
    Map<String, String> firsts = new HashMap<>();
    for (FileColumns file : files) {
      file.columns().forEach(column -> firsts.putIfAbsent(column.name(), file.file()));
    }
    Map<String, FileColumns.Column> wanted = distinct();
    List<String> faults = new ArrayList<>();
    for (FileColumns file : files) {
      Map<String, FileColumns.Column> there = byName(file);
      for (String name : names) {
        FileColumns.Column column = there.get(name);
        FileColumns.Column first = wanted.get(name);
        if (column == null) {
          faults.add("%s lacks %s, which %s has".formatted(file.file(), name, firsts.get(name)));
        } else if (first.read().kind() != column.read().kind()) {
          faults.add(
              "%s is %s in %s, but %s in %s"
                  .formatted(
                      name, first.typeName(), firsts.get(name), column.typeName(), file.file()));
        }
      }
    }
    if (!faults.isEmpty()) {
      String some = faults.stream().limit(MAX_FAULTS).collect(Collectors.joining("; "));
      throw new DataException(
          "the files do not have the same columns: "
              + (faults.size() <= MAX_FAULTS ? some : some + "; … (" + faults.size() + ")")
              + "; rewrite them, or exclude columns by input.ignore, or choose others by"
              + " input.features");
    }
    files.forEach(file -> requireCodecs(file, names));
  }

  private static void requireOnce(FileColumns file, Collection<String> names) {
    List<String> all = file.columns().stream().map(FileColumns.Column::name).toList();
    List<String> repeated = TableColumns.repeated(all).stream().filter(names::contains).toList();
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has several columns named %s, and only one would be read; rename them, or exclude them by"
                  .formatted(file.file(), Excerpt.some(repeated))
              + " input.ignore");
    }
  }

  private static void requireCodecs(FileColumns file, Collection<String> names) {
    for (FileColumns.Column column : file.columns()) {
      if (names.contains(column.name()) && !column.lackingCodec().isEmpty()) {
        throw new DataException(
            "column %s of %s is compressed by %s on the class path; add a library with this class by"
                    .formatted(column.name(), file.file(), column.lackingCodec())
                + " spark.jars, or write the file with zstd, snappy, gzip or lz4");
      }
    }
  }

  private static Map<String, FileColumns.Column> byName(FileColumns file) {
    return file.columns().stream()
        .collect(Collectors.toMap(FileColumns.Column::name, column -> column, (a, b) -> a));
  }

  /**
   * Files that are read in the same way.
   *
   * @param columns that Spark is told
   */
  record Group(List<String> paths, List<FileColumns.Column> columns) {

    /** Whether any column has a trait. */
    boolean has(FileColumns.Trait trait) {
      return columns.stream().anyMatch(column -> column.is(trait));
    }

    boolean isPadded(String name) {
      return columns.stream()
          .anyMatch(c -> c.name().equals(name) && c.is(FileColumns.Trait.PADDED));
    }
  }

  /** The files, grouped by the types of some columns that all files have. */
  List<Group> groups(Collection<String> names) {
    Map<List<FileColumns.Column>, List<String>> groups = new LinkedHashMap<>();
    for (FileColumns file : files) {
      groups.computeIfAbsent(told(file, names), none -> new ArrayList<>()).add(file.file());
    }
    return groups.entrySet().stream()
        .map(group -> new Group(List.copyOf(group.getValue()), group.getKey()))
        .toList();
  }

  /** Spark reads ORC by position if all names are _col…, as in old files of Hive. */
  private static List<FileColumns.Column> told(FileColumns file, Collection<String> names) {
    if (file.columns().stream().allMatch(column -> column.name().startsWith("_col"))) {
      return file.columns();
    }
    Map<String, FileColumns.Column> there = byName(file);
    return names.stream().map(there::get).toList();
  }
}
