package org.sparkbackprop.data.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.sparkbackprop.data.columns.TableColumns;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.files.InputFiles;
import org.sparkbackprop.data.rows.RequiredColumns;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.source.text.LineReader;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSource;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/**
 * Lines of JSON, one object each, in UTF-8: a file, a directory or a pattern, plain or compressed.
 * Rows are in the order of file names and lines.
 *
 * <p>Spark's own reader is not used, as it loses data silently: what follows an object on its line,
 * a line with an empty array, and all but the last value of a key.
 */
public final class JsonSource {

  /** Named columns are usually found in the first objects, without a pass over all. */
  private static final int NAMING_ROWS = 1_000;

  private JsonSource() {}

  /**
   * Finds the files and the names of columns; unless the columns are given, this takes a pass over
   * all objects.
   *
   * @throws DataException if there is no object, no object has a column that is needed, or there
   *     are more than {@link JsonNames#MAX} keys
   */
  public static RowSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    TextFiles files = TextFiles.of(settings.path().orElseThrow(), spark.hadoopConfiguration());
    for (String file : files.paths()) {
      Set<String> ignored = Set.copyOf(settings.columns().ignored());
      JsonNames names = names(file, ignored, spark.hadoopConfiguration());
      if (!names.isEmpty()) {
        if (!areNamed(names, settings, need)) {
          JsonNames all = JsonNames.ofAll(spark, files, ignored);
          names = all.isEmpty() ? names : all;
        }
        JsonRowReader.Columns columns = columns(names, settings, need, file);
        return new TextSource(spark, files, columns.shape(), columns);
      }
    }
    throw new DataException(files.paths().get(0) + " is empty; it needs one line of JSON per row");
  }

  /** Whether the columns are given, and all among these names. */
  private static boolean areNamed(JsonNames names, InputSettings settings, RequiredColumns need) {
    ColumnSettings columns = settings.columns();
    if (need.columns().isEmpty() && columns.features().isEmpty()) {
      return false;
    }
    Set<String> needed = new LinkedHashSet<>(columns.features());
    needed.addAll(columns.key());
    needed.addAll(columns.ignored());
    if (need.columns().isPresent()) {
      needed.clear();
      need.columns().get().forEach(column -> needed.add(column.name()));
    }
    if (need.labels() == RequiredColumns.Labels.REQUIRED) {
      needed.addAll(settings.target().columns(columns.label()));
      columns.weight().ifPresent(needed::add);
    }
    needed.addAll(need.identity().names());
    return Set.copyOf(names.all()).containsAll(needed);
  }

  private static JsonRowReader.Columns columns(
      JsonNames found, InputSettings settings, RequiredColumns need, String file) {
    List<String> names = found.all();
    TableColumns columns = TableColumns.of(names, InputColumn::number, settings, need, file);
    return new JsonRowReader.Columns(
        RowShape.ofTable(columns.features(), settings.layout())
            .with(need.identity())
            .with(columns.shapeOfTargets()),
        UsedColumn.of(columns, names, file),
        found.keysWithDots(),
        new MissingTexts(settings.columns().missingTexts()));
  }

  /** The keys of the first objects of a file in their order; none if it is empty. */
  private static JsonNames names(String file, Set<String> ignored, Configuration configuration) {
    JsonNames names = new JsonNames();
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MAX_BYTES);
      for (int row = 0; row < NAMING_ROWS && lines.advance(); row++) {
        boolean object = addKeys(lines, ignored, names);
        if (!object && names.isEmpty()) {
          throw new DataException(
              "%s, line %s: it is not a JSON object; each line must be one"
                  .formatted(file, row + 1));
        }
      }
    } catch (IOException e) {
      if (names.isEmpty() || !InputFiles.isDamage(e)) {
        throw TextFiles.failure(file, e);
      }
    }
    return names;
  }

  /** Whether the line is blank or starts an object; reading the row finds later faults. */
  private static boolean addKeys(LineReader line, Set<String> ignored, JsonNames names)
      throws IOException {
    int length = line.until() - line.from();
    try (JsonParser parser = JsonRowReader.parser(line.bytes(), line.from(), length)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        return first == null;
      }
      names.add(parser, "", ignored);
      return true;
    } catch (JsonProcessingException fault) {
      return false;
    }
  }
}
