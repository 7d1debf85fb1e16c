package org.sparkbackprop.data.source.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.RowShape;
import org.sparkbackprop.data.rows.SplitReaders;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.MissingTexts;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.error.Excerpt;

/**
 * Reads lines of JSON, one object each. A missing key is a missing value, and keys that are not
 * used are skipped.
 */
final class JsonRowReader extends LineRowReader {

  /** NaN is not JSON, but some writers use it; it is a missing value or a fault. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /**
   * The columns of a row.
   *
   * @param shape of the rows
   * @param used keys that are read
   * @param keysWithDots names that are keys themselves, not values in nested objects
   * @param missingTexts the texts of missing values
   */
  record Columns(
      RowShape shape, List<UsedColumn> used, Set<String> keysWithDots, MissingTexts missingTexts)
      implements SplitReaders.Opening<TextSplit> {
    @Override
    public RowReader open(TextSplit split, Configuration configuration) {
      return new JsonRowReader(this, split, configuration);
    }
  }

  private final Columns columns;
  private final JsonPaths paths;

  /** The place of each path among the values that rows are divided by, or -1. */
  private final int[] identities;

  private final boolean[] seen;
  private final double[] numbers;

  private JsonRowReader(Columns columns, TextSplit split, Configuration configuration) {
    super(columns.shape(), split, StandardCharsets.UTF_8, configuration, MAX_BYTES);
    this.columns = columns;
    List<String> names = new ArrayList<>(columns.used().stream().map(UsedColumn::name).toList());
    List<String> identity = columns.shape().identity().names();
    identity.stream().filter(name -> !names.contains(name)).forEach(names::add);
    this.paths = JsonPaths.of(names, columns.keysWithDots());
    this.identities = names.stream().mapToInt(identity::indexOf).toArray();
    this.seen = new boolean[columns.used().size()];
    this.numbers = row().isSparse() ? new double[columns.shape().numbers()] : row().numbers();
  }

  static JsonParser parser(byte[] bytes, int from, int length) throws IOException {
    return FACTORY.createParser(bytes, from, length);
  }

  @Override
  protected void parse(byte[] bytes, int from, int until) {
    Arrays.fill(seen, false);
    try (JsonParser parser = parser(bytes, from, until - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        fault("it is not a JSON object; each line must be one");
        return;
      }
      object(paths, parser);
      if (parser.nextToken() != null) {
        fault("something follows the JSON object; each row must be on its own line");
      }
    } catch (JsonProcessingException e) {
      fault("it is not valid JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory do not fail
    }
    for (int place = 0; place < seen.length; place++) {
      if (!seen[place]) {
        missing(columns.used().get(place));
      }
    }
    for (int place = 0; row().isSparse() && place < numbers.length; place++) {
      row().add(place, numbers[place]);
    }
  }

  private void object(JsonPaths at, JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      JsonPaths under = at.under(key);
      JsonToken token = parser.nextToken();
      if (under == null) {
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT && under.hasChildren()) {
        object(under, parser);
      } else if (under.place() != JsonPaths.NONE) {
        column(under.place(), parser);
      } else {
        noObject(key, under, parser);
      }
    }
  }

  /** Reads a column by its use; it may also divide the rows. */
  private void column(int place, JsonParser parser) throws IOException {
    if (identities[place] >= 0) {
      identity(identities[place], parser);
    }
    if (place < seen.length) {
      value(place, parser);
    } else {
      parser.skipChildren();
    }
  }

