package org.sparkbackprop.data;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The formats read once more, simply and slowly, for comparison: no code is shared. */
public final class SlowReading {

  /**
   * What a file holds.
   *
   * @param rows that are there
   * @param good those that are to be used, as texts
   */
  public record Content(long rows, List<String> good) {}

  private static final String NUMBER = "[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?";

  /** What a row has whose last quote is not closed. */
  private static final List<String> OPEN = List.of("open");

  private SlowReading() {}

  /** The bytes in gzip, member by member; absent if one is damaged, or none. */
  public static Optional<byte[]> unzipped(byte[] bytes) {
    ByteArrayOutputStream unzipped = new ByteArrayOutputStream();
    int at = 0;
    try {
      while (at < bytes.length) {
        // one byte at a time, and none at hand: it cannot go on to the next member by itself
        ByteArrayInputStream rest =
            new ByteArrayInputStream(bytes, at, bytes.length - at) {
              @Override
              public synchronized int available() {
                return 0;
              }
            };
        new GZIPInputStream(rest, 1).transferTo(unzipped);
        at = bytes.length - rest.readAllBytes().length;
      }
      return Optional.of(unzipped.toByteArray());
    } catch (IOException damaged) {
      return Optional.empty();
    }
  }

  private static List<String> lines(byte[] bytes) {
    List<String> lines =
        new ArrayList<>(List.of(new String(bytes, StandardCharsets.ISO_8859_1).split("\n", -1)));
    if (lines.get(lines.size() - 1).isEmpty()) {
      lines.remove(lines.size() - 1);
    }
    lines.replaceAll(line -> line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    return lines;
  }

  /**
   * Rows of two numbers and a label under a header.
   *
   * @return absent if the header is another one, or quotes do not tell where a row ends
   */
  public static Optional<Content> csv(byte[] bytes, String header, List<String> classes) {
    List<String> lines = lines(bytes);
    if (lines.isEmpty() || !lines.get(0).equals(header)) {
      return Optional.empty();
    }
    long rows = 0;
    List<String> good = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String row = lines.get(i);
      if (row.matches("[ \t]*")) {
        continue;
      }
      rows++;
      List<String> fields = fields(row);
      boolean joined = OPEN.equals(fields);
      while (OPEN.equals(fields)) {
        if (++i == lines.size()) {
          return Optional.empty();
        }
        row += "\n" + lines.get(i);
        fields = fields(row);
      }
      if (fields == null && (joined || !hasPairs(row))) {
        return Optional.empty();
      }
      if (fields != null
          && fields.size() == 3
          && isFinite(fields.get(0))
          && isFinite(fields.get(1))
          && classes.contains(text(fields.get(2)))) {
        good.add(List.of(number(fields.get(0)), number(fields.get(1))) + text(fields.get(2)));
      }
    }
    return Optional.of(new Content(rows, good));
  }

  /** Whether there is an even number of quotes, with those behind a backslash and without. */
  private static boolean hasPairs(String row) {
    int all = row.length() - row.replace("\"", "").length();
    int escaped = (row.length() - row.replace("\\\"", "").length()) / 2;
    return all % 2 == 0 && escaped % 2 == 0;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    String rest = line;
    while (true) {
      rest = rest.replaceFirst("^[ \t]+", "");
      String field;
      if (rest.startsWith("\"")) {
        StringBuilder quoted = new StringBuilder();
        int at = 1;
        while (at < rest.length() && (rest.charAt(at) != '"' || rest.startsWith("\"\"", at))) {
          quoted.append(rest.charAt(at));
          at += rest.charAt(at) == '"' ? 2 : 1;
        }
        if (at >= rest.length()) {
          return OPEN;
        }
        field = quoted.toString();
        rest = rest.substring(at + 1).replaceFirst("^[ \t]+", "");
        if (!rest.isEmpty() && !rest.startsWith(",")) {
          return null;
        }
      } else {
        int comma = rest.indexOf(',');
        field = comma < 0 ? rest : rest.substring(0, comma);
        rest = rest.substring(field.length());
        field = field.replaceFirst("[ \t]+$", "");
      }
      fields.add(field);
      if (rest.isEmpty()) {
        return fields;
      }
      rest = rest.substring(1);
    }
  }

