package org.sparkbackprop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sparkbackprop.model.ModelFormatException;
import org.sparkbackprop.run.CheckpointMismatchException;
import org.sparkbackprop.storage.StorageException;

/** Sees that whatever is read either is read or refused with a sentence, at a bounded cost. */
public final class BoundedReading {

  /** JSON takes that many times its size at most: "[" is a list, "1," a number in one. */
  private static final long TIMES_THE_SIZE = 200;

  private static final long BYTES = 4 << 20;
  private static final long SECONDS = 5;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private int read;
  private int refused;

  /**
   * Reads.
   *
   * @param directory that all that is read lies in
   * @param what names the case
   */
  public void of(Path directory, String what, Runnable reading) {
    long most = BYTES + TIMES_THE_SIZE * size(directory);
    long allocated = allocated(what, reading);
    if (allocated >= most) {
      allocated = allocated(what, reading); // the first time classes were loaded
    }
    assertThat(allocated).as("bytes that were allocated to read %s", what).isLessThan(most);
  }

  private long allocated(String what, Runnable reading) {
    long thread = Thread.currentThread().getId();
    long begin = System.nanoTime();
    long before = THREADS.getThreadAllocatedBytes(thread);
    try {
      reading.run();
      read++;
    } catch (ModelFormatException | StorageException | CheckpointMismatchException e) {
      refused++;
      assertThat(e.getMessage()).as(what).isNotBlank().doesNotContain("Exception");
    } catch (Throwable e) {
      throw new AssertionError(what + ": " + e, e);
    }
    assertThat(System.nanoTime() - begin).as(what).isLessThan(TimeUnit.SECONDS.toNanos(SECONDS));
    return THREADS.getThreadAllocatedBytes(thread) - before;
  }

  private static long size(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many were read in spite of their damage. */
  public int read() {
    return read;
  }

  /** How many were refused. */
  public int refused() {
    return refused;
  }
}
