package org.sparkbackprop.config;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Checks character sets for text that is split at the bytes of ASCII characters: line feeds,
 * delimiters and quotes.
 */
final class CharacterSets {

  private static final String ASCII =
      IntStream.range(' ', 0x7f)
          .mapToObj(Character::toString)
          .collect(Collectors.joining("\t", "", "\r\n"));
  private static final byte[] ASCII_BYTES = ASCII.getBytes(StandardCharsets.US_ASCII);

  private CharacterSets() {}

  /** Whether ASCII characters have the bytes of ASCII. */
  static boolean hasAscii(Charset charset) {
    return charset.canEncode() && Arrays.equals(ASCII.getBytes(charset), ASCII_BYTES);
  }

  /**
   * Whether bytes of ASCII characters are also parts of other characters, as in Shift_JIS, Big5 and
   * GBK, or switch between sets, as in ISO-2022. All characters of 16 bits are tried.
   *
   * @param charset one that can encode
   */
  static boolean hasAsciiWithinOthers(Charset charset) {
    CharsetEncoder encoder = charset.newEncoder();
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.ceil(2 * encoder.maxBytesPerChar()));
    CharBuffer one = CharBuffer.allocate(1);
    for (int c = 0x80; c <= Character.MAX_VALUE; c++) {
      if (!Character.isSurrogate((char) c)) {
        one.clear();
        one.put(0, (char) c);
        if (isEncoded(encoder, one, bytes.clear()) && hasAsciiWithin(bytes.flip())) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isEncoded(CharsetEncoder encoder, CharBuffer one, ByteBuffer bytes) {
    encoder.reset();
    CoderResult result = encoder.encode(one, bytes, true);
    return result.isUnderflow() && encoder.flush(bytes).isUnderflow();
  }

  private static boolean hasAsciiWithin(ByteBuffer bytes) {
    if (bytes.remaining() == 1) {
      return false; // EUC-JP encodes the yen sign as ASCII's backslash, which is harmless
    }
    while (bytes.hasRemaining()) {
      if (bytes.get() >= 0) {
        return true;
      }
    }
    return false;
  }
}
