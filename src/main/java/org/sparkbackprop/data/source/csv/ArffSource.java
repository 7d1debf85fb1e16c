package org.sparkbackprop.data.source.csv;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSource;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.error.Excerpt;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * ARFF, the format of Weka: comma-separated rows after a header with the types of the columns. A
 * file, a directory or a pattern, plain or compressed. Nominal attributes are categories with the
 * values that the header lists; a question mark is a missing value.
 */
public final class ArffSource {

  private static final String MISSING = "?";

  /** The default label; if no attribute has this name, the last one is the label, as in Weka. */
  private static final String USUAL_LABEL = "label";

  private ArffSource() {}

  /** Finds the files, and reads their headers. */
  public static RowSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    Configuration configuration = spark.hadoopConfiguration();
    TextFiles files = TextFiles.of(settings.path().orElseThrow(), configuration);
    TextSettings text = text(settings.text());
    String first = files.paths().get(0);
    ArffHeader header = ArffHeader.of(first, text, configuration);
    for (String file : files.paths()) {
      if (!ArffHeader.of(file, text, configuration).equals(header)) {
        throw new DataException(
            "%s and %s declare different attributes; all files of an input must declare the same"
                .formatted(first, file));
      }
    }
    List<String> names = header.names();
    InputSettings input = settings.with(text).with(columns(settings.columns(), names));
    TableColumns columns =
        TableColumns.of(
            names,
            name -> header.attributes().get(names.indexOf(name)).column(first),
            input,
            need,
            first);
    CsvColumns csv = CsvColumns.of(names, names, columns, need.identity(), input, first);
    List<String> classes =
        columns
            .label()
            .map(label -> header.attributes().get(names.indexOf(label)).values())
            .orElse(List.of());
    return new TextSource(spark, files, csv.shape(), new Opening(csv, Set.copyOf(classes)));
  }

  private static TextSettings text(TextSettings like) {
    CsvSyntax syntax = like.syntax();
    return new TextSettings(TextSettings.Header.ABSENT, ',', like.charset())
        .with(
            new CsvSyntax(
                CsvSyntax.Between.ONE_DELIMITER,
                '.',
                "",
                '%',
                '\\',
                '\'',
                syntax.trueTexts(),
                syntax.falseTexts()));
  }

  private static ColumnSettings columns(ColumnSettings settings, List<String> names) {
    boolean last = settings.label().equals(USUAL_LABEL) && !names.contains(USUAL_LABEL);
    Set<String> missing = new LinkedHashSet<>(settings.missingTexts());
    missing.add(MISSING);
    return settings.labelledBy(last ? "-1" : settings.label()).withMissingTexts(missing);
  }

  private record Opening(CsvColumns columns, Set<String> classes)
      implements SplitReaders.Opening<TextSplit> {
    @Override
    public RowReader open(TextSplit split, Configuration configuration) {
      return new Rows(columns, classes, split, configuration);
    }
  }

  /** Reads the rows after the line <code>@data</code> as csv. */
  private static final class Rows extends CsvRowReader {

    private static final byte[] DATA = "@data".getBytes(StandardCharsets.US_ASCII);

    /** The values that the header lists for the label; empty if any label is allowed. */
    private final Set<String> classes;

    Rows(CsvColumns columns, Set<String> classes, TextSplit split, Configuration configuration) {
      super(columns, split, configuration);
      this.classes = classes;
    }

    @Override
    protected boolean isPreamble(byte[] bytes, int from, int until) {
      int at = firstNonBlank(bytes, from, until);
      for (byte letter : DATA) {
        if (at == until || (bytes[at] | 0x20) != (letter | 0x20)) {
          return true;
        }
        at++;
      }
      return firstNonBlank(bytes, at, until) < until;
    }

    @Override
    protected boolean isHeader(byte[] bytes, int from, int until) {
      return true;
    }

    @Override
    protected void parse(byte[] bytes, int from, int until) {
      if (bytes[firstNonBlank(bytes, from, until)] == '{') { // the line is not blank
        fault(
            "sparse ARFF is not supported; convert the file with Weka's filter SparseToNonSparse");
        return;
      }
      super.parse(bytes, from, until);
      String label = row().label();
      if (label != null && label.equals(MISSING)) {
        fault("the label is missing");
      } else if (label != null && !classes.isEmpty() && !classes.contains(label)) {
        fault(
            "the label '%s' is not among the values in the header: %s"
                .formatted(Excerpt.of(label), Excerpt.some(classes.stream().sorted().toList())));
      }
    }
  }
}
