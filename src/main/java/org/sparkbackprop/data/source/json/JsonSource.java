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
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.RowSource;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.LineReader;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSource;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;
import org.sparkbackprop.settings.ColumnSettings;
import org.sparkbackprop.settings.InputSettings;

/**
 * Lines of JSON, an object each, in UTF-8: a file, a directory or a pattern, plain or compressed.
 * Rows are in the order of file names and lines.
 *
 * <p>Spark's own reader is not used, as it loses data without a word: what stands behind an object
 * on its line, a line with an empty array, and all but the last value of a key.
 */
public final class JsonSource {

  /** Where columns are named, they are mostly found in the first objects, without a pass. */
  private static final int NAMING_ROWS = 1_000;

  private JsonSource() {}

  /**
   * Finds the files, and the names of columns: where they are not given, in all objects, which
   * takes a pass over them.
   *
   * @throws DataException if there is no object, a column that is needed is in none, or there are
   *     more than {@link JsonKeys#MAX} keys
   */
  public static RowSource open(
      JavaSparkContext spark, InputSettings settings, RequiredColumns need) {
    TextFiles files = TextFiles.of(settings.path().orElseThrow(), spark.hadoopConfiguration());
    for (String file : files.paths()) {
      Set<String> ignored = Set.copyOf(settings.columns().ignored());
      JsonNames names = names(file, ignored, spark.hadoopConfiguration());
      if (!names.isEmpty()) {
        if (!areNamed(names, settings, need)) {
          JsonNames all = JsonKeys.ofAll(spark, files, ignored);
          names = all.isEmpty() ? names : all;
        }
        JsonColumns columns = columns(names, settings, need, file);
        return new TextSource(spark, files, columns.shape(), new Opening(columns));
      }
    }
    throw new DataException(files.paths().get(0) + " is empty; a line of JSON a row is needed");
  }

  /** Whether the columns that are wanted are known, and among these names. */
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
      needed.add(columns.label());
      columns.weight().ifPresent(needed::add);
    }
    needed.addAll(need.identity().names());
    return Set.copyOf(names.all()).containsAll(needed);
  }

  private static JsonColumns columns(
      JsonNames found, InputSettings settings, RequiredColumns need, String file) {
    List<String> names = found.all();
    TableColumns columns = TableColumns.of(names, InputColumn::number, settings, need, file);
    return new JsonColumns(
        RowShape.ofTable(columns.features(), settings.layout()).with(need.identity()),
        UsedColumn.of(columns, names, file),
        found.keysWithDots(),
        new MissingTexts(settings.columns().missingTexts()));
  }

  /**
   * Keys of the first objects of a file, in the order in which they appear; none if it is empty.
   */
  private static JsonNames names(String file, Set<String> ignored, Configuration configuration) {
    JsonNames names = new JsonNames();
    try (InputStream input = InputFiles.open(file, configuration)) {
      LineReader lines = new LineReader(input, 0, LineRowReader.MAX_BYTES);
      for (int row = 0; row < NAMING_ROWS && lines.advance(); row++) {
        int mark =
            row > 0 ? 0 : LineRowReader.byteOrderMark(lines.bytes(), lines.from(), lines.length());
        boolean object =
            addKeys(lines.bytes(), lines.from() + mark, lines.length() - mark, ignored, names);
        if (!object && names.isEmpty()) {
          throw new DataException(
              file + ", line " + (row + 1) + ": it is no JSON object; each row is one, on a line");
        }
      }
    } catch (IOException e) {
      if (!InputFiles.isDamage(e)) {
        throw InputFiles.unreadable(file, e);
      }
      if (names.isEmpty()) {
        throw new DataException(
            "%s is damaged: %s; write or fetch it again".formatted(file, e.getMessage()));
      }
    }
    return names;
  }

  /** Whether the line is blank or begins an object; faults behind that, its reader will find. */
  private static boolean addKeys(
      byte[] bytes, int from, int length, Set<String> ignored, JsonNames names) throws IOException {
    try (JsonParser parser = JsonRowReader.parser(bytes, from, length)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        return first == null;
      }
      names.add(parser, ignored);
      return true;
    } catch (JsonProcessingException fault) {
      return false;
    }
  }

  private record Opening(JsonColumns columns) implements SplitReaders.Opening<TextSplit> {
    @Override
    public RowReader open(TextSplit part, Configuration configuration) {
      return new JsonRowReader(columns, part, configuration);
    }
  }
}
