package org.sparkbackprop.data.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkbackprop.data.Written;

class GzipInputTest {

  private static final byte[] FIRST = bytes(50_000, 1);
  private static final byte[] SECOND = bytes(70_000, 2);

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] packed(byte[]... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] member : members) {
      bytes.write(Written.zipped(member));
    }
    return bytes.toByteArray();
  }

  /** A stream that gives some bytes at a time, and never knows of any at hand, as networks do. */
  private static InputStream ofNetwork(byte[] bytes, int atOnce) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int available() {
        return 0;
      }

      @Override
      public synchronized int read(byte[] into, int from, int length) {
        return super.read(into, from, Math.min(length, atOnce));
      }
    };
  }

  private static byte[] unpacked(byte[] packed, int atOnce) throws IOException {
    try (InputStream input =
        new GzipInput(new BufferedInputStream(ofNetwork(packed, atOnce), 1 << 10), 1 << 10)) {
      return input.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 1000, 100_000})
  void allMembersAreReadHoweverTheBytesArrive(int atOnce) throws IOException {
    byte[] both = Written.joined(FIRST, SECOND);
    assertThat(unpacked(packed(FIRST, SECOND), atOnce)).isEqualTo(both);
    assertThat(unpacked(packed(FIRST, new byte[0], SECOND), atOnce)).isEqualTo(both);
    // the border between two members at every place of a buffer
    for (int length = 960; length < 1040; length++) {
      byte[] one = Arrays.copyOf(FIRST, length);
      assertThat(unpacked(packed(one, SECOND), atOnce)).isEqualTo(Written.joined(one, SECOND));
    }
  }

  @Test
  void aDamagedHeaderOfALaterMemberIsNoEnd() throws IOException {
    byte[] packed = packed(FIRST, SECOND);
    int second = packed(FIRST).length;
    for (int at = second; at < second + 3; at++) {
      byte[] damaged = packed.clone();
      damaged[at] ^= 4;
      assertThatThrownBy(() -> unpacked(damaged, 1000))
          .isInstanceOf(ZipException.class)
          .hasMessage("the bytes after the end of the gzip data are not gzip");
    }
  }

  @Test
  void whatFollowsTheLastMemberIsAnError() throws IOException {
    byte[] packed = packed(FIRST);
    for (String rest : new String[] {"x", "0123456789", "x,label\n1,2\n".repeat(1000)}) {
      byte[] longer = Written.joined(packed, rest.getBytes(StandardCharsets.UTF_8));
      assertThatThrownBy(() -> unpacked(longer, 1 << 20)).isInstanceOf(ZipException.class);
    }
  }

  @Test
  void everyShorterFileIsAnError() throws IOException {
    byte[] packed = packed("x,label\n1,a\n".getBytes(StandardCharsets.UTF_8));
    for (int length = 0; length < packed.length; length++) {
      byte[] shorter = Arrays.copyOf(packed, length);
      assertThatThrownBy(() -> unpacked(shorter, 5)).isInstanceOf(IOException.class);
    }
  }
}
