package org.sparkbackprop.data.source.libsvm;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.rows.ClassNames;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.RowValidator;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSource;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.Preparation.UnknownCategories;
import org.sparkbackprop.settings.InputSettings;

/**
 * Text as LibSVM writes it, sparse: a file, a directory or a pattern, plain or compressed. Rows are
 * in the order of file names and lines.
 */
public final class LibsvmSource {

  /** The limit of features. */
  static final int MAX_DIMENSIONS = 1 << 24;

  private static final String NAME = "x";

  private LibsvmSource() {}

  /** Finds the files; unless model or settings tell the number of features, reads all lines. */
  public static RowSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    String path = settings.path().orElseThrow();
    TextFiles files = TextFiles.of(path, spark.hadoopConfiguration());
    List<InputColumn> columns =
        need.columns().isPresent()
            ? ofModel(need.columns().get(), settings, path)
            : List.of(
                InputColumn.vector(
                    NAME,
                    settings
                        .dimensions()
                        .orElseGet(() -> largestIndex(spark, files, settings, need))));
    LibsvmRowReader.Columns lines =
        lines(
            new RowShape(columns, RowShape.Form.SPARSE)
                .with(RowShape.Targets.ofLabel(settings.target(), need.labels())),
            settings,
            need);
    return new TextSource(spark, files, lines.shape(), lines);
  }

  private static LibsvmRowReader.Columns lines(
      RowShape shape, InputSettings settings, RequiredColumns need) {
    boolean known = need.columns().isPresent() || !settings.classes().names().isEmpty();
    // a line that was cut off may end with an empty number, which is never a missing value
    Set<String> missing = new HashSet<>(settings.columns().missingTexts());
    missing.remove("");
    return new LibsvmRowReader.Columns(
        shape,
        need.labels(),
        known ? LibsvmRowReader.LabelLists.TAKEN : LibsvmRowReader.LabelLists.REFUSED,
        new MissingTexts(missing),
        settings.text());
  }

  private static List<InputColumn> ofModel(
      List<InputColumn> columns, InputSettings settings, String path) {
    boolean vector = columns.size() == 1 && columns.get(0).kind() == InputColumn.Kind.VECTOR;
    for (InputColumn column : columns) {
      if (!vector && column.kind() != InputColumn.Kind.NUMBER) {
        throw new DataException(
            "%s has numbers by position alone, but the model's column %s is a %s; use a format with"
                    .formatted(path, column.name(), column.kind().name().toLowerCase(Locale.ROOT))
                + " named columns");
      }
    }
    int features = columns.stream().mapToInt(InputColumn::features).sum();
    if (settings.dimensions().isPresent() && settings.dimensions().getAsInt() != features) {
      throw new DataException(
          "input.dimensions = %s for %s, but the model has %s features; set input.dimensions = auto"
              .formatted(settings.dimensions().getAsInt(), path, features));
    }
    return columns;
  }

  /** The largest index of all good rows; bad rows are put aside. */
  private static int largestIndex(
      JavaSparkContext spark, TextFiles files, InputSettings settings, RequiredColumns need) {
    RowShape widest =
        new RowShape(List.of(InputColumn.vector(NAME, MAX_DIMENSIONS)), RowShape.Form.SPARSE)
            .with(RowShape.Targets.ofLabel(settings.target(), need.labels()));
    RowValidator judge =
        new RowValidator(
            widest,
            ClassNames.of(settings.classes().names()),
            new MissingTexts(settings.columns().missingTexts()),
            need.missing(),
            UnknownCategories.REFUSED);
    LibsvmRowReader.Columns lines = lines(widest, settings, need);
    JobGroup.READING.begin(spark.sc(), "looking for the largest index of the input");
    return files.readers(spark, lines).mapPartitions(new LargestIndex(judge)).collect().stream()
        .reduce(1, Math::max);
  }

  private record LargestIndex(RowValidator judge)
      implements FlatMapFunction<Iterator<RowReader>, Integer> {

    @Override
    public Iterator<Integer> call(Iterator<RowReader> readers) {
      int largest = 0;
      while (readers.hasNext()) {
        largest = Math.max(largest, largestIndex((LibsvmRowReader) readers.next()));
      }
      return List.of(largest).iterator();
    }

    private int largestIndex(LibsvmRowReader reader) {
      int largest = 0;
      try {
        while (reader.advance()) {
          if (judge.fault(reader) == null) {
            largest = Math.max(largest, reader.largestIndex());
          }
        }
      } catch (DataException damage) {
        // The next pass will find it too, and say where it is.
      }
      return largest;
    }
  }
}
