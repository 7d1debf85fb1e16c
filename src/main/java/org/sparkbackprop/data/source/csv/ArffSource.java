package org.sparkbackprop.data.source.csv;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.CsvSyntax;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * ARFF, the format of Weka: comma-separated rows behind a header that says the types of columns. A
 * file, a directory or a pattern, plain or compressed. Nominal attributes are categories, with the
 * values that the header lists; a question mark is a missing value.
 */
public final class ArffSource {

  private static final String MISSING = "?";

  /** The label, unless told otherwise, is the last attribute, as in Weka, if none has this name. */
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
            "%s declares other attributes than %s; all files of an input have the same"
                .formatted(file, first));
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
    Set<String> classes = new TreeSet<>();
    columns
        .label()
        .ifPresent(label -> classes.addAll(header.attributes().get(names.indexOf(label)).values()));
    return new CsvSource(
        spark, files, csv, Optional.empty(), new Opening(csv, Set.copyOf(classes)));
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
    public RowReader open(TextSplit part, Configuration configuration) {
      return new ArffRowReader(columns, classes, part, configuration);
    }
  }
}
