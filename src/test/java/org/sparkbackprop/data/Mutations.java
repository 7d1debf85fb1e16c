package org.sparkbackprop.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as disks, networks, editors and other programs do, by a seed. */
public final class Mutations {

  private static final List<String> TOKENS =
      List.of(
          "\"",
          "\"\"",
          ",",
          ",,",
          "\n",
          "\r",
          "\r\n",
          "\n\n",
          "\0",
          " ",
          "\t",
          ":",
          "#",
          "-",
          "+",
          ".",
          "e",
          "NaN",
          "Infinity",
          "1e999",
          "-1e-999",
          "0x1p3",
          "1f",
          "\u00ef\u00bb\u00bf",
          "\u00ff",
          "\u00c3",
          "\u00e4\u00f6",
          "4294967297:1",
          "0:1",
          "-1:5",
          "999999999999999999999999:1",
          "# rest",
          "a",
          "b",
          "c",
          "label",
          "0000000000000000000000000001.50000000000000000000",
          "9".repeat(400),
          "1".repeat(25) + "e-20",
          "x".repeat(3000));

  private final Random random;

  public Mutations(long seed) {
    this.random = new Random(seed);
  }

  /** One damage or some. */
  public byte[] of(byte[] valid, byte[] other) {
    byte[] damaged = valid;
    for (int count = 1 + random.nextInt(4); count > 0; count--) {
      damaged = damaged(damaged, other);
    }
    return damaged;
  }

  private byte[] damaged(byte[] bytes, byte[] other) {
    int at = random.nextInt(bytes.length + 1);
    int length = Math.min(bytes.length - at, random.nextInt(random.nextInt(10) == 0 ? 300 : 12));
    return switch (random.nextInt(9)) {
      case 0, 1 -> withFlippedBit(bytes);
      case 2 -> Arrays.copyOf(bytes, random.nextInt(3) == 0 ? at : bytes.length - length);
      case 3 -> replaced(bytes, at, length, new byte[0]);
      case 4 -> replaced(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
      case 5 -> replaced(bytes, at, 0, noise(1 + random.nextInt(20)));
      case 6 -> replaced(bytes, at, length, chunk(other));
      default -> replaced(bytes, at, random.nextBoolean() ? 0 : Math.min(length, 3), token());
    };
  }

  private byte[] withFlippedBit(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] replaced(byte[] bytes, int at, int length, byte[] by) {
    byte[] begun = Written.joined(Arrays.copyOf(bytes, at), by);
    return Written.joined(begun, Arrays.copyOfRange(bytes, at + length, bytes.length));
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] chunk(byte[] other) {
    int from = random.nextInt(other.length);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(200)));
  }

  private byte[] token() {
    return TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The same, or another size in the header of an IDX file. */
  public byte[] ofIdx(byte[] valid, byte[] other) {
    if (random.nextInt(3) > 0) {
      return of(valid, other);
    }
    int[] sizes = {0, 1, 2, -1, 255, 256, 65_536, 1 << 24, Integer.MAX_VALUE, random.nextInt(70)};
    byte[] damaged = valid.clone();
    int at = 4 + 4 * random.nextInt(Math.max(1, valid[3]));
    ByteBuffer.wrap(damaged).putInt(at, sizes[random.nextInt(sizes.length)]);
    return random.nextInt(4) == 0 ? of(damaged, other) : damaged;
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }
}
