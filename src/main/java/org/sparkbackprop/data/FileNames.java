package org.sparkbackprop.data;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sparkbackprop.linalg.CounterRandom;

/**
 * What files are known by when rows are divided by their place: their names without directory and
 * ends, so that the same rows in another format, or another directory, have the same place. Files
 * of the same name are told apart by their directories. A file that is alone needs no name.
 *
 * @param names by paths; empty for one file
 */
record FileNames(Map<String, String> names) implements Serializable {

  /** Those of a file that is alone, or of none. */
  static final FileNames NONE = new FileNames(Map.of());

  /** The names of these files. */
  static FileNames of(List<String> paths) {
    if (paths.size() < 2) {
      return NONE;
    }
    Map<String, List<String>> byName =
        paths.stream().collect(Collectors.groupingBy(path -> withoutEnds(last(path))));
    int common = commonDirectory(paths);
    Map<String, String> names = new HashMap<>();
    byName.forEach(
        (name, files) ->
            files.forEach(
                path -> names.put(path, files.size() == 1 ? name : path.substring(common))));
    return new FileNames(names);
  }

  /** The hash of a file's name and a seed. */
  long hash(String path, long seed) {
    long start = CounterRandom.mix(seed);
    return names.isEmpty()
        ? start
        : CounterRandom.mix(start + RowIdentity.hashOf(names.getOrDefault(path, path)));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private static String withoutEnds(String name) {
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  /** The length of the path of the directory that all files are in. */
  private static int commonDirectory(List<String> paths) {
    String first = paths.get(0);
    int common = first.lastIndexOf('/') + 1;
    for (String path : paths) {
      while (common > 0 && !path.startsWith(first.substring(0, common))) {
        common = first.lastIndexOf('/', common - 2) + 1;
      }
    }
    return common;
  }
}
