package org.sparkbackprop.data.source.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {

  private static final int ANY = 1 << 26;

  /**
   * A line as it is to be found.
   *
   * @param following where the next one begins
   */
  private record Line(String text, boolean tooLong, long following) {}

  /** A stream that gives as much at a time as it likes, as those of networks do. */
  private static InputStream inPieces(String content, Random random, int most) {
    return new FilterInputStream(
        new ByteArrayInputStream(content.getBytes(StandardCharsets.ISO_8859_1))) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return super.read(into, from, Math.min(length, 1 + random.nextInt(most)));
      }
    };
  }

  private static List<Line> read(InputStream input, long position, int most) throws IOException {
    LineReader reader = new LineReader(input, position, most);
    assertThat(reader.position()).isEqualTo(position);
    List<Line> lines = new ArrayList<>();
    while (reader.advance()) {
      String text =
          new String(
              reader.bytes(),
              reader.from(),
              reader.until() - reader.from(),
              StandardCharsets.ISO_8859_1);
      lines.add(new Line(text, reader.isTooLong(), reader.position()));
    }
    assertThat(reader.advance()).isFalse();
    return lines;
  }

  private static List<Line> expected(String content, long position, int most) {
    List<Line> lines = new ArrayList<>();
    long next = position;
    String[] pieces = content.split("\n", -1);
    for (int i = 0; i < pieces.length; i++) {
      boolean last = i == pieces.length - 1;
      if (last && pieces[i].isEmpty()) {
        break;
      }
      next += pieces[i].length() + (last ? 0 : 1);
      String text = pieces[i].replaceFirst("\r$", "");
      boolean tooLong = text.length() > most;
      lines.add(new Line(tooLong ? text.substring(0, most) : text, tooLong, next));
    }
    return lines;
  }

  @Test
  void linesAreThoseOfAStringHoweverTheStreamIsDivided() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 3000; i++) {
      StringBuilder content = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        content.append("ab\u00e4\r\n".charAt(random.nextInt(5)));
      }
      String text = content.toString();
      int most = random.nextBoolean() ? ANY : 1 + random.nextInt(8);
      int piece = 1 + random.nextInt(9);
      assertThat(read(inPieces(text, random, piece), 17, most))
          .as("%s, at most %d bytes", text, most)
          .isEqualTo(expected(text, 17, most));
    }
  }

  @ParameterizedTest
  @CsvSource({"100, 40", "3000, 40", "300000, 67108864", "1000000, 700000"})
  void linesLongerThanTheBufferAreReadToo(int length, int most) throws IOException {
    Random random = new Random(length);
    StringBuilder content = new StringBuilder();
    while (content.length() < 3_000_000) {
      content.append("x".repeat(random.nextInt(length)));
      content.append(random.nextBoolean() ? "\n" : "\r\n");
    }
    String text = content.toString();
    List<Line> expected = expected(text, 0, most);
    assertThat(read(inPieces(text, random, 100_000), 0, most)).isEqualTo(expected);
    assertThat(read(inPieces(text, random, 1 << 22), 0, most)).isEqualTo(expected);
  }

  @Test
  void aLineOfJustAsManyBytesAsThereMayBeIsNotTooLong() throws IOException {
    for (String end : List.of("", "\n", "\r\n", "\r\nnext")) {
      for (int piece : List.of(1, 3, 100)) {
        assertThat(read(inPieces("12345" + end, new Random(1), piece), 0, 5).get(0).tooLong())
            .isFalse();
        assertThat(read(inPieces("123456" + end, new Random(1), piece), 0, 5).get(0))
            .extracting(Line::text, Line::tooLong)
            .containsExactly("12345", true);
      }
    }
  }
}
