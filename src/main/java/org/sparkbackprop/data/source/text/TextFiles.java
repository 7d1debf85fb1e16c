package org.sparkbackprop.data.source.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.error.DataException;

/**
 * Text files, plain or compressed, in splits that depend on the files alone.
 *
 * @param paths of all files, sorted
 * @param parts the splits, in the order of files and lines
 * @param packed compressed files larger than a split
 * @param whole larger files that are not divided because they have rows of several lines
 */
public record TextFiles(
    List<String> paths, List<TextSplit> parts, List<String> packed, List<String> whole) {

  private static final long SPLIT_BYTES = 32 << 20;

  /** The files of a path, a directory or a pattern. */
  public static TextFiles of(String path, Configuration configuration) {
    return of(path, configuration, SPLIT_BYTES);
  }

  /** The same in splits of {@code splitBytes}. */
  public static TextFiles of(String path, Configuration configuration, long splitBytes) {
    List<TextSplit> splits = new ArrayList<>();
    List<String> packed = new ArrayList<>();
    List<String> paths = InputFiles.matching(path, configuration);
    for (String file : paths) {
      try {
        FileSystem system = new Path(file).getFileSystem(configuration);
        FileStatus status = system.getFileStatus(new Path(file));
        long length = status.getLen();
        if (length > splitBytes && InputFiles.isPacked(file, configuration)) {
          splits.add(new TextSplit(file, 0, Long.MAX_VALUE, List.of()));
          packed.add(file);
          continue;
        }
        BlockLocation[] blocks = system.getFileBlockLocations(status, 0, length);
        for (long start = 0; start == 0 || start < length; start += splitBytes) {
          long end = start + splitBytes >= length ? Long.MAX_VALUE : start + splitBytes;
          splits.add(new TextSplit(file, start, end, hosts(blocks, start)));
        }
      } catch (IOException e) {
        throw InputFiles.unreadable(file, e);
      }
    }
    return new TextFiles(paths, List.copyOf(splits), List.copyOf(packed), List.of());
  }

  /** The failure to read the first lines of a file. */
  public static RuntimeException failure(String file, IOException e) {
    return InputFiles.isDamage(e)
        ? new DataException(
            "%s is damaged: %s; write or fetch it again".formatted(file, InputFiles.damage(e)))
        : InputFiles.unreadable(file, e);
  }

  /** The hosts of the block at a position. Spark cannot place a task by "localhost". */
  private static List<String> hosts(BlockLocation[] blocks, long position) throws IOException {
    for (BlockLocation block : blocks) {
      if (position >= block.getOffset() && position < block.getOffset() + block.getLength()) {
        return Arrays.stream(block.getHosts()).filter(host -> !host.equals("localhost")).toList();
      }
    }
    return List.of();
  }

  /** The same files, with one split for each of {@code files}. */
  public TextFiles undivided(List<String> files) {
    List<TextSplit> others = new ArrayList<>();
    for (TextSplit split : parts) {
      if (!files.contains(split.file())) {
        others.add(split);
      } else if (split.start() == 0) {
        others.add(new TextSplit(split.file(), 0, Long.MAX_VALUE, split.hosts()));
      }
    }
    Set<String> all = new LinkedHashSet<>(whole);
    all.addAll(files);
    return new TextFiles(paths, List.copyOf(others), packed, List.copyOf(all));
  }

  /** One reader per split, each in a partition near its data. */
  public JavaRDD<RowReader> readers(
      JavaSparkContext spark, SplitReaders.Opening<TextSplit> opening) {
    return SplitReaders.of(spark, parts, TextSplit.class, TextSplit::hosts, opening);
  }

  /** Warns of files that only one task can read. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!packed.isEmpty()) {
      warnings.add(
          packed.size()
              + " compressed file(s), among them "
              + packed.get(0)
              + ", cannot be split: one task reads each; uncompressed files, or many files of about"
              + " 100 MB, are read in parallel");
    }
    if (!whole.isEmpty()) {
      warnings.add(
          whole.size()
              + " file(s), among them "
              + whole.get(0)
              + ", have line breaks within quotes and cannot be split: one task reads each; several"
              + " files of about 100 MB are read in parallel");
    }
    return warnings;
  }
}
