package org.sparkbackprop.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.sparkbackprop.storage.Json;
import org.sparkbackprop.training.loop.EpochRecord;

/**
 * The lines of a history that grows, as a gzip file. Each call adds a member for what is new, so
 * that no record is compressed twice, however often the file is asked for.
 */
public final class CompressedHistory {

  /** Lines of a history take a tenth of their length, when there are many of them. */
  private static final long MAX_TIMES = 100;

  private static final long MIN_LIMIT = 1 << 20;

  private final ByteArrayOutputStream members = new ByteArrayOutputStream();
  private int written;

  /** The file of all records, which begin with those of the call before. */
  public byte[] of(List<EpochRecord> records) {
    try (GZIPOutputStream member = new GZIPOutputStream(members)) {
      for (EpochRecord record : records.subList(written, records.size())) {
        member.write((Json.line(record.fields()) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // there is no file beneath
    }
    written = records.size();
    return members.toByteArray();
  }

  /**
   * The records of such a file.
   *
   * @throws IOException if it is not one, or holds more than a history of its size can
   * @throws org.sparkbackprop.storage.StorageException if a line is not one of a history
   */
  static List<EpochRecord> read(byte[] file) throws IOException {
    return new String(decompressed(file), StandardCharsets.UTF_8)
        .lines()
        .map(line -> Json.parse(line.getBytes(StandardCharsets.UTF_8), "a line of the history"))
        .map(EpochRecord::ofFields)
        .toList();
  }

  private static byte[] decompressed(byte[] file) throws IOException {
    long max = Math.min(Integer.MAX_VALUE - 8L, MAX_TIMES * file.length + MIN_LIMIT);
    try (GZIPInputStream input = new GZIPInputStream(new ByteArrayInputStream(file))) {
      byte[] text = input.readNBytes((int) max);
      if (input.read() >= 0) {
        throw new IOException(String.format(Locale.ROOT, "it holds more than %,d bytes", max));
      }
      return text;
    }
  }
}
