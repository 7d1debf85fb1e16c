package org.sparkbackprop.data.source.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.rows.SplitReaders;

/**
 * Rows of text files, in the order of file names and lines.
 *
 * @param opening makes the reader of a split
 * @param notes about the columns, for the user
 * @param verify looks at the first line again once the rows are known
 */
public record TextSource(
    JavaSparkContext spark,
    TextFiles files,
    RowShape shape,
    SplitReaders.Opening<TextSplit> opening,
    List<String> notes,
    Consumer<RowSource.Found> verify)
    implements RowSource {

  /** Rows whose first line is like all others. */
  public TextSource(
      JavaSparkContext spark,
      TextFiles files,
      RowShape shape,
      SplitReaders.Opening<TextSplit> opening) {
    this(spark, files, shape, opening, List.of(), found -> {});
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
    return "%s, line %s".formatted(place.file(), position);
  }

  @Override
  public List<String> warnings() {
    List<String> all = new ArrayList<>(files.warnings());
    all.addAll(notes);
    return all;
  }

  /** Files with rows of several lines are read undivided. */
  @Override
  public Optional<RowSource> insteadOf(RowSource.Found found) {
    List<String> whole = found.filesDamagedBy(LineRowReader.GOES_ON);
    return whole.isEmpty() ? Optional.empty() : Optional.of(undivided(whole));
  }

  @Override
  public RowSource dividedAs(RowSource other) {
    return other instanceof TextSource text && !text.files.whole().isEmpty()
        ? undivided(text.files.whole())
        : this;
  }

  private RowSource undivided(List<String> whole) {
    return new TextSource(spark, files.undivided(whole), shape, opening, notes, verify);
  }

  @Override
  public void check(RowSource.Found found) {
    verify.accept(found);
  }
}
