package org.sparkbackprop.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sparkbackprop.data.Written;
import org.sparkbackprop.error.DataException;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchiveInputTest {

  private static final Configuration CONFIGURATION = new Configuration();
  private static final byte[] CONTENT = content();

  @TempDir private Path directory;

  private static byte[] content() {
    StringBuilder lines = new StringBuilder("x,label\n");
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      lines.append(random.nextGaussian()).append(",a\n");
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(name.endsWith("/") ? new byte[0] : CONTENT);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] xz() throws IOException {
    return xz(new LZMA2Options(1));
  }

  /** Packed by xz with filters or a dictionary of one's own. */
  private static byte[] xz(FilterOptions... filters) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(bytes, filters)) {
      xz.write(CONTENT);
    }
    return bytes.toByteArray();
  }

  /** The same, its block said to be packed by a filter of another number. */
  private static byte[] withFilter(byte[] xz, int filter) {
    return withByte(xz, 2, filter);
  }

  /** The same, its block said to need a dictionary of so many MiB, a power of two. */
  private static byte[] withDictionary(byte[] xz, int mebibytes) {
    int bits = Integer.numberOfTrailingZeros(mebibytes) + 20;
    return withByte(xz, 4, 2 * (bits - 12));
  }

  /** A byte of the header of the first block, whose checksum fits (xz file format, 3.1). */
  private static byte[] withByte(byte[] xz, int place, int value) {
    byte[] other = xz.clone();
    int header = 12; // bytes of the header of the stream
    int length = 4 * (other[header] & 0xff);
    other[header + place] = (byte) value;
    CRC32 sum = new CRC32();
    sum.update(other, header, length);
    ByteBuffer.wrap(other)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(header + length, (int) sum.getValue());
    return other;
  }

  /** The same, its only file said to be encrypted. */
  private static byte[] encrypted(byte[] zip) {
    return withShort(withShort(zip, 6, 1 | 8), central(zip) + 8, 1 | 8);
  }

  /** The same, its only file said to be packed by another method (APPNOTE.TXT, 4.4.5). */
  private static byte[] withMethod(byte[] zip, int method) {
    return withShort(withShort(zip, 8, method), central(zip) + 10, method);
  }

  /** Where the central directory begins, as the last 22 bytes say. */
  private static int central(byte[] zip) {
    return ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN).getInt(zip.length - 22 + 16);
  }

  private static byte[] withShort(byte[] bytes, int place, int value) {
    byte[] other = bytes.clone();
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putShort(place, (short) value);
    return other;
  }

  private byte[] read(String name, byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve(name), bytes);
    assertThat(InputFiles.isPacked(path.toString(), CONFIGURATION)).isTrue();
    try (InputStream input = InputFiles.open(path.toString(), CONFIGURATION)) {
      return input.readAllBytes();
    }
  }

  @Test
  void whatIsPackedIsReadWhateverTheFileIsCalled() throws IOException {
    assertThat(read("rows.csv.xz", xz())).isEqualTo(CONTENT);
    assertThat(read("rows", Written.joined(xz(), xz())))
        .isEqualTo(Written.joined(CONTENT, CONTENT));
    assertThat(read("rows.zip", zip("rows.csv"))).isEqualTo(CONTENT);
    assertThat(read("rows.csv", zip("data/", "data/rows.csv", "__MACOSX/data/._rows.csv")))
        .isEqualTo(CONTENT);
  }

  @Test
  void aZipOfSeveralFilesOrNoneIsRefusedByTheirNames() {
    assertThatThrownBy(() -> read("rows.zip", zip("a.csv", "b.csv")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.zip is a zip of several files, [a.csv, b.csv]; unpack it");
    assertThatThrownBy(() -> read("rows.xlsx", zip("[Content_Types].xml", "xl/workbook.xml")))
        .hasMessageContaining("rows.xlsx is an Excel workbook; save its sheet as csv");
    assertThatThrownBy(() -> read("rows.zip", zip("data/")))
        .hasMessageContaining("is a zip without a file in it");
  }

  @Test
  void soundFilesThatAreNotUnpackedAreNotCalledDamaged() throws IOException {
    byte[] large = withDictionary(xz(), 512);
    requireRefused(large, "its xz needs 513 MiB of memory, more than the limit of 256; unpack");
    requireRefused(
        Written.joined(xz(), large), "its xz needs 513 MiB of memory, more than the limit of 256");
    requireRefused(withFilter(xz(), 0x3f), "its xz has an unknown filter or option");
    requireRefused(encrypted(zip("rows.csv")), "its zip is encrypted; unpack it");
    requireRefused(withMethod(zip("rows.csv"), 14), "its zip is packed by the method LZMA");
    requireRefused(withMethod(zip("rows.csv"), 77), "its zip is packed by the method 77");
    byte[] strong = xz(new LZMA2Options(9));
    assertThat(read("rows.xz", strong)).isEqualTo(CONTENT);
  }

  private void requireRefused(byte[] bytes, String sentence) {
    assertThatThrownBy(() -> read("rows.csv", bytes))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("rows.csv cannot be unpacked here: " + sentence)
        .hasMessageNotContaining("damaged");
  }

  @Test
  void damageIsDamageWhereverItIs() throws IOException {
    byte[] zip = zip("rows.csv");
    byte[] xz = xz();
    for (byte[] valid : new byte[][] {zip, xz}) {
      for (int length : new int[] {7, 40, valid.length / 2, valid.length - 3}) {
        requireDamage(Arrays.copyOf(valid, length));
      }
      byte[] changed = valid.clone();
      changed[valid.length / 2] ^= 0x55;
      requireDamage(changed);
    }
  }

  private void requireDamage(byte[] bytes) throws IOException {
    try {
      assertThat(read("damaged", bytes)).isNull();
    } catch (DataException told) {
      assertThat(told).hasMessageContaining("damaged");
    } catch (IOException e) {
      assertThat(InputFiles.isDamage(e)).as("%s", e).isTrue();
    }
  }
}
