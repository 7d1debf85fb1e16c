package org.sparkbackprop.data;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;

/**
 * A file of unsigned bytes in the IDX format (Y. LeCun's, of MNIST): two zero bytes, the type, the
 * number of sizes, the sizes as 32-bit big-endian integers, then the bytes.
 *
 * @param path where it lies
 * @param records the first size: number of records
 * @param recordBytes the product of the other sizes
 * @param headerBytes what precedes the first record
 */
record IdxFile(String path, int records, int recordBytes, int headerBytes)
    implements java.io.Serializable {

  private static final int UNSIGNED_BYTE = 0x08;

  /** Reads the header. */
  static IdxFile open(String path, Configuration configuration) {
    try (DataInputStream input = new DataInputStream(InputFiles.open(path, configuration))) {
      int magic = input.readInt();
      int sizes = magic & 0xff;
      if (magic >>> 16 != 0 || sizes == 0) {
        throw new DataException(
            "%s does not begin as an IDX file does: 0x%08x".formatted(path, magic));
      }
      if ((magic >>> 8) != UNSIGNED_BYTE) {
        throw new DataException(
            "%s holds IDX type 0x%02x; only unsigned bytes (0x08) are read"
                .formatted(path, magic >>> 8));
      }
      int records = size(input, path);
      long recordBytes = 1;
      for (int i = 1; i < sizes; i++) {
        recordBytes *= size(input, path);
        if (recordBytes > Integer.MAX_VALUE) {
          throw new DataException(path + " claims records of more than 2³¹ bytes");
        }
      }
      return new IdxFile(path, records, (int) recordBytes, 4 + 4 * sizes);
    } catch (EOFException | ZipException e) {
      throw endsTooEarly(path, "within its header");
    } catch (IOException e) {
      throw new DataException("cannot read " + path + ": " + e.getMessage());
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

  /** The bytes from a record on, to be closed by the caller. */
  InputStream from(long record, Configuration configuration) {
    InputStream input = InputFiles.open(path, configuration);
    try {
      input.skipNBytes(headerBytes + record * recordBytes);
      return input;
    } catch (IOException e) {
      throw endsTooEarly(path, "before record " + record);
    }
  }

  /** Fills the record, or says that the file ends within it. */
  void readRecord(InputStream input, long record, byte[] into) {
    try {
      if (input.readNBytes(into, 0, into.length) < into.length) {
        throw endsTooEarly(path, "within record " + record);
      }
    } catch (EOFException | ZipException e) {
      throw endsTooEarly(path, "within record " + record);
    } catch (IOException e) {
      throw new DataException("cannot read " + path + ": " + e.getMessage());
    }
  }

  /** Says if anything follows the last record. */
  void requireEnd(InputStream input) {
    try {
      if (input.read() >= 0) {
        throw new DataException(
            "%s goes on after the %d records that its header names".formatted(path, records));
      }
    } catch (IOException e) {
      throw endsTooEarly(path, "within its last bytes");
    }
  }

  private static DataException endsTooEarly(String path, String where) {
    return new DataException(
        "%s is damaged or ends %s; fetch the file again".formatted(path, where));
  }
}
