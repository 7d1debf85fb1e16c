package org.sparkbackprop.data.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.error.DataException;

/**
 * A file of numbers in the IDX format of MNIST (Y. LeCun): two zero bytes, the type, the number of
 * dimensions, their sizes as 32-bit big-endian integers, then the numbers, big-endian too.
 *
 * @param records the first size: the number of records
 * @param numbers of a record: the product of the other sizes
 * @param headerBytes before the first record
 */
public record IdxFile(String path, IdxType type, int records, int numbers, int headerBytes)
    implements java.io.Serializable {

  private static final int MAX_NUMBERS = 1 << 24;

  /** The best compression of Deflate: 258 bytes in two bits. */
  private static final int MAX_BYTES_OF_ONE_PACKED = 1032;

  /**
   * Reads the header, and checks the length of the file against it.
   *
   * @throws DataException if it is not an IDX header, or the length of the file does not match
   * @throws org.sparkbackprop.storage.StorageException if the file is missing or cannot be read
   */
  static IdxFile open(String path, Configuration configuration) {
    IdxFile file = readHeader(path, configuration);
    file.requireLength(configuration);
    return file;
  }

  int recordBytes() {
    return numbers * type.bytes();
  }

  private static IdxFile readHeader(String path, Configuration configuration) {
    try (DataInputStream input = new DataInputStream(InputFiles.open(path, configuration))) {
      int magic = input.readInt();
      int sizes = magic & 0xff;
      if (magic >>> 16 != 0 || sizes == 0) {
        throw new DataException(
            String.format(
                Locale.ROOT, "%s does not start as an IDX file does: 0x%08x", path, magic));
      }
      Optional<IdxType> type = IdxType.of(magic >>> 8);
      if (type.isEmpty()) {
        throw new DataException(
            String.format(
                Locale.ROOT,
                "%s holds the unknown IDX type 0x%02x; types are 0x08, 0x09, 0x0b to 0x0e",
                path,
                magic >>> 8));
      }
      int records = size(input, path);
      long numbers = 1;
      for (int i = 1; i < sizes; i++) {
        numbers *= size(input, path);
        if (numbers > MAX_NUMBERS) {
          throw new DataException(
              String.format(
                  Locale.ROOT, "%s claims records of more than %,d numbers", path, MAX_NUMBERS));
        }
      }
      return new IdxFile(path, type.get(), records, (int) numbers, 4 + 4 * sizes);
    } catch (IOException e) {
      throw failure(path, "in its header", e);
    }
  }

  /** Buffers are sized by the header, so it must not claim more than the file can hold. */
  private void requireLength(Configuration configuration) {
    long length = InputFiles.length(path, configuration);
    long claimed = headerBytes + (long) records * recordBytes();
    if (InputFiles.beginsAsGzip(path, configuration)) {
      if (claimed / MAX_BYTES_OF_ONE_PACKED > length) {
        throw new DataException(
            "%s claims %s bytes, more than %s bytes of gzip can hold; fetch the file again"
                .formatted(path, claimed, length));
      }
    } else if (!InputFiles.isPacked(path, configuration)) {
      if (length < claimed) {
        throw endsTooEarly(path, "in record " + (length - headerBytes) / recordBytes());
      }
      if (length > claimed) {
        throw tooLong();
      }
    }
  }

  private static int size(DataInputStream input, String path) throws IOException {
    int size = input.readInt();
    if (size < 1) {
      throw new DataException(
          path + " claims a size of " + (size & 0xffffffffL) + " in its header");
    }
    return size;
  }

  /** The bytes from a record on; the caller closes them. */
  InputStream from(long record, Configuration configuration) {
    InputStream input = InputFiles.open(path, configuration);
    try {
      input.skipNBytes(headerBytes + record * recordBytes());
      return input;
    } catch (IOException e) {
      throw failure(path, "before record " + record, e);
    }
  }

  /** Reads a record. */
  void readRecord(InputStream input, long record, byte[] into) {
    try {
      if (input.readNBytes(into, 0, into.length) < into.length) {
        throw endsTooEarly(path, "in record " + record);
      }
    } catch (IOException e) {
      throw failure(path, "in record " + record, e);
    }
  }

  /** Refuses bytes after the last record. */
  void requireEnd(InputStream input) {
    try {
      if (input.read() >= 0) {
        throw tooLong();
      }
    } catch (IOException e) {
      throw failure(path, "in its last bytes", e);
    }
  }

  private DataException tooLong() {
    return new DataException(
        "%s continues after the %s records of its header".formatted(path, records));
  }

  private static RuntimeException failure(String path, String where, IOException e) {
    return InputFiles.isDamage(e) ? endsTooEarly(path, where) : InputFiles.unreadable(path, e);
  }

  private static DataException endsTooEarly(String path, String where) {
    return new DataException(
        "%s is damaged or ends %s; fetch the file again".formatted(path, where));
  }
}
