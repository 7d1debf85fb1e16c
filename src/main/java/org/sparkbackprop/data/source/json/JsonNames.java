package org.sparkbackprop.data.source.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
 * The names of the values of objects, in the order in which they first appear. A value in a nested
 * object is named by both keys, joined by a dot.
 */
public final class JsonNames implements Serializable {

  private static final long serialVersionUID = 1;

  /** More keys are hardly columns, but values in the place of keys. */
  static final int MAX = 100_000;

  /** What is known of a name. */
  private enum Known {
    /** It was always null: a missing value, or a missing object. */
    NULL,
    VALUE,
    /** It is a key that contains a dot. */
    KEY_WITH_DOT
  }

  private final Map<String, Known> names = new LinkedHashMap<>();

  /**
   * Adds the names in the object that a parser has started to read.
   *
   * @param prefix of the names; empty for an object that is a row
   * @param ignored names of values and objects to skip
   */
  void add(JsonParser parser, String prefix, Set<String> ignored) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      String name = prefix + key;
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT && !ignored.contains(name)) {
        add(parser, name + ".", ignored);
      } else {
        parser.skipChildren();
        boolean dot = prefix.isEmpty() && key.indexOf('.') >= 0;
        Known known = token == JsonToken.VALUE_NULL ? Known.NULL : Known.VALUE;
        put(name, dot ? Known.KEY_WITH_DOT : known);
      }
    }
  }

  private void put(String name, Known known) {
    names.merge(name, known, (a, b) -> a.compareTo(b) >= 0 ? a : b);
  }

  /** Adds the names of later objects. */
  void add(JsonNames later) {
    later.names.forEach(this::put);
  }

  int size() {
    return names.size();
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The names of values, without objects that are null in some rows. */
  List<String> all() {
    TreeSet<String> sorted = new TreeSet<>(names.keySet());
    List<String> all = new ArrayList<>();
    names.forEach(
        (name, known) -> {
          String next = known == Known.NULL ? sorted.ceiling(name + ".") : null;
          if (next == null || !next.startsWith(name + ".")) {
            all.add(name);
          }
        });
    return all;
  }

  /** The names that are keys containing a dot. */
  Set<String> keysWithDots() {
    Set<String> keys = new TreeSet<>(names.keySet());
    keys.removeIf(name -> names.get(name) != Known.KEY_WITH_DOT);
    return keys;
  }

  /**
   * Reads the names of all objects, in parallel: writers leave out keys without a value, so that
   * one may be in the last object alone. Objects that do not parse are skipped, and so is what
   * follows damage.
   *
   * @param ignored names of values and objects to skip
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
