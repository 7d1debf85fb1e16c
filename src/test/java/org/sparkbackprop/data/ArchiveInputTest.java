package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(bytes, new LZMA2Options(1))) {
      xz.write(CONTENT);
    }
    return bytes.toByteArray();
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
