package org.sparkbackprop.data.values;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Decodes bytes to texts. Repeated texts, such as labels, become the same string. */
public final class TextDecoder {

  private static final int SLOTS = 1 << 10;

  /** Longer texts are seldom repeated, and would fill the memory. */
  private static final int MAX_BYTES = 1 << 10;

  private final Charset charset;
  private final byte[][] cachedBytes = new byte[SLOTS][];
  private final String[] cachedTexts = new String[SLOTS];

  public TextDecoder(Charset charset) {
    this.charset = charset;
  }

  /** The text; null if the bytes are not valid in the character set. */
  public String text(byte[] bytes, int from, int until) {
    if (until - from > MAX_BYTES) {
      return decode(bytes, from, until);
    }
    int hash = 0;
    for (int i = from; i < until; i++) {
      hash = 31 * hash + bytes[i];
    }
    int slot = (hash ^ hash >>> 10) & (SLOTS - 1);
    byte[] known = cachedBytes[slot];
    if (known == null || !Arrays.equals(known, 0, known.length, bytes, from, until)) {
      String text = decode(bytes, from, until);
      if (text == null) {
        return null;
      }
      cachedBytes[slot] = Arrays.copyOfRange(bytes, from, until);
      cachedTexts[slot] = text;
    }
    return cachedTexts[slot];
  }

  private String decode(byte[] bytes, int from, int until) {
    try {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, from, until - from))
          .toString();
    } catch (CharacterCodingException notOfThisCharset) {
      return null;
    }
  }
}
