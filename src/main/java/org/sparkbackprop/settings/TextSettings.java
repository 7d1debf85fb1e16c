package org.sparkbackprop.settings;

import java.io.Serializable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * How text is read.
 *
 * @param header whether the first line of each file names the columns
 * @param delimiter between columns, an ASCII character
 * @param charset name of a character set in which ASCII characters are single bytes
 * @param libsvm settings of that format
 * @param syntax of the fields (csv)
 */
public record TextSettings(
    Header header, char delimiter, String charset, LibsvmSettings libsvm, CsvSyntax syntax)
    implements Serializable {

  /** Whether files start with a line of column names. */
  public enum Header {
    /** The first line of each file names the columns. */
    PRESENT,
    /** The first line is a row; columns are called x1, x2, …. */
    ABSENT
  }

  /** Text with fields as in RFC 4180. */
  public TextSettings(Header header, char delimiter, String charset, LibsvmSettings libsvm) {
    this(header, delimiter, charset, libsvm, CsvSyntax.standard());
  }

  /** Text whose LibSVM indices start at 1. */
  public TextSettings(Header header, char delimiter, String charset) {
    this(header, delimiter, charset, LibsvmSettings.strict(1));
  }

  /** Comma-separated UTF-8 with a header. */
  public static TextSettings csv() {
    return new TextSettings(Header.PRESENT, ',', StandardCharsets.UTF_8.name());
  }

  /** The same with another syntax. */
  public TextSettings with(CsvSyntax other) {
    return new TextSettings(header, delimiter, charset, libsvm, other);
  }

  public Charset decoding() {
    return Charset.forName(charset);
  }
}
