package org.sparkbackprop.data.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.sparkbackprop.storage.StorageException;

/**
 * The bytes that a Hadoop codec unpacks. Some codecs fail on damage with any exception; here it is
 * a {@link ZipException}.
 */
public final class CodecInput extends FilterInputStream {

  private static final String INVALID = "its compressed content is invalid";

  private CodecInput(InputStream unpacked) {
    super(unpacked);
  }

  /**
   * Starts to unpack.
   *
   * @param path for messages
   * @throws IOException if the bytes are damaged or cannot be read
   * @throws StorageException if the codec needs a missing library
   */
  public static InputStream of(String path, CompressionCodec codec, InputStream packed)
      throws IOException {
    try {
      return new CodecInput(codec.createInputStream(packed));
    } catch (IndexOutOfBoundsException e) {
      throw damage(INVALID, e);
    } catch (RuntimeException | LinkageError noLibrary) {
      throw new StorageException(
          StorageException.Kind.FAILED,
          "cannot unpack the input %s here: %s; unpack it, or pack it as gzip"
              .formatted(path, noLibrary.getMessage()),
          noLibrary);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      return super.read(into, from, length);
    } catch (RuntimeException e) {
      throw damage(INVALID, e);
    } catch (OutOfMemoryError e) { // the JVM has room for any intact block
      throw damage("a block of it needs more memory than there is", e);
    }
  }

  static ZipException damage(String what, Throwable e) {
    ZipException damage = new ZipException(what);
    damage.initCause(e);
    return damage;
  }
}
