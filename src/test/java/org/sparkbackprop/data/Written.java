package org.sparkbackprop.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Input files as tests write them. */
public final class Written {

  private Written() {}

  public static Path idx(Path path, boolean gzip, int[] sizes, byte[] content) throws IOException {
    byte[] bytes = joined(header(sizes), content);
    return Files.write(path, gzip ? zipped(bytes) : bytes);
  }

  /** What an IDX file of bytes begins with. */
  public static byte[] header(int... sizes) {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(0x0800 | sizes.length);
    Arrays.stream(sizes).forEach(header::putInt);
    return header.array();
  }

  public static byte[] joined(byte[] one, byte[] other) {
    byte[] joined = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, joined, one.length, other.length);
    return joined;
  }

  public static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (var output = new GZIPOutputStream(zipped)) {
      output.write(bytes);
    }
    return zipped.toByteArray();
  }

  public static byte[] randomBytes(int length, int bound) {
    Random random = new Random(length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(bound);
    }
    return bytes;
  }
}
