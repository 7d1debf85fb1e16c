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
import org.apache.hadoop.conf.Configuration;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.source.text.LineRowReader;
import org.sparkbackprop.data.source.text.TextSplit;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.error.Excerpt;

/**
 * Reads lines of JSON, an object each. A key that is missing is a missing value, and one that
 * nobody asks for is passed over.
 */
final class JsonRowReader extends LineRowReader {

  /** NaN is no JSON, but what several writers make of it; it shall be named, or be missing. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final JsonColumns columns;
  private final JsonPaths paths;

  /** The place of each path among the values that rows are divided by, or -1. */
  private final int[] identities;

  private final boolean[] seen;
  private final double[] numbers;

  JsonRowReader(JsonColumns columns, TextSplit part, Configuration configuration) {
    super(columns.shape(), part, StandardCharsets.UTF_8, configuration, MAX_BYTES);
    this.columns = columns;
    List<String> names = new ArrayList<>(columns.used().stream().map(UsedColumn::name).toList());
    List<String> identity = columns.shape().identity().names();
    identity.stream().filter(name -> !names.contains(name)).forEach(names::add);
    this.paths = JsonPaths.of(names, columns.keysWithDots());
    this.identities = names.stream().mapToInt(identity::indexOf).toArray();
    this.seen = new boolean[columns.used().size()];
    this.numbers = row().isSparse() ? new double[columns.shape().numbers()] : row().numbers();
  }

  /** A parser of a line, or a part of it. */
  static JsonParser parser(byte[] bytes, int from, int length) throws IOException {
    return FACTORY.createParser(bytes, from, length);
  }

  @Override
  protected boolean isHeader(byte[] bytes, int from, int length) {
    return false;
  }

  @Override
  protected boolean isBlank(byte[] bytes, int from, int until) {
    for (int i = from; i < until; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  @Override
  protected void parse(byte[] bytes, int from, int until) {
    Arrays.fill(seen, false);
    try (JsonParser parser = parser(bytes, from, until - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        fault("it is no JSON object; each row is one, on a line");
        return;
      }
      object(paths, parser);
      if (parser.nextToken() != null) {
        fault("something stands behind its JSON object; each row is a line of its own");
      }
    } catch (JsonProcessingException e) {
      fault("it is no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
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
      JsonPaths behind = at.behind(key);
      JsonToken token = parser.nextToken();
      if (behind == null) {
        parser.skipChildren();
      } else if (token == JsonToken.START_OBJECT && behind.goesOn()) {
        object(behind, parser);
      } else if (behind.place() != JsonPaths.NONE) {
        column(behind.place(), parser);
      } else {
        noObject(key, behind, parser);
      }
    }
  }

  /** Takes the value of a column for what it is used for; it may divide the rows, too. */
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

  /** A null is an object whose values are all missing. */
  private void noObject(String key, JsonPaths behind, JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.VALUE_NULL) {
      boolean array = parser.currentToken() == JsonToken.START_ARRAY;
      parser.skipChildren();
      fault(
          "column %s: %s is %s, while the column is looked for in an object"
              .formatted(behind.column(), Excerpt.of(key), array ? "an array" : "a value"));
    }
  }

  private void value(int place, JsonParser parser) throws IOException {
    UsedColumn column = columns.used().get(place);
    if (seen[place]) {
      fault("column %s: it stands twice in the object".formatted(column.name()));
    }
    seen[place] = true;
    boolean array = parser.currentToken() == JsonToken.START_ARRAY;
    if (array && column.use() == UsedColumn.Use.VECTOR) {
      array(column, parser);
    } else if (array || parser.currentToken() == JsonToken.START_OBJECT) {
      parser.skipChildren();
      fault(
          "column %s: it is an %s%s"
              .formatted(
                  column.name(),
                  array ? "array" : "object",
                  array ? "; input.vectors names columns of arrays" : ""));
    } else if (isMissing(column, parser)) {
      missing(column);
    } else {
      scalar(column, parser);
    }
  }

  /** Numbers by their value, others as texts; arrays and objects are neither, and missing. */
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

  /** Labels and weights are numbers that may well look like what is missing elsewhere. */
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
      case WEIGHT -> weight(column, parser);
      case VECTOR ->
          fault(
              "column %s: '%s' is no array of %s numbers"
                  .formatted(column.name(), shown(parser), column.size()));
    }
  }

  private double number(UsedColumn column, JsonParser parser) throws IOException {
    double value = parser.currentToken().isNumeric() ? parser.getDoubleValue() : Double.NaN;
    if (!Double.isFinite(value)) {
      boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
      fault(
          "column %s: '%s' is not a finite number%s"
              .formatted(column.name(), shown(parser), text ? ", but a text" : ""));
    }
    return value;
  }

  private double truth(UsedColumn column, JsonParser parser) throws IOException {
    switch (parser.getText().toLowerCase(Locale.ROOT)) {
      case "true", "1", "1.0" -> {
        return 1;
      }
      case "false", "0", "0.0" -> {
        return 0;
      }
      default -> {
        fault("column %s: '%s' is neither true nor false".formatted(column.name(), shown(parser)));
        return Double.NaN;
      }
    }
  }

  private String name(UsedColumn column, JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
      double number = number(column, parser);
      return NumberText.of(number);
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
        fault("column %s: an array or object stands in its array".formatted(column.name()));
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
