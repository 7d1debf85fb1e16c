package org.sparkbackprop.data.source;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.ml.linalg.SparseVector;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.Sample;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/** The rows of an RDD, one split per partition. */
record SampleSource(JavaRDD<Sample> rows, Columns columns) implements RowSource {

  /** The name of the rows in messages. */
  static final String NAME = "the input";

  /**
   * The use of the numbers of a row.
   *
   * @param size number of features of a sample
   * @param slots the place of each among the row's numbers, -1 if it is not used; null if places
   *     are the same
   * @param identities the numbers that rows are divided by
   * @param labels whether labels and weights are read
   */
  record Columns(
      RowShape shape,
      int size,
      int[] slots,
      int[] identities,
      RequiredColumns.Labels labels,
      MissingTexts missingTexts)
      implements Serializable {

    String name(int column) {
      return shape.nameOfNumber(slots == null ? column : slots[column]);
    }
  }

  /** Finds the features by their names, or by the first row. */
  static RowSource open(
      JavaRDD<Sample> rows,
      Optional<List<String>> names,
      InputSettings settings,
      RequiredColumns need) {
    JobGroup.READING.begin(rows.context(), "looking at the first row of the input");
    Optional<Sample> first = rows.take(1).stream().filter(row -> row != null).findFirst();
    boolean sparse =
        settings.layout() == InputSettings.Layout.SPARSE
            || first.map(Sample::features).filter(SparseVector.class::isInstance).isPresent();
    RowShape.Form form = sparse ? RowShape.Form.SPARSE : RowShape.Form.DENSE;
    Columns columns =
        names.isPresent()
            ? named(names.get(), form, settings, need)
            : byPlace(first, form, settings, need);
    return new SampleSource(rows, columns);
  }

  private static Columns named(
      List<String> names, RowShape.Form form, InputSettings settings, RequiredColumns need) {
    RequiredColumns features =
        new RequiredColumns(
            need.columns(),
            RequiredColumns.Labels.IGNORED, // they are not columns
            need.missing(),
            need.identity(),
            need.besides());
    TableColumns table = TableColumns.of(names, InputColumn::number, settings, features, NAME);
    requireNumbers(table.features());
    int[] slots = new int[names.size()];
    Arrays.fill(slots, -1);
    for (UsedColumn column : UsedColumn.of(table, Set.of(), NAME)) {
      slots[names.indexOf(column.name())] = column.slot();
    }
    return new Columns(
        new RowShape(table.features(), form).with(need.identity()),
        names.size(),
        slots,
        need.identity().names().stream().mapToInt(names::indexOf).toArray(),
        need.labels(),
        new MissingTexts(settings.columns().missingTexts()));
  }

  private static Columns byPlace(
      Optional<Sample> first, RowShape.Form form, InputSettings settings, RequiredColumns need) {
    requireNoNames(settings.columns(), need);
    List<InputColumn> features =
        need.columns()
            .orElseGet(
                () ->
                    List.of(
                        InputColumn.vector(
                            "x", settings.dimensions().orElseGet(() -> size(first)))));
    requireNumbers(features);
    RowShape shape = new RowShape(features, form);
    return new Columns(
        shape,
        shape.numbers(),
        /* slots= */ null,
        new int[0],
        need.labels(),
        new MissingTexts(settings.columns().missingTexts()));
  }

  private static int size(Optional<Sample> first) {
    return first
        .map(Sample::features)
        .map(features -> features.size())
        .filter(size -> size > 0)
        .orElseThrow(
            () ->
                new DataException(
                    "the input has no first row with features, so their number is unknown"));
  }

  private static void requireNoNames(ColumnSettings columns, RequiredColumns need) {
    boolean any =
        Stream.of(
                columns.features(),
                columns.ignored(),
                columns.truths(),
                columns.key(),
                columns.categories().keySet(),
                columns.vectors().keySet(),
                need.identity().names())
            .anyMatch(names -> !names.isEmpty());
    if (any && need.columns().isEmpty()) {
      throw new DataException(
          "the settings name columns, but the features of the rows have no names; name the features,"
              + " or remove the columns from the settings");
    }
  }

  private static void requireNumbers(List<InputColumn> features) {
    for (InputColumn column : features) {
      if (RowShape.isCategory(column)) {
        throw new DataException(
            "column %s has categories, but the rows have only numbers; use a table instead"
                .formatted(column.name()));
      }
    }
  }

  @Override
  public RowShape shape() {
    return columns.shape();
  }

  @Override
  public JavaRDD<RowReader> readers() {
    return rows.mapPartitionsWithIndex(new Open(columns), false);
  }

  @Override
  public String where(SplitId place, long position) {
    return "row %s of the input".formatted(position);
  }

  private record Open(Columns columns)
      implements Function2<Integer, Iterator<Sample>, Iterator<RowReader>> {

    @Override
    public Iterator<RowReader> call(Integer partition, Iterator<Sample> samples) {
      SplitId place = new SplitId("", partition);
      return List.<RowReader>of(new SampleReader(columns, place, samples)).iterator();
    }
  }
}
