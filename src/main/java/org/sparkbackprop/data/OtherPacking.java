package org.sparkbackprop.data;

import java.util.List;
import org.apache.hadoop.io.compress.CompressionCodec;

/**
 * Packings that nothing here unpacks, known by how their files begin. Hadoop's codecs of the same
 * names have forms of their own: to them a file of the usual programs would be damaged.
 *
 * @param program that packs and unpacks
 * @param readByCodec whether Hadoop's codec of that name reads it, if it is there
 * @param beginning of each file
 */
record OtherPacking(String program, boolean readByCodec, List<Integer> beginning) {

  /** Their own documents have these bytes, the frame formats of LZ4, Snappy and Zstandard first. */
  private static final List<OtherPacking> ALL =
      List.of(
          new OtherPacking("lz4", false, List.of(0x04, 0x22, 0x4d, 0x18)),
          new OtherPacking("snappy", false, List.of(0xff, 0x06, 0x00, 0x00, 0x73, 0x4e)),
          new OtherPacking("zstd", true, List.of(0x28, 0xb5, 0x2f, 0xfd)),
          new OtherPacking("7z", false, List.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c)),
          new OtherPacking("rar", false, List.of(0x52, 0x61, 0x72, 0x21, 0x1a, 0x07)));

  /**
   * Refuses a file that is packed so.
   *
   * @param codec of Hadoop's for the name of the file; null if there is none
   * @throws DataException naming the program that unpacks it
   */
  static void refuse(String path, byte[] bytes, CompressionCodec codec) {
    for (OtherPacking packing : ALL) {
      boolean read = packing.readByCodec && codec != null;
      if (!read && packing.isOf(bytes)) {
        throw new DataException(
            "%s cannot be unpacked here: it is packed by %s; unpack it by that, or pack it by gzip"
                .formatted(path, packing.program));
      }
    }
  }

  private boolean isOf(byte[] bytes) {
    for (int i = 0; i < beginning.size(); i++) {
      if (bytes.length <= i || (bytes[i] & 0xff) != beginning.get(i)) {
        return false;
      }
    }
    return true;
  }
}
