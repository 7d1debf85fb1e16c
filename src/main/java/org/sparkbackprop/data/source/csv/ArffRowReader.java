package org.sparkbackprop.data.source.csv;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.Excerpt;

/** Reads the rows of ARFF, which are those of csv behind the line <code>@data</code>. */
public final class ArffRowReader extends CsvRowReader {

  private static final byte[] DATA = "@data".getBytes(StandardCharsets.US_ASCII);

  private final Set<String> classes;

  /**
   * A reader of a part.
   *
   * @param classes that the header lists for the label; any if empty
   */
  ArffRowReader(
      CsvColumns columns, Set<String> classes, TextSplit part, Configuration configuration) {
    super(columns, part, configuration);
    this.classes = classes;
  }

  @Override
  protected boolean isPreamble(byte[] bytes, int from, int length) {
    return !isData(bytes, from, from + length);
  }

  @Override
  protected boolean isHeader(byte[] bytes, int from, int length) {
    return true;
  }

  private static boolean isData(byte[] bytes, int from, int until) {
    int at = CsvComments.firstNonBlank(bytes, from, until);
    for (byte letter : DATA) {
      if (at == until || (bytes[at] | 0x20) != (letter | 0x20)) {
        return false;
      }
      at++;
    }
    return CsvComments.isBlank(bytes, at, until);
  }

  @Override
  protected void parse(byte[] bytes, int from, int until) {
    if (bytes[CsvComments.firstNonBlank(bytes, from, until)] == '{') { // the line is not blank
      fault(
          "it is a row of sparse ARFF, which is not read; convert the file by Weka's filter"
              + " SparseToNonSparse");
      return;
    }
    super.parse(bytes, from, until);
    String label = row().label();
    if (label != null && label.equals("?")) {
      fault("the label is missing");
    } else if (label != null && !classes.isEmpty() && !classes.contains(label)) {
      fault(
          "the label '%s' is none of the values %s that the header lists"
              .formatted(Excerpt.of(label), Excerpt.some(classes.stream().sorted().toList())));
    }
  }
}
