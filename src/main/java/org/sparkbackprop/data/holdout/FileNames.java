package org.sparkbackprop.data.holdout;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sparkbackprop.data.rows.RowIdentity;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * What files are known by when rows are divided by their place: their names below the directory
 * that the input names, without the ends that say how they are written and packed. So the same rows
 * in another format, or in another directory, have the same place, and a name does not depend on
 * what other files there are. Only files whose names differ in nothing but such ends keep them. A
 * file that is alone needs no name.
 *
 * @param directory that all files are in, or below; null for a file that is alone
 * @param alike files whose names differ from that of another in their ends alone
 */
record FileNames(String directory, Set<String> alike) implements Serializable {

  /** Those of a file that is alone, or of none. */
  static final FileNames NONE = new FileNames(/* directory= */ null, Set.of());

  /** How files are written and packed, as the ends of their names say. */
  private static final Set<String> ENDS =
      Set.of(
          "csv",
          "tsv",
          "tab",
          "txt",
          "text",
          "data",
          "dat",
          "arff",
          "json",
          "jsonl",
          "ndjson",
          "libsvm",
          "svmlight",
          "svm",
          "parquet",
          "orc",
          "gz",
          "gzip",
          "bz2",
          "xz",
          "lzma",
          "zip",
          "zst",
          "zstd",
          "snappy",
          "lz4",
          "lz4raw",
          "lzo",
          "br",
          "brotli",
          "deflate",
          "zlib");

  /**
   * The names of these files.
   *
   * @param directory that they are in, or below
   */
  static FileNames of(List<String> paths, String directory) {
    if (paths.size() < 2) {
      return NONE;
    }
    FileNames names = new FileNames(directory, Set.of());
    Map<String, List<String>> byName = paths.stream().collect(Collectors.groupingBy(names::name));
    return new FileNames(
        directory,
        byName.values().stream()
            .filter(files -> files.size() > 1)
            .flatMap(List::stream)
            .collect(Collectors.toSet()));
  }

  /** What a file is known by. */
  String name(String path) {
    String start = directory.endsWith("/") ? directory : directory + "/";
    String below = path.startsWith(start) ? path.substring(start.length()) : path;
    return alike.contains(path) ? below : withoutEnds(below);
  }

  /** The hash of a file's name and a seed. */
  long hash(String path, long seed) {
    long start = CounterRandom.mix(seed);
    return directory == null ? start : CounterRandom.mix(start + RowIdentity.hashOf(name(path)));
  }

  private static String withoutEnds(String name) {
    String rest = name;
    int dot = rest.lastIndexOf('.');
    while (dot > rest.lastIndexOf('/') + 1
        && ENDS.contains(rest.substring(dot + 1).toLowerCase(Locale.ROOT))) {
      rest = rest.substring(0, dot);
      dot = rest.lastIndexOf('.');
    }
    return rest;
  }
}
