package org.sparkbackprop.data.source.sql;

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
 * The columns of all files of an input. They may be in another order in each file, and numbers of
 * another type: each file is read with its own. Whatever else differs is a fault, for Spark would
 * take a column that a file lacks for one without values, and pass over one that the first lacks.
 *
 * @param files in their order
 */
record ColumnsOfFiles(List<FileColumns> files) {

  /** So many footers are read by the driver alone; a job takes its time too. */
  private static final int MAX_WITHOUT_JOB = 4;

  private static final int FOOTERS_OF_A_TASK = 16;
  private static final int MAX_FAULTS = 10;

  /**
   * Reads the footers of all files, of many in parallel.
   *
   * @throws DataException naming a file that is none of this format
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
   * What became of a file: columns or a fault, which would be tried again if it were thrown.
   *
   * @param columns null if there is a fault
   * @param fault null if there is none
   */
  private record Found(FileColumns columns, String fault) implements java.io.Serializable {
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

  /** The columns of all files, in the order in which they first appear, as their first file has. */
  Collection<FileColumns.Column> distinct() {
    Map<String, FileColumns.Column> distinct = new LinkedHashMap<>();
    for (FileColumns file : files) {
      file.columns().forEach(column -> distinct.putIfAbsent(column.name(), column));
    }
    return distinct.values();
  }

  /** How they are read. */
  Map<String, SqlType> types() {
    Map<String, SqlType> types = new LinkedHashMap<>();
    distinct().forEach(column -> types.put(column.name(), column.read()));
    return types;
  }

  /**
   * Makes sure that every file has some columns, each of them once and of the same kind, and that
   * they can be unpacked.
   *
   * @throws DataException naming files and columns
   */
  void require(Collection<String> names) {
    files.forEach(file -> requireOnce(file, names));
    Map<String, String> firsts = new HashMap<>();
    Map<String, FileColumns.Column> wanted = new HashMap<>();
    for (FileColumns file : files) {
      for (FileColumns.Column column : file.columns()) {
        firsts.putIfAbsent(column.name(), file.file());
        wanted.putIfAbsent(column.name(), column);
      }
    }
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
      throw new DataException(
          "the files do not have the same columns: %s; write them anew, or leave columns out by"
                  .formatted(some(faults))
              + " input.ignore or a choice of others by input.features");
    }
    files.forEach(file -> requireCodecs(file, names));
  }

  private static void requireOnce(FileColumns file, Collection<String> names) {
    List<String> all = file.columns().stream().map(FileColumns.Column::name).toList();
    List<String> repeated = TableColumns.repeated(all).stream().filter(names::contains).toList();
    if (!repeated.isEmpty()) {
      throw new DataException(
          "%s has several columns of the name %s, of which only one would be read; rename them, or leave them out by input.ignore"
              .formatted(file.file(), Excerpt.some(repeated)));
    }
  }

  private static void requireCodecs(FileColumns file, Collection<String> names) {
    for (FileColumns.Column column : file.columns()) {
      if (names.contains(column.name()) && !column.lackingCodec().isEmpty()) {
        throw new DataException(
            "column %s of %s is compressed by %s on the class path; give a library that has this class"
                    .formatted(column.name(), file.file(), column.lackingCodec())
                + " to Spark by spark.jars, or write the file with zstd, snappy, gzip or lz4");
      }
    }
  }

  private static String some(List<String> faults) {
    String some = faults.stream().limit(MAX_FAULTS).collect(Collectors.joining("; "));
    return faults.size() <= MAX_FAULTS ? some : "%s; … (%s)".formatted(some, faults.size());
  }

  private static Map<String, FileColumns.Column> byName(FileColumns file) {
    return file.columns().stream()
        .collect(Collectors.toMap(FileColumns.Column::name, column -> column, (a, b) -> a));
  }

  /**
   * Files that are read alike.
   *
   * @param paths in their order
   * @param columns that Spark is told of
   */
  record Group(List<String> paths, List<FileColumns.Column> columns) {

    /** Whether one of the columns has a trait. */
    boolean has(FileColumns.Trait trait) {
      return columns.stream().anyMatch(column -> column.is(trait));
    }

    boolean isPadded(String name) {
      return columns.stream()
          .anyMatch(c -> c.name().equals(name) && c.is(FileColumns.Trait.PADDED));
    }
  }

  /** The files, grouped by the types of some columns, which all files have. */
  List<Group> groups(Collection<String> names) {
    Map<List<FileColumns.Column>, List<String>> groups = new LinkedHashMap<>();
    for (FileColumns file : files) {
      groups.computeIfAbsent(told(file, names), none -> new ArrayList<>()).add(file.file());
    }
    return groups.entrySet().stream()
        .map(group -> new Group(List.copyOf(group.getValue()), group.getKey()))
        .toList();
  }

  /** Spark takes columns of ORC by position where all are called _col…, as Hive did it once. */
  private static List<FileColumns.Column> told(FileColumns file, Collection<String> names) {
    if (file.columns().stream().allMatch(column -> column.name().startsWith("_col"))) {
      return file.columns();
    }
    Map<String, FileColumns.Column> there = byName(file);
    return names.stream().map(there::get).toList();
  }
}