  /** Accepts null for an object, all of whose values are then missing. */
  private void noObject(String key, JsonPaths under, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      boolean array = parser.currentToken() == JsonToken.START_ARRAY;
      parser.skipChildren();
      fault(
          "column %s: %s is %s instead of an object"
              .formatted(under.column(), Excerpt.of(key), array ? "an array" : "a value"));
    }
  }

  private void value(int place, JsonParser parser) throws IOException {
    UsedColumn column = columns.used().get(place);
    if (seen[place]) {
      fault("column %s: it occurs twice in the object".formatted(column.name()));
    }
    seen[place] = true;
    boolean array = parser.currentToken() == JsonToken.START_ARRAY;
    if (array && column.use() == UsedColumn.Use.VECTOR) {
      array(column, parser);
    } else if (array && column.use() == UsedColumn.Use.LABEL_NAMES) {
      names(column, parser);
    } else if (array || parser.currentToken() == JsonToken.START_OBJECT) {
      parser.skipChildren();
      fault(
          "column %s: it is an %s%s"
              .formatted(
                  column.name(),
                  array ? "array" : "object",
                  array ? adviceOnArray(column.use()) : ""));
    } else if (isMissing(column, parser)) {
      missing(column);
    } else {
      scalar(column, parser);
    }
  }

  private static String adviceOnArray(UsedColumn.Use use) {
    return switch (use) {
      case LABEL -> "; if rows have the names of several labels, set target.kind = labels";
      case TARGET ->
          "; numbers to be predicted are in columns of their own, which target.columns names";
      case LABEL_FLAG ->
          "; labels are columns of true and false, or target.columns names a single column of arrays";
      default -> "; input.vectors names columns of arrays";
    };
  }

  /** Takes numbers by value, and others as texts; arrays and objects count as missing. */
  private void identity(int place, JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isNumeric() && !parser.isNaN()) {
      double number = parser.getDoubleValue();
      if (!columns.missingTexts().contains(number)) {
        row().identity().number(place, number);
      }
    } else if (token.isScalarValue()
        && token != JsonToken.VALUE_NULL
        && !columns.missingTexts().contains(parser.getText())) {
      row().identity().text(place, parser.getText());
    }
  }

  private boolean isMissing(UsedColumn column, JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL -> true;
      case VALUE_STRING ->
          column.use() != UsedColumn.Use.LABEL && columns.missingTexts().contains(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> isMissingNumber(column, parser);
      default -> false;
    };
  }

  /** A label or weight may look like a number that is missing elsewhere. */
  private boolean isMissingNumber(UsedColumn column, JsonParser parser) throws IOException {
    if (parser.isNaN()) {
      return columns.missingTexts().contains(parser.getText());
    }
    return columns.missingTexts().hasNumbers()
        && column.use() != UsedColumn.Use.LABEL
        && column.use() != UsedColumn.Use.WEIGHT
        && columns.missingTexts().contains(parser.getDoubleValue());
  }

  private void missing(UsedColumn column) {
    switch (column.use()) {
      case LABEL -> fault("column " + column.name() + ": the label is missing");
      case TARGET, LABEL_FLAG -> fault("column " + column.name() + ": the target is missing");
      case LABEL_NAMES -> {} // the row has no label
      case WEIGHT -> fault("column " + column.name() + ": the weight is missing");
      case CATEGORY -> row().incomplete();
      default -> {
        Arrays.fill(numbers, column.slot(), column.slot() + column.size(), Double.NaN);
        row().incomplete();
      }
    }
  }

  private void scalar(UsedColumn column, JsonParser parser) throws IOException {
    switch (column.use()) {
      case NUMBER -> numbers[column.slot()] = number(column, parser);
      case TRUTH -> numbers[column.slot()] = truth(column, parser);
      case CATEGORY -> row().categories()[column.slot()] = name(column, parser);
      case LABEL -> label(column, parser);
      case TARGET -> row().targets()[column.slot()] = number(column, parser);
      case LABEL_FLAG -> row().targets()[column.slot()] = truth(column, parser);
      case LABEL_NAMES -> target(name(column, parser));
      case WEIGHT -> weight(column, parser);
      case VECTOR ->
          fault(
              "column %s: '%s' is not an array of %s numbers"
                  .formatted(column.name(), shown(parser), column.size()));
    }
  }

  private double number(UsedColumn column, JsonParser parser) throws IOException {
    double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
    if (!Double.isFinite(value)) {
      boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
      boolean target = text && column.use() == UsedColumn.Use.TARGET;
      fault(
          "column %s: '%s' is not a finite number%s%s"
              .formatted(
                  column.name(),
                  shown(parser),
                  text ? " but a text" : "",
                  target ? adviceOnName(parser.getText()) : ""));
    }
    return value;
  }

  private double truth(UsedColumn column, JsonParser parser) throws IOException {
    double truth =
        switch (parser.getText().toLowerCase(Locale.ROOT)) {
          case "true", "1", "1.0" -> 1;
          case "false", "0", "0.0" -> 0;
          default -> Double.NaN;
        };
    if (Double.isNaN(truth)) {
      fault("column %s: '%s' is neither true nor false".formatted(column.name(), shown(parser)));
    }
    return truth;
  }

  private String name(UsedColumn column, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      return NumberText.of(number(column, parser));
    }
    return parser.getText();
  }

  private void label(UsedColumn column, JsonParser parser) throws IOException {
    String label = name(column, parser);
    if (label.isEmpty()) {
      fault("column " + column.name() + ": the label is missing");
    }
    row().label(label);
  }

  /** Reads an array of names of labels. */
  private void names(UsedColumn column, JsonParser parser) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isStructStart()) {
        parser.skipChildren();
        fault("column %s: its array contains an array or object".formatted(column.name()));
      } else {
        boolean absent = parser.currentToken() == JsonToken.VALUE_NULL;
        name(absent ? "" : name(column, parser).strip());
      }
    }
  }

  private void weight(UsedColumn column, JsonParser parser) throws IOException {
    double weight = number(column, parser);
    if (weight < 0) {
      fault("column %s: the weight '%s' is less than 0".formatted(column.name(), shown(parser)));
    }
    row().weight(weight >= 0 ? weight : 1);
  }

  private void array(UsedColumn column, JsonParser parser) throws IOException {
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isStructStart()) {
        parser.skipChildren();
        fault("column %s: its array contains an array or object".formatted(column.name()));
      } else if (count < column.size()) {
        boolean missing = isMissing(column, parser);
        numbers[column.slot() + count] = missing ? Double.NaN : number(column, parser);
        if (missing) {
          row().incomplete();
        }
      }
      count++;
    }
    if (count != column.size()) {
      fault(
          "column %s: it has %s numbers instead of %s"
              .formatted(column.name(), count, column.size()));
    }
  }

  private static String shown(JsonParser parser) throws IOException {
    int max = 100;
    String text = parser.getText();
    return text.length() <= max ? text : text.substring(0, max) + "…";
  }
}
