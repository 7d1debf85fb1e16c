package org.sparkbackprop.data.files;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Gzip of one or several members, with nothing after the last. The JDK's stream ends at anything
 * that is not a member, and also when a network has no bytes available at the moment: rows would be
 * lost silently.
 */
final class GzipInput extends GZIPInputStream {

  private static final int TRAILER_BYTES = 8;

  /**
   * Reads the header.
   *
   * @throws IOException if it is not gzip, or cannot be read
   */
  GzipInput(BufferedInputStream packed, int bufferBytes) throws IOException {
    // not buffered again, so that all bytes before a damage can be read
    super(new Available(packed), bufferBytes);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    if (read < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
      throw new ZipException("the bytes after the end of the gzip data are not gzip");
    }
    return read;
  }

  /** Always has bytes available before its end. */
  private static final class Available extends FilterInputStream {

    Available(BufferedInputStream input) {
      super(input);
    }

    @Override
    public int available() throws IOException {
      in.mark(1);
      boolean ended = in.read() < 0;
      in.reset();
      return ended ? 0 : Math.max(1, in.available());
    }
  }
}
