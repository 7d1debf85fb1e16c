package org.sparkbackprop.data.files;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Gzip of one member or several, behind the last of which nothing may follow. The JDK's stream
 * takes whatever cannot be a member for the end, and so does it where a network has no bytes at
 * hand just then: rows would be lost without a word.
 */
final class GzipInput extends GZIPInputStream {

  private static final int TRAILER_BYTES = 8;

  /**
   * Reads the header.
   *
   * @throws IOException if it is none, or cannot be read
   */
  GzipInput(BufferedInputStream packed, int bufferBytes) throws IOException {
    // not buffered again: what was unpacked before a damage is still to be read
    super(new Available(packed), bufferBytes);
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read = super.read(into, from, length);
    if (read < 0 && (inf.getRemaining() > TRAILER_BYTES || in.read() >= 0)) {
      throw new ZipException("what follows the end of gzip is no gzip");
    }
    return read;
  }

  /** Has bytes available unless it is at its end. */
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
