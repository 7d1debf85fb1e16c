package org.sparkbackprop.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * A file of S3A is an object, which appears, whole, when its stream is closed. A rename would copy
 * it, and the object would be missing for a while.
 */
record ObjectCommit(FileSystem files) implements FileCommit {

  static final String SCHEME = "s3a";

  /** Hadoop 3.4.2 turns it into If-None-Match, which the store checks when the stream is closed. */
  private static final String CONDITION =
      CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE;

  /** The id of each creation, kept by the object: S3A's names for writing and reading it. */
  private static final String ID_WRITTEN = "fs.s3a.create.header.creation-id";

  private static final String ID_READ = "header.creation-id";
  private static final int ATTEMPTS = 3;

  /** The stores that proved to respect the condition, as Hadoop keeps them for a JVM's life. */
  private static final Set<FileSystem> PROVEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  @Override
  public void write(Path file, byte[] content) throws IOException {
    put(files.create(file, true), content);
  }

  @Override
  public boolean createIfAbsent(Path file, byte[] content) throws IOException {
    if (!files.hasPathCapability(file, CONDITION)) {
      throw FileCommit.refusal(
          files,
          "that needs hadoop-aws 3.4.2 or later, and fs.s3a.create.conditional.enabled = true");
    }
    if (!PROVEN.contains(files)) {
      prove(file.getParent());
      PROVEN.add(files);
    }
    return create(file, content);
  }

  /** A store that does not know the condition ignores it: then all who create a file succeed. */
  private void prove(Path directory) throws IOException {
    Path probe = new Path(directory, ".probe." + UUID.randomUUID() + Storage.PARTIAL);
    byte[] content = "whether a second one can be created".getBytes(UTF_8);
    try {
      boolean kept = create(probe, content) && !create(probe, content);
      if (!kept) {
        throw FileCommit.refusal(
            files, "the store ignores If-None-Match; use one that supports conditional writes");
      }
    } finally {
      FileCommit.deleteQuietly(files, probe);
    }
  }

  /**
   * After a failure, the id of the object that exists tells who created it: the store may report
   * this very object if its first answer was lost. If there is none, another one was removed
   * meanwhile, or the store wants a retry.
   */
  private boolean create(Path file, byte[] content) throws IOException {
    String id = UUID.randomUUID().toString();
    for (int attempt = 1; ; attempt++) {
      try {
        put(conditional(file, id), content);
        return true;
      } catch (IOException e) {
        Optional<String> there = idOf(file, e);
        if (there.isPresent()) {
          return there.get().equals(id);
        }
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private FSDataOutputStream conditional(Path file, String id) throws IOException {
    FSDataOutputStreamBuilder<?, ?> builder = files.createFile(file);
    builder.overwrite(false);
    builder.recursive();
    builder.must(CONDITION, true);
    builder.opt(ID_WRITTEN, id);
    return builder.build();
  }

  private static void put(FSDataOutputStream output, byte[] content) throws IOException {
    try {
      output.write(content);
    } catch (IOException e) {
      output.abort(); // closing it would show what there is so far
      throw e;
    }
    output.close();
  }

  /** The id of the object if it exists; an empty text if it has none. */
  private Optional<String> idOf(Path file, IOException failure) throws IOException {
    try {
      byte[] id = files.getXAttr(file, ID_READ);
      return Optional.of(id == null ? "" : new String(id, UTF_8));
    } catch (FileNotFoundException absent) {
      return Optional.empty();
    } catch (IOException alsoFails) {
      failure.addSuppressed(alsoFails);
      throw failure;
    }
  }
}
