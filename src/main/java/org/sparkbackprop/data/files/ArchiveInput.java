package org.sparkbackprop.data.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.apache.hadoop.fs.FSDataInputStream;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.storage.StorageException;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/**
 * Unpacks zip and xz, for which Hadoop has no codecs, with the libraries that come with Spark.
 * Damage is a {@link ZipException}.
 */
final class ArchiveInput extends FilterInputStream {

  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};
  private static final byte[] XZ = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};

  private static final int KIB_OF_MIB = 1 << 10;

  /** Memory that xz may need to unpack, in KiB; its strongest usual setting takes a quarter. */
  private static final int MAX_MEMORY = 256 * KIB_OF_MIB;

  private final String path;
  private final InputStream archive;
  private final CRC32 sum = new CRC32();
  private final long expected;

  /**
   * The unpacked bytes of an archive.
   *
   * @param path for messages
   * @param archive that is closed with it
   * @param expected checksum of all bytes; -1 if the library checks it
   */
  private ArchiveInput(String path, InputStream unpacked, InputStream archive, long expected) {
    super(unpacked);
    this.path = path;
    this.archive = archive;
    this.expected = expected;
  }

  static boolean isZip(byte[] beginning) {
    return begins(beginning, ZIP) || begins(beginning, EMPTY_ZIP);
  }

  static boolean isXz(byte[] beginning) {
    return begins(beginning, XZ);
  }

  static boolean begins(byte[] bytes, byte[] with) {
    return bytes.length >= with.length
        && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
  }

  /**
   * Unpacks xz.
   *
   * @throws DataException if it is packed in an unsupported way
   * @throws IOException if it is damaged or cannot be read
   * @throws StorageException if Spark comes without the library
   */
  static InputStream xz(String path, InputStream packed) throws IOException {
    try {
      PushbackInputStream unpacked = new PushbackInputStream(new XZInputStream(packed, MAX_MEMORY));
      try { // the first byte shows how xz packed the file; the reader meets other faults again
        int first = unpacked.read();
        if (first >= 0) {
          unpacked.unread(first);
        }
      } catch (IOException e) {
        requireSupported(path, e);
      }
      return new ArchiveInput(path, unpacked, packed, -1);
    } catch (IOException e) {
      throw orDamage(path, e);
    } catch (LinkageError noLibrary) {
      throw missing(path, "xz -d", noLibrary);
    }
  }

  /** The bytes may be intact, but packed in a way that the library does not support. */
  private static void requireSupported(String path, IOException e) {
    if (e instanceof MemoryLimitException memory) {
      throw new DataException(
          String.format(
                  Locale.ROOT,
                  "%s cannot be unpacked here: its xz needs %,d MiB of memory, more than the limit of %,d; unpack it by xz -d,",
                  path,
                  (memory.getMemoryNeeded() + KIB_OF_MIB - 1) / KIB_OF_MIB,
                  MAX_MEMORY / KIB_OF_MIB)
              + " or pack it with a smaller dictionary, by xz -6 or xz -9");
    }
    if (e instanceof UnsupportedOptionsException) {
      throw new DataException(
          "%s cannot be unpacked here: its xz has an unknown filter or option (%s); unpack it by xz -d,"
                  .formatted(path, e.getMessage())
              + " or pack it again by xz -6");
    }
  }

  /**
   * Unpacks the only file of a zip.
   *
   * @param bytes length of the zip
   * @throws DataException if it does not have exactly one file, packed in a supported way
   * @throws IOException if it is damaged or cannot be read
   * @throws StorageException if Spark comes without the library
   */
  static InputStream zip(String path, FSDataInputStream packed, long bytes) throws IOException {
    try {
      ZipFile zip = ZipFile.builder().setSeekableByteChannel(new Channel(packed, bytes)).get();
      ZipArchiveEntry entry = onlyFile(path, zip);
      if (!zip.canReadEntryData(entry)) {
        throw new DataException(
            "%s cannot be unpacked here: its zip is %s; unpack it, or pack it by deflate"
                .formatted(path, kind(entry)));
      }
      return new ArchiveInput(path, zip.getInputStream(entry), packed, entry.getCrc());
    } catch (IOException e) {
      throw orDamage(path, e);
    } catch (LinkageError noLibrary) {
      throw missing(path, "unzip", noLibrary);
    }
  }

  private static String kind(ZipArchiveEntry entry) {
    if (entry.getGeneralPurposeBit().usesEncryption()) {
      return "encrypted";
    }
    ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
    return "packed by the method "
        + (method == null || method == ZipMethod.UNKNOWN ? entry.getMethod() : method);
  }

  private static ZipArchiveEntry onlyFile(String path, ZipFile zip) {
    List<ZipArchiveEntry> files =
        Collections.list(zip.getEntries()).stream()
            .filter(entry -> !entry.isDirectory())
            .filter(entry -> !entry.getName().matches("__MACOSX/.*|(.*/)?\\.[^/]*"))
            .toList();
    if (files.size() == 1) {
      return files.get(0);
    }
    if (files.stream().anyMatch(file -> file.getName().equals("xl/workbook.xml"))) {
      throw new DataException(path + " is an Excel workbook; save its sheet as csv");
    }
    throw new DataException(
        files.isEmpty()
            ? path + " is a zip without a file in it"
            : "%s is a zip of several files, %s; unpack it and name the right one"
                .formatted(path, Excerpt.some(files.stream().map(f -> f.getName()).toList())));
  }

  private static StorageException missing(String path, String program, LinkageError noLibrary) {
    return new StorageException(
        StorageException.Kind.FAILED,
        "cannot unpack the input %s here, as Spark comes without the library; unpack it by %s"
            .formatted(path, program),
        noLibrary);
  }

  private static IOException orDamage(String path, IOException e) {
    requireSupported(path, e);
    StackTraceElement[] trace = e.getStackTrace();
    boolean library =
        trace.length > 0
            && trace[0].getClassName().matches("org\\.(tukaani|apache\\.commons\\.compress)\\..*");
    if (!library || e instanceof ZipException) {
      return e;
    }
    return CodecInput.damage(InputFiles.damage(e), e);
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
      throw orDamage(path, e);
    }
    if (expected >= 0 && read > 0) {
      sum.update(into, from, read);
    } else if (expected >= 0 && read < 0 && sum.getValue() != expected) {
      throw new ZipException("its checksum is wrong");
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    super.close();
    archive.close();
  }

  /** A Hadoop file in the form that the library needs. */
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
