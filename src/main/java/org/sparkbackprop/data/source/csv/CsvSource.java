package org.sparkbackprop.data.source.csv;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.rows.FoundRows;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSource;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.settings.InputSettings;

/**
 * Comma-separated text: a file, a directory or a pattern, plain or compressed. Rows are in the
 * order of file names and lines.
 *
 * @param firstLine of the first file, which has told the columns; absent where they are known
 *     otherwise
 */
public record CsvSource(
    JavaSparkContext spark,
    TextFiles files,
    CsvColumns columns,
    Optional<CsvHeader> firstLine,
    SplitReaders.Opening<TextSplit> opening)
    implements RowSource {

  /** Finds the files, and reads the header of the first one. */
  public static RowSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    String path = settings.path().orElseThrow();
    Configuration configuration = spark.hadoopConfiguration();
    TextFiles files = TextFiles.of(path, configuration);
    CsvHeader header = CsvHeader.of(path, files.paths(), settings, need, configuration);
    boolean named = need.columns().isPresent(); // the columns that a model names are there
    return new CsvSource(
        spark,
        files,
        header.columns(),
        named ? Optional.empty() : Optional.of(header),
        new Opening(header.columns()));
  }

  @Override
  public RowShape shape() {
    return columns.shape();
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return files.readers(spark, opening);
  }

  @Override
  public List<String> paths() {
    return files.paths();
  }

  @Override
  public String where(SplitId place, long position) {
    return TextSource.line(place, position);
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(files.warnings());
    firstLine.ifPresent(header -> all.addAll(header.notes()));
    return all;
  }

  /** Files in which rows go on behind a line are read undivided. */
  @Override
  public Optional<RowSource> insteadOf(FoundRows found) {
    List<String> whole = found.filesDamagedBy(LineRowReader.GOES_ON);
    return whole.isEmpty() ? Optional.empty() : Optional.of(undivided(whole));
  }

  @Override
  public RowSource dividedAs(RowSource other) {
    return other instanceof CsvSource csv && !csv.files.whole().isEmpty()
        ? undivided(csv.files.whole())
        : this;
  }

  private CsvSource undivided(List<String> whole) {
    return new CsvSource(spark, files.undivided(whole), columns, firstLine, opening);
  }

  @Override
  public void check(FoundRows found) {
    firstLine.ifPresent(header -> CsvFirstLine.requireHeader(columns, found, header.file()));
  }

  private record Opening(CsvColumns columns) implements SplitReaders.Opening<TextSplit> {
    @Override
    public RowReader open(TextSplit part, Configuration configuration) {
      return new CsvRowReader(columns, part, configuration);
    }
  }
}
