package org.sparkbackprop.data;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.hadoop.fs.FSDataInputStream;
import org.sparkbackprop.storage.StorageException;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks zip and xz, for which Hadoop has no codecs, by the libraries that Spark brings with it.
 * Damage is a {@link ZipException}.
 */
final class ArchiveInput extends FilterInputStream {

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  /** What xz may need to unpack a file, in KiB; its strongest usual setting takes a quarter. */
  private static final int MOST_MEMORY = 1 << 18;

  private final InputStream archive;
  private final CRC32 sum = new CRC32();
  private final long expected;

  /**
   * What is unpacked from an archive.
   *
   * @param archive that is closed with it
   * @param expected checksum of all bytes; -1 if the library looks for itself
   */
  private ArchiveInput(InputStream unpacked, InputStream archive, long expected) {
    super(unpacked);
    this.archive = archive;
    this.expected = expected;
  }

  static boolean isZip(byte[] beginning) {
    return begins(beginning, ZIP) || begins(beginning, EMPTY_ZIP);
  }

  static boolean isXz(byte[] beginning) {
    return begins(beginning, XZ);
  }

  private static boolean begins(byte[] bytes, byte[] with) {
    for (int i = 0; i < with.length; i++) {
      if (bytes.length <= i || bytes[i] != with[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * The bytes that are packed by xz.
   *
   * @throws IOException if they are damaged, or cannot be read
   * @throws StorageException if Spark comes without the library
   */
  static InputStream xz(String path, InputStream packed) throws IOException {
    try {
      return new ArchiveInput(new XZInputStream(packed, MOST_MEMORY), packed, -1);
    } catch (IOException e) {
      throw orDamage(e);
    } catch (LinkageError noLibrary) {
      throw missing(path, "xz -d", noLibrary);
    }
  }

  /**
   * The only file of a zip.
   *
   * @param bytes of the zip
   * @throws DataException if it has none, or several
   * @throws IOException if it is damaged, or cannot be read
   * @throws StorageException if Spark comes without the library
   */
  static InputStream zip(String path, FSDataInputStream packed, long bytes) throws IOException {
    try {
      ZipFile zip = ZipFile.builder().setSeekableByteChannel(new Channel(packed, bytes)).get();
      ZipArchiveEntry entry = onlyFile(path, zip);
      if (!zip.canReadEntryData(entry)) {
        throw new DataException(
            "%s is a zip that is encrypted, or packed in an unusual way; unpack it"
                .formatted(path));
      }
      return new ArchiveInput(zip.getInputStream(entry), packed, entry.getCrc());
    } catch (IOException e) {
      throw orDamage(e);
    } catch (LinkageError noLibrary) {
      throw missing(path, "unzip", noLibrary);
    }
  }

  private static ZipArchiveEntry onlyFile(String path, ZipFile zip) {
    List<ZipArchiveEntry> files = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      boolean hidden = entry.getName().matches("__MACOSX/.*|(.*/)?\\.[^/]*");
      if (!entry.isDirectory() && !hidden) {
        files.add(entry);
      }
    }
    if (files.size() == 1) {
      return files.get(0);
    }
    if (files.stream().anyMatch(file -> file.getName().equals("xl/workbook.xml"))) {
      throw new DataException(path + " is an Excel workbook; save its sheet as csv");
    }
    throw new DataException(
        files.isEmpty()
            ? path + " is a zip without a file in it"
            : "%s is a zip of several files, %s; unpack it, and name the one that is meant"
                .formatted(path, TableColumns.some(files.stream().map(f -> f.getName()).toList())));
  }

  private static StorageException missing(String path, String program, LinkageError noLibrary) {
    return new StorageException(
        StorageException.Kind.FAILED,
        "cannot unpack the input %s here, as Spark comes without the library; unpack it by %s"
            .formatted(path, program),
        noLibrary);
  }

  private static IOException orDamage(IOException e) {
    StackTraceElement[] trace = e.getStackTrace();
    boolean library =
        trace.length > 0
            && trace[0].getClassName().matches("org\\.(tukaani|apache\\.commons\\.compress)\\..*");
    if (!library || e instanceof ZipException) {
      return e;
    }
    ZipException damage =
        new ZipException(e.getMessage() == null ? "it ends too early" : e.getMessage());
    damage.initCause(e);
    return damage;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    int read;
    try {
      read = super.read(into, from, length);
    } catch (IOException e) {
      throw orDamage(e);
    }
    if (expected >= 0 && read > 0) {
      sum.update(into, from, read);
    } else if (expected >= 0 && read < 0 && sum.getValue() != expected) {
      throw new ZipException("its checksum is another one");
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    super.close();
    archive.close();
  }

  /** A file of Hadoop's as the library wants it. */
  private static final class Channel implements SeekableByteChannel {

    private final FSDataInputStream file;
    private final long bytes;
    private boolean open = true;

    Channel(FSDataInputStream file, long bytes) {
      this.file = file;
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      byte[] some = new byte[Math.min(into.remaining(), 1 << 16)];
      int read = file.getPos() >= bytes ? -1 : file.read(some, 0, some.length);
      if (read > 0) {
        into.put(some, 0, read);
      }
      return read;
    }

    @Override
    public long position() throws IOException {
      return file.getPos();
    }

    @Override
    public SeekableByteChannel position(long place) throws IOException {
      file.seek(Math.min(place, bytes));
      return this;
    }

    @Override
    public long size() {
      return bytes;
    }

    @Override
    public int write(ByteBuffer from) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      file.close();
    }
  }
}
