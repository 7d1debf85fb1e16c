package org.sparkbackprop.data.files;

import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.sparkbackprop.error.DataException;

/**
 * Compressions that are not supported, known by the first bytes of their files. Hadoop's codecs
 * with the same names have formats of their own and would call the files of the usual programs
 * damaged.
 *
 * @param program that packs and unpacks
 * @param readByCodec whether Hadoop's codec of that name, if present, reads the files
 * @param beginning of each file
 */
record UnsupportedCompression(String program, boolean readByCodec, byte[] beginning) {

  /** The bytes are from the formats' documents: the frame formats of LZ4, Snappy and Zstandard. */
  private static final List<UnsupportedCompression> ALL =
      List.of(
          new UnsupportedCompression("lz4", false, bytes("04224d18")),
          new UnsupportedCompression("snappy", false, bytes("ff060000734e")),
          new UnsupportedCompression("zstd", true, bytes("28b52ffd")),
          new UnsupportedCompression("7z", false, bytes("377abcaf271c")),
          new UnsupportedCompression("rar", false, bytes("526172211a07")));

  /**
   * Refuses a file with such a compression.
   *
   * @param codec Hadoop's codec for the name of the file, or null
   * @throws DataException naming the program that unpacks it
   */
  static void refuse(String path, byte[] bytes, CompressionCodec codec) {
    for (UnsupportedCompression packing : ALL) {
      boolean read = packing.readByCodec && codec != null;
      if (!read && ArchiveInput.begins(bytes, packing.beginning)) {
        throw new DataException(
            "%s cannot be unpacked here: it is packed by %s; unpack it by that, or pack it by gzip"
                .formatted(path, packing.program));
      }
    }
  }

  private static byte[] bytes(String hexadecimal) {
    return HexFormat.of().parseHex(hexadecimal);
  }
}
