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
final class Written {

  private Written() {}

  static Path idx(Path path, boolean gzip, int[] sizes, byte[] content) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(4 + 4 * sizes.length).putInt(0x0800 | sizes.length);
    Arrays.stream(sizes).forEach(header::putInt);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var output = gzip ? new GZIPOutputStream(bytes) : bytes) {
      output.write(header.array());
      output.write(content);
    }
    return Files.write(path, bytes.toByteArray());
  }

  static byte[] randomBytes(int length, int bound) {
    Random random = new Random(length);
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(bound);
    }
    return bytes;
  }
}
