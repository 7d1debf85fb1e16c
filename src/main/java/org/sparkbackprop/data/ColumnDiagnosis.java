package org.sparkbackprop.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function2;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.columns.ColumnAdvice;
import org.sparkbackprop.data.columns.ColumnProfile;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.source.Formats;
import org.sparkbackprop.data.values.WrittenNumbers;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.model.MissingValues;
import org.sparkbackprop.settings.InputSettings;
import org.sparkbackprop.settings.TextSettings;

/**
 * Looks at all number columns after a value of one was refused, and finds the configuration lines
 * that say how to treat those that are not numbers. This takes an extra pass, which an input
 * without such a fault is spared.
 */
final class ColumnDiagnosis {

  /** Formats whose columns have no types. */
  private static final Set<String> UNTYPED = Set.of("csv", "json");

  private ColumnDiagnosis() {}

  /**
   * The lines for an input with a refused value; empty if they cannot be found.
   *
   * @param refused the source with that value
   * @param missing how missing values are treated
   */
  static List<String> lines(
      JavaSparkContext spark,
      InputSettings input,
      RowSource refused,
      MissingValues.Policy missing) {
    List<String> suspects =
        refused.shape().columns().stream()
            .filter(column -> column.kind() == InputColumn.Kind.NUMBER)
            .map(InputColumn::name)
            .toList();
    if (!UNTYPED.contains(input.format()) || suspects.isEmpty()) {
      return List.of();
    }
    try {
      JobGroup.READING.begin(spark.sc(), "looking at the columns that are not numbers");
      return ColumnAdvice.ofNumbers(input, profiles(spark, input, refused, suspects), missing);
    } catch (Exception damaged) { // Scala throws checked exceptions that it does not declare
      return List.of(); // the caller reports the fault that led here
    }
  }

  /** The columns are read as categories, which accept any text. */
  private static Map<String, ColumnProfile> profiles(
      JavaSparkContext spark, InputSettings input, RowSource refused, List<String> suspects) {
    Map<String, List<String>> asTexts = new LinkedHashMap<>(input.columns().categories());
    suspects.forEach(name -> asTexts.put(name, List.of()));
    RowSource source =
        Formats.CONFIGURED
            .open(
                spark,
                input.with(input.columns().withCategories(asTexts)),
                RequiredColumns.ofTraining())
            .dividedAs(refused);
    List<String> read = source.shape().categoryColumns().stream().map(InputColumn::name).toList();
    ColumnProfile[] found =
        source
            .readers()
            .mapPartitions(
                new Profile(
                    input.format(),
                    input.text(),
                    read.size(),
                    ColumnAdvice.maxDifferent(suspects.size())))
            .treeReduce(new Join());
    Map<String, ColumnProfile> profiles = new LinkedHashMap<>();
    suspects.forEach(name -> profiles.put(name, found[read.indexOf(name)]));
    return profiles;
  }

  /** A row without a text in one column, for instance an array, still has those of the others. */
  private record Profile(String format, TextSettings settings, int columns, int maxDifferent)
      implements FlatMapFunction<Iterator<RowReader>, ColumnProfile[]> {

    @Override
    public Iterator<ColumnProfile[]> call(Iterator<RowReader> readers) {
      ColumnProfile[] profiles = new ColumnProfile[columns];
      Arrays.setAll(profiles, c -> new ColumnProfile(maxDifferent));
      boolean named = format.equals("json"); // in a bad line of csv, texts may be in other columns
      WrittenNumbers written = new WrittenNumbers(settings);
      while (readers.hasNext()) {
        RowReader reader = readers.next();
        while (reader.advance()) {
          boolean good = reader.fault() == null;
          for (int c = 0; c < columns && (good || named); c++) {
            String text = reader.row().categories()[c];
            if (good || text != null) {
              profiles[c].add(text, text == null ? Double.NaN : written.parse(text));
            }
          }
        }
      }
      return List.<ColumnProfile[]>of(profiles).iterator();
    }
  }

  private record Join() implements Function2<ColumnProfile[], ColumnProfile[], ColumnProfile[]> {
    @Override
    public ColumnProfile[] call(ColumnProfile[] a, ColumnProfile[] b) {
      Arrays.setAll(a, c -> a[c].join(b[c]));
      return a;
    }
  }
}
