package org.sparkbackprop.data.values;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;

/**
 * Turns bytes into texts; of those that come again and again, labels for instance, into the same.
 */
public final class TextDecoder {

  private static final int PLACES = 1 << 10;

  /** Longer texts do not come again and again, and all places together must not fill the memory. */
  private static final int MAX_BYTES = 1 << 10;

  private final Charset charset;
  private final byte[][] bytesOf = new byte[PLACES][];
  private final String[] words = new String[PLACES];

  /** Words in a character set. */
  public TextDecoder(Charset charset) {
    this.charset = charset;
  }

  /** The text; null if the bytes are none in this character set. */
  public String word(byte[] bytes, int from, int until) {
    if (until - from > MAX_BYTES) {
      return decode(bytes, from, until);
    }
    int hash = 0;
    for (int i = from; i < until; i++) {
      hash = 31 * hash + bytes[i];
    }
    int place = (hash ^ hash >>> 10) & (PLACES - 1);
    byte[] known = bytesOf[place];
    if (known == null || !java.util.Arrays.equals(known, 0, known.length, bytes, from, until)) {
      String word = decode(bytes, from, until);
      if (word == null) {
        return null;
      }
      bytesOf[place] = java.util.Arrays.copyOfRange(bytes, from, until);
      words[place] = word;
    }
    return words[place];
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
