package org.sparkbackprop.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorOutputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.DefaultCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.data.files.CodecInput;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.source.libsvm.LibsvmRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.storage.StorageException;

/** Files that Hadoop unpacks, by the ends of their names. */
class OtherCodecsTest {

  private static final Configuration CONFIGURATION = new Configuration();

  @TempDir private Path directory;

  private byte[] packed(String name, String content) throws IOException {
    CompressionCodec codec =
        new CompressionCodecFactory(CONFIGURATION)
            .getCodec(new org.apache.hadoop.fs.Path(directory.resolve(name).toString()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream output = codec.createOutputStream(bytes)) {
      output.write(content.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String content(Random random) {
    StringBuilder content = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      content.append("l").append(random.nextInt(50)).append(" 1:1\n");
    }
    return content.toString();
  }

  private List<String> labels(Path path) {
    LibsvmRowReader reader =
        new LibsvmRowReader(
            Inputs.libsvm(new RowShape(List.of(InputColumn.vector("x", 1)), RowShape.Form.SPARSE)),
            new TextSplit(path.toString(), 0, Long.MAX_VALUE, List.of()),
            CONFIGURATION);
    List<String> labels = new ArrayList<>();
    while (reader.advance()) {
      labels.add(reader.row().label());
    }
    return labels;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.bz2", "rows.deflate"})
  void damagedFilesAreReadOrRefusedInASentence(String name) throws IOException {
    String content = content(new Random(1));
    byte[] packed = packed(name, content);
    Path path = Files.write(directory.resolve(name), packed);
    assertThat(labels(path)).hasSize(300);
    for (int seed = 0; seed < 120; seed++) {
      Files.write(path, new Mutations(seed).of(packed, packed));
      try {
        labels(path);
      } catch (DataException | StorageException e) {
        assertThat(e.getMessage().lines()).as("seed %d", seed).hasSize(1);
        assertThat(e.getMessage()).hasSizeBetween(10, 1000).doesNotContain("Exception", "null");
      }
    }
  }

  @Test
  void aCodecWithoutItsLibraryNamesAWayOut() throws IOException {
    for (String name : List.of("rows.zst", "rows.snappy", "rows.lz4")) {
      Path path = Files.writeString(directory.resolve(name), "no such thing");
      try (InputStream input = InputFiles.open(path.toString(), CONFIGURATION)) {
        input.readAllBytes();
      } catch (StorageException e) {
        assertThat(e.getMessage()).contains("cannot unpack the input", name, "pack it as gzip");
      } catch (IOException damaged) {
        assertThat(InputFiles.isDamage(damaged)).isTrue();
      }
    }
  }

  /** Hadoop's codecs of the same names have other forms, and would call these files damaged. */
  @Test
  void filesOfProgramsWhoseFormNothingReadsAreNotCalledDamaged() throws IOException {
    byte[] rows = "x,label\n1,a\n".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream lz4 = new ByteArrayOutputStream();
    try (OutputStream packed = new FramedLZ4CompressorOutputStream(lz4)) {
      packed.write(rows);
    }
    ByteArrayOutputStream snappy = new ByteArrayOutputStream();
    try (OutputStream packed = new FramedSnappyCompressorOutputStream(snappy)) {
      packed.write(rows);
    }
    ByteArrayOutputStream zstd = new ByteArrayOutputStream();
    try (OutputStream packed = new ZstdCompressorOutputStream(zstd)) {
      packed.write(rows);
    }
    requirePacked("rows.csv.lz4", lz4.toByteArray(), "lz4");
    requirePacked("rows.csv.snappy", snappy.toByteArray(), "snappy");
    requirePacked("rows.csv", zstd.toByteArray(), "zstd");
    requirePacked(
        "rows.7z", new byte[] {'7', 'z', (byte) 0xbc, (byte) 0xaf, 0x27, 0x1c, 0, 4}, "7z");
  }

  private void requirePacked(String name, byte[] bytes, String program) throws IOException {
    Path path = Files.write(directory.resolve(name), bytes);
    assertThatThrownBy(() -> InputFiles.open(path.toString(), CONFIGURATION).readAllBytes())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name + " cannot be unpacked here: it is packed by " + program + ";");
  }

  /** As some codecs do over damaged bytes. */
  private static final class OutOfMemory extends DefaultCodec {
    @Override
    public CompressionInputStream createInputStream(InputStream packed) throws IOException {
      return new CompressionInputStream(packed) {
        @Override
        public int read() {
          throw new OutOfMemoryError("as a test wants it");
        }

        @Override
        public int read(byte[] into, int from, int length) {
          return read();
        }

        @Override
        public void resetState() {}
      };
    }
  }

  @Test
  void aCodecThatRunsOutOfMemoryHasMetDamage() throws IOException {
    try (InputStream input =
        CodecInput.of("rows.lz4", new OutOfMemory(), InputStream.nullInputStream())) {
      assertThatThrownBy(input::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasMessage("a block of it needs more memory than there is")
          .satisfies(damage -> assertThat(InputFiles.isDamage((IOException) damage)).isTrue());
    }
  }
}
