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
 * The lines of a growing history as a gzip file. Each call adds a member for the new records, so
 * that no record is compressed twice.
 */
public final class CompressedHistory {

  /** Many lines of a history are compressed to about a tenth. */
  private static final long MAX_TIMES = 100;

  private static final long MIN_LIMIT = 1 << 20;

  private final ByteArrayOutputStream members = new ByteArrayOutputStream();
  private int written;

  /** The file of all records, which begin with those of the previous call. */
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
   * @throws IOException if it is not a history, or larger than one can be
   * @throws org.sparkbackprop.storage.StorageException if a line is not a record
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
