package org.sparkbackprop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages files of JSON, and files with JSON before their numbers, by a seed. */
public final class Damage {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern MEMBER = Pattern.compile("\"[^\"]*\" ?: ?(\"[^\"]*\"|-?[\\d.]+)");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "65536",
          "268435456",
          "2147483647",
          "2147483648",
          "-2147483648",
          "9223372036854775807",
          "18446744073709551616",
          "1e9",
          "1e999",
          "1e999999999",
          "0.5",
          "-0.0",
          "7".repeat(1500),
          "null",
          "true",
          "\"1\"",
          "[]",
          "{}",
          "[1,2]");

  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u0000",
          "\0",
          "null",
          "[[]]",
          "\u00ff",
          "/*",
          "NaN",
          "-",
          "e",
          "\"a\":1,",
          "{\"a\":{}},",
          " ".repeat(5000),
          "x".repeat(5000));

  private final Random random;

  /** Damage by this seed. */
  public Damage(long seed) {
    this.random = new Random(seed);
  }

  /** A number from 0 to below a bound. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  /** A text of JSON with some damage. */
  public byte[] ofJson(byte[] valid) {
    byte[] damaged = valid;
    for (int count = 1 + below(3); count > 0; count--) {
      damaged = below(3) == 0 ? ofBytes(damaged) : text(damaged);
    }
    return damaged;
  }

  /** A safetensors file with damage to its header, whose length is then right, or anywhere. */
  public byte[] ofSafetensors(byte[] valid) {
    if (below(3) == 0) {
      return below(2) == 0 ? ofBytes(valid) : withOtherLength(valid);
    }
    int length = (int) ByteBuffer.wrap(valid).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    byte[] header = ofJson(Arrays.copyOfRange(valid, 8, 8 + length));
    byte[] numbers = Arrays.copyOfRange(valid, 8 + length, valid.length);
    return ByteBuffer.allocate(8 + header.length + numbers.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(numbers)
        .array();
  }

  private byte[] withOtherLength(byte[] valid) {
    long[] lengths = {
      0, 1, 2, 8, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32, 16 << 20, below(99)
    };
    byte[] damaged = valid.clone();
    ByteBuffer.wrap(damaged)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(0, lengths[below(lengths.length)]);
    return damaged;
  }

  /** A file of any kind with damage somewhere. */
  public byte[] ofBytes(byte[] bytes) {
    int at = below(bytes.length + 1);
    int length = Math.min(bytes.length - at, below(below(10) == 0 ? 300 : 12));
    return switch (below(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> joined(bytes, at, length, new byte[0]);
      case 2 -> joined(bytes, at, 0, Arrays.copyOfRange(bytes, at, at + length));
      case 3 -> joined(bytes, at, length, TOKENS.get(below(TOKENS.size())));
      default -> withFlippedBit(bytes);
    };
  }

  private byte[] withFlippedBit(byte[] bytes) {
    byte[] flipped = bytes.clone();
    if (flipped.length > 0) {
      flipped[below(flipped.length)] ^= (byte) (1 << below(8));
    }
    return flipped;
  }

  private byte[] text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return switch (below(6)) {
      case 0 -> joined(bytes, below(bytes.length + 1), 0, nested());
      case 1 -> withMemberTwice(bytes, text);
      case 2 -> withMembersExchanged(bytes, text);
      default -> withOtherNumber(bytes, text);
    };
  }

  private String nested() {
    int depth = List.of(3, 900, 1100, 100_000).get(below(4));
    return switch (below(4)) {
      case 0 -> "[".repeat(depth);
      case 1 -> "{\"a\":".repeat(depth);
      case 2 -> "[".repeat(depth) + "]".repeat(depth);
      default -> "\"a\":" + "[".repeat(depth) + "]".repeat(depth) + ",";
    };
  }

  private byte[] withOtherNumber(byte[] bytes, String text) {
    MatchResult number = any(NUMBER, text);
    return number == null
        ? bytes
        : joined(
            bytes, number.start(), number.group().length(), NUMBERS.get(below(NUMBERS.size())));
  }

  private byte[] withMemberTwice(byte[] bytes, String text) {
    MatchResult member = any(MEMBER, text);
    return member == null ? bytes : joined(bytes, member.start(), 0, member.group() + ",");
  }

  private byte[] withMembersExchanged(byte[] bytes, String text) {
    MatchResult one = any(MEMBER, text);
    MatchResult other = any(MEMBER, text);
    return one == null ? bytes : joined(bytes, one.start(), one.group().length(), other.group());
  }

  private MatchResult any(Pattern pattern, String text) {
    List<MatchResult> all = pattern.matcher(text).results().toList();
    return all.isEmpty() ? null : all.get(below(all.size()));
  }

  private static byte[] joined(byte[] bytes, int at, int length, String by) {
    return joined(bytes, at, length, by.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static byte[] joined(byte[] bytes, int at, int length, byte[] by) {
    return ByteBuffer.allocate(bytes.length - length + by.length)
        .put(bytes, 0, at)
        .put(by)
        .put(bytes, at + length, bytes.length - at - length)
        .array();
  }
}
