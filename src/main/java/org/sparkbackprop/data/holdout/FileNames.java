package org.sparkbackprop.data.holdout;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sparkbackprop.data.rows.RowIdentity;
import org.sparkbackprop.linalg.math.CounterRandom;

/**
 * The names that identify files when rows are divided by position: their paths below the input's
 * directory, without the extensions for format and compression. So the same rows in another format
 * or directory have the same name, and a name does not depend on which other files there are. Only
 * files that would have the same name keep their extensions. A single file needs no name.
 *
 * @param directory that all files are in or below; null for a single file
 * @param alike files whose names differ from another's in their extensions alone
 */
record FileNames(String directory, Set<String> alike) implements Serializable {

  /** For a single file, or none. */
  static final FileNames NONE = new FileNames(/* directory= */ null, Set.of());

  /** Extensions that say how a file is written and compressed. */
  private static final Pattern EXTENSIONS =
      Pattern.compile(
          "(?<=[^/])([.](csv|tsv|tab|txt|text|data|dat|arff|json|jsonl|ndjson|libsvm|svmlight|svm"
              + "|parquet|orc|gz|gzip|bz2|xz|lzma|zip|zst|zstd|snappy|lz4|lz4raw|lzo|br|brotli"
              + "|deflate|zlib))+\\z",
          Pattern.CASE_INSENSITIVE);

  /**
   * The names of some files.
   *
   * @param directory that they are in or below
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

  /** The name of a file. */
  String name(String path) {
    String start = directory.endsWith("/") ? directory : directory + "/";
    String below = path.startsWith(start) ? path.substring(start.length()) : path;
    return alike.contains(path) ? below : EXTENSIONS.matcher(below).replaceFirst("");
  }

  /** The hash of a file's name and a seed. */
  long hash(String path, long seed) {
    long start = CounterRandom.mix(seed);
    return directory == null ? start : CounterRandom.mix(start + RowIdentity.hashOf(name(path)));
  }
}
