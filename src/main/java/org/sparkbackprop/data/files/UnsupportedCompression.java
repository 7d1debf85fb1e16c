package org.sparkbackprop.data.files;

import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.sparkbackprop.error.DataException;

/**
 * Packings that nothing here unpacks, known by how their files begin. Hadoop's codecs of the same
 * names have forms of their own: to them a file of the usual programs would be damaged.
 *
 * @param program that packs and unpacks
 * @param readByCodec whether Hadoop's codec of that name reads it, if it is there
 * @param beginning of each file
 */
record UnsupportedCompression(String program, boolean readByCodec, byte[] beginning) {

  /** Their own documents have these bytes, the frame formats of LZ4, Snappy and Zstandard first. */
  private static final List<UnsupportedCompression> ALL =
      List.of(
          new UnsupportedCompression("lz4", false, bytes("04224d18")),
          new UnsupportedCompression("snappy", false, bytes("ff060000734e")),
          new UnsupportedCompression("zstd", true, bytes("28b52ffd")),
          new UnsupportedCompression("7z", false, bytes("377abcaf271c")),
          new UnsupportedCompression("rar", false, bytes("526172211a07")));

  /**
   * Refuses a file that is packed so.
   *
   * @param codec of Hadoop's for the name of the file; null if there is none
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