  private static boolean isFinite(String number) {
    return number.matches(NUMBER) && Double.isFinite(Double.parseDouble(number));
  }

  /** A number; zeros have no sign. */
  private static double number(String number) {
    return Double.parseDouble(number) + 0.0;
  }

  /** The bytes that the characters stand for, as UTF-8, or a text that is no label. */
  private static String text(String bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1)))
          .toString();
    } catch (CharacterCodingException noText) {
      return "no text";
    }
  }

  /** Rows of so many numbers by their index. */
  public static Content libsvm(byte[] bytes, int dimensions, List<String> classes) {
    long rows = 0;
    List<String> good = new ArrayList<>();
    for (String line : lines(bytes)) {
      int comment = line.indexOf('#');
      String content = comment < 0 ? line : line.substring(0, comment);
      if (content.matches("[ \t]*")) {
        continue;
      }
      rows++;
      String[] tokens = content.replaceFirst("^[ \t]+", "").split("[ \t]+");
      String label = text(tokens[0]);
      if (label.matches("[+-]?((0|[1-9]\\d*)(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,2})?")) {
        label = new BigDecimal(label).stripTrailingZeros().toPlainString();
      }
      double[] numbers = numbers(tokens, dimensions);
      if (numbers != null && classes.contains(label)) {
        good.add(Arrays.toString(numbers) + label);
      }
    }
    return new Content(rows, good);
  }

  private static double[] numbers(String[] tokens, int dimensions) {
    double[] numbers = new double[dimensions];
    int last = 0;
    for (String token : Arrays.asList(tokens).subList(1, tokens.length)) {
      int colon = token.indexOf(':');
      String index = colon < 0 ? "" : token.substring(0, colon).replaceFirst("^0+(?=.)", "");
      if (!index.matches("\\d{1,8}") || !isFinite(token.substring(colon + 1))) {
        return null;
      }
      int place = Integer.parseInt(index);
      if (place <= last || place > dimensions) {
        return null;
      }
      numbers[place - 1] = number(token.substring(colon + 1));
      last = place;
    }
    return numbers;
  }

  /**
   * The two files of IDX.
   *
   * @return absent if they are damaged, or do not belong together
   */
  public static Optional<Content> idx(byte[] images, byte[] labels, List<String> classes) {
    int[] sizes = sizes(images);
    int[] names = sizes(labels);
    if (sizes == null || names == null || names[0] != sizes[0] || !isOneByte(names)) {
      return Optional.empty();
    }
    int pixels = 1;
    for (int i = 1; i < sizes.length; i++) {
      pixels *= sizes[i];
    }
    List<String> good = new ArrayList<>();
    for (int i = 0; i < sizes[0]; i++) {
      String label = Integer.toString(number(labels, 4 + 4 * names.length + i));
      double[] numbers = new double[pixels];
      for (int j = 0; j < pixels; j++) {
        numbers[j] = number(images, 4 + 4 * sizes.length + i * pixels + j);
      }
      if (classes.contains(label)) {
        good.add(Arrays.toString(numbers) + label);
      }
    }
    return Optional.of(new Content(sizes[0], good));
  }

  /** A byte, signed or not as the type of the file says. */
  private static int number(byte[] bytes, int at) {
    return bytes[2] == 8 ? bytes[at] & 0xff : bytes[at];
  }

  private static boolean isOneByte(int[] names) {
    return Arrays.stream(names).skip(1).allMatch(size -> size == 1);
  }

  /** Null unless the header and the length are right. */
  private static int[] sizes(byte[] bytes) {
    if (bytes.length < 4 || bytes[0] != 0 || bytes[1] != 0 || (bytes[2] != 8 && bytes[2] != 9)) {
      return null;
    }
    int[] sizes = new int[bytes[3] & 0xff];
    if (sizes.length == 0 || bytes.length < 4 + 4 * sizes.length) {
      return null;
    }
    double product = 1;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = ByteBuffer.wrap(bytes).getInt(4 + 4 * i);
      product *= sizes[i];
      if (sizes[i] < 1) {
        return null;
      }
    }
    return product == bytes.length - 4 - 4 * sizes.length ? sizes : null;
  }
}
