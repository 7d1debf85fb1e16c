package org.sparkbackprop.data.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.sparkbackprop.cluster.JobGroup;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextFiles;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.error.DataException;
import org.sparkbackprop.model.InputColumn;

/**
 * Collects the keys of all objects: writers leave out keys without a value, so that one may be in
 * the last object alone. Objects that do not parse are skipped, and so is what follows damage.
 */
public final class JsonKeys {

  /** More keys are hardly columns, but values in the place of keys. */
  static final int MAX = 100_000;

  private JsonKeys() {}

  /**
   * Reads all files in parallel.
   *
   * @param ignored names of values and objects to skip
   * @return the keys in the order in which they first appear, by file and line
   * @throws DataException if there are more than {@link #MAX}
   */
  static JsonNames ofAll(JavaSparkContext spark, TextFiles files, Set<String> ignored) {
    JobGroup.READING.begin(spark.sc(), "collecting the keys of all objects");
    List<JsonNames> parts =
        files
            .readers(spark, new Opening(new HashSet<>(ignored)))
            .mapPartitions(new Collecting())
            .collect();
    JsonNames keys = new JsonNames();
    for (JsonNames part : parts) {
      keys.add(part);
      if (keys.size() > MAX) {
        throw new DataException(
            String.format(
                    Locale.ROOT,
                    "%s: the objects have more than %,d different keys; name the columns by",
                    files.paths().get(0),
                    MAX)
                + " input.features, or write keys that are values as values");
      }
    }
    return keys;
  }

  private record Opening(HashSet<String> ignored) implements SplitReaders.Opening<TextSplit> {
    @Override
    public RowReader open(TextSplit split, Configuration configuration) {
      return new KeyReader(split, ignored, configuration);
    }
  }

  private record Collecting() implements FlatMapFunction<Iterator<RowReader>, JsonNames> {
    @Override
    public Iterator<JsonNames> call(Iterator<RowReader> readers) {
      List<JsonNames> keys = new ArrayList<>();
      while (readers.hasNext()) {
        keys.add(((KeyReader) readers.next()).keys());
      }
      return keys.iterator();
    }
  }

  /** Reads the keys of a split's objects instead of their values. */
  private static final class KeyReader extends LineRowReader {

    private static final RowShape NO_NUMBERS =
        new RowShape(List.<InputColumn>of(), RowShape.Form.DENSE);

    private final JsonNames keys = new JsonNames();
    private final Set<String> ignored;

    KeyReader(TextSplit split, Set<String> ignored, Configuration configuration) {
      super(NO_NUMBERS, split, StandardCharsets.UTF_8, configuration, MAX_BYTES);
      this.ignored = ignored;
    }

    JsonNames keys() {
      try {
        while (keys.size() <= MAX && advance()) {
          // parse keeps the keys
        }
      } catch (DataException damage) {
        // Reading the rows will find it and say where it is.
      }
      return keys;
    }

    @Override
    protected void parse(byte[] bytes, int from, int until) {
      JsonNames own = new JsonNames();
      try (JsonParser parser = JsonRowReader.parser(bytes, from, until - from)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return;
        }
        own.add(parser, "", ignored);
        if (parser.nextToken() == null) {
          keys.add(own);
        }
      } catch (JsonProcessingException fault) {
        // Reading the rows will report it.
      } catch (IOException e) {
        throw new UncheckedIOException(e); // bytes in memory do not fail
      }
    }
  }
}
