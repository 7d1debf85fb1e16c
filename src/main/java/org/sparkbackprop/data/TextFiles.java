package org.sparkbackprop.data;

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

/**
 * Files of lines, plain or compressed, in parts whose borders depend on the files alone.
 *
 * @param paths of all files, in their order
 * @param parts in the order of files and lines
 * @param packed files that are compressed, and larger than a part would be
 * @param whole files that are larger, too, and not divided, as rows in them have several lines
 */
record TextFiles(
    List<String> paths, List<TextPart> parts, List<String> packed, List<String> whole) {

  /** A part has about so many bytes. */
  private static final long PART_BYTES = 32 << 20;

  /** The files that a path, a directory or a pattern names. */
  static TextFiles of(String path, Configuration configuration) {
    return of(path, configuration, PART_BYTES);
  }

  /** The same in parts of about so many bytes. */
  static TextFiles of(String path, Configuration configuration, long partBytes) {
    List<TextPart> parts = new ArrayList<>();
    List<String> packed = new ArrayList<>();
    List<String> paths = InputFiles.matching(path, configuration);
    for (String file : paths) {
      try {
        FileSystem system = new Path(file).getFileSystem(configuration);
        FileStatus status = system.getFileStatus(new Path(file));
        if (status.getLen() > partBytes && InputFiles.isPacked(file, configuration)) {
          parts.add(new TextPart(file, 0, Long.MAX_VALUE, List.of()));
          packed.add(file);
        } else {
          addParts(status, system, file, partBytes, parts);
        }
      } catch (IOException e) {
        throw InputFiles.unreadable(file, e);
      }
    }
    return new TextFiles(paths, List.copyOf(parts), List.copyOf(packed), List.of());
  }

  /** The same, where each of some files, and of those that are so already, is one part. */
  TextFiles undivided(List<String> files) {
    List<TextPart> others = new ArrayList<>();
    for (TextPart part : parts) {
      if (!files.contains(part.file())) {
        others.add(part);
      } else if (part.start() == 0) {
        others.add(new TextPart(part.file(), 0, Long.MAX_VALUE, part.hosts()));
      }
    }
    Set<String> all = new LinkedHashSet<>(whole);
    all.addAll(files);
    return new TextFiles(paths, List.copyOf(others), packed, List.copyOf(all));
  }

  private static void addParts(
      FileStatus status, FileSystem system, String file, long partBytes, List<TextPart> parts)
      throws IOException {
    BlockLocation[] blocks = system.getFileBlockLocations(status, 0, status.getLen());
    long length = status.getLen();
    for (long start = 0; start == 0 || start < length; start += partBytes) {
      boolean last = start + partBytes >= length;
      parts.add(
          new TextPart(
              file, start, last ? Long.MAX_VALUE : start + partBytes, hosts(blocks, start)));
    }
  }

  /** Of the block that a place lies in; a host that is this one says nothing. */
  private static List<String> hosts(BlockLocation[] blocks, long place) throws IOException {
    for (BlockLocation block : blocks) {
      if (place >= block.getOffset() && place < block.getOffset() + block.getLength()) {
        return Arrays.stream(block.getHosts()).filter(host -> !host.equals("localhost")).toList();
      }
    }
    return List.of();
  }

  /** The readers of all parts, each in a partition of its own, near to its data. */
  JavaRDD<RowReader> readers(JavaSparkContext spark, PartReaders.Opening<TextPart> opening) {
    return PartReaders.of(spark, parts, TextPart.class, TextPart::hosts, opening);
  }

  /** What a user should know about compressed files. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!packed.isEmpty()) {
      warnings.add(
          "%s compressed file(s), %s among them, cannot be divided: each is read by one task; many"
                  .formatted(packed.size(), packed.get(0))
              + " files of some 100 MB, or files that are not compressed, are read in parallel");
    }
    if (!whole.isEmpty()) {
      warnings.add(
          "%s file(s), %s among them, have line breaks within quotes, and cannot be divided: each is"
                  .formatted(whole.size(), whole.get(0))
              + " read by one task; several files of some 100 MB are read in parallel");
    }
    return warnings;
  }
}
