package org.sparkbackprop.data.source.sql;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.rows.RowReader;
import org.sparkbackprop.data.rows.SplitId;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.data.values.TextDecoder;

/** Reads rows of Spark SQL in its internal form. */
abstract class SqlRowReader extends RowReader {

  final Iterator<InternalRow> rows;
  private final SqlColumns columns;
  private final SqlColumns.Column[] all;
  private final SqlColumns.Identity[] identities;
  private final TextDecoder words = new TextDecoder(StandardCharsets.UTF_8);
  private InternalRow values;
  private SplitId place;
  private long position;

  /** A reader of rows that have the columns in this order. */
  SqlRowReader(SqlColumns columns, Iterator<InternalRow> rows, SplitId place) {
    super(columns.shape());
    this.rows = rows;
    this.place = place;
    this.columns = columns;
    this.all = columns.columns().toArray(new SqlColumns.Column[0]);
    this.identities = columns.identities().toArray(new SqlColumns.Identity[0]);
  }

  /** The next row, valid until the one after it; null if there is none. */
  abstract InternalRow next();

  /** Moves to a split, unless it is the current one. */
  final void move(SplitId split) {
    if (!split.equals(place)) {
      place = split;
      position = 0;
    }
  }

  @Override
  protected final boolean read() {
    values = next();
    if (values == null) {
      return false;
    }
    position++;
    for (int c = 0; c < all.length; c++) {
      read(all[c], c);
    }
    for (int i = 0; i < identities.length; i++) {
      if (!values.isNullAt(all.length + i)) {
        identity(identities[i], i, all.length + i);
      }
    }
    return true;
  }

  private void identity(SqlColumns.Identity column, int place, int at) {
    if (column.text()) {
      String text = values.getUTF8String(at).toString();
      if (!column.missing().contains(text)) {
        row().identity().text(place, text);
      }
    } else if (!column.missing().contains(values.getDouble(at))) {
      row().identity().number(place, values.getDouble(at));
    }
  }

  private void read(SqlColumns.Column column, int at) {
    int slot = column.used().slot();
    switch (column.used().use()) {
      case NUMBER -> put(slot, number(column, values, at));
      case TRUTH -> put(slot, truth(column, at));
      case VECTOR -> vector(column, at);
      case CATEGORY -> category(column, at);
      case LABEL -> label(column, at);
      case TARGET, LABEL_FLAG -> target(column, at);
      case LABEL_NAMES -> names(column, at);
      case WEIGHT -> weight(column, at);
    }
  }

  private void put(int place, double number) {
    if (row().isSparse()) {
      row().add(place, number);
    } else {
      row().numbers()[place] = number;
    }
  }

  private double missing() {
    row().incomplete();
    return Double.NaN;
  }

  private double number(SqlColumns.Column column, SpecializedGetters from, int at) {
    if (from.isNullAt(at)) {
      return missing();
    }
    double number = column.type().number().at(from, at);
    if (column.missing().contains(number)) {
      return missing();
    }
    if (!Double.isFinite(number)) {
      fault(column.notFinite(number));
    }
    return number;
  }

  private double truth(SqlColumns.Column column, int at) {
    if (isMissing(column, at)) {
      return missing();
    }
    if (column.type().kind() == SqlType.Kind.TRUTH) {
      return values.getBoolean(at) ? 1 : 0;
    }
    String text = name(column, at);
    double truth =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "true", "1" -> 1;
          case "false", "0" -> 0;
          default -> Double.NaN;
        };
    if (Double.isNaN(truth)) {
      fault("column %s: '%s' is neither true nor false".formatted(column.name(), text));
    }
    return truth;
  }

  /** The text of a value that is not null; numbers are written as by {@link NumberText}. */
  private String name(SqlColumns.Column column, int at) {
    return switch (column.type().kind()) {
      case TRUTH -> Boolean.toString(values.getBoolean(at));
      case TEXT -> text(column, values.getUTF8String(at).getBytes());
      default -> column.type().text().at(values, at);
    };
  }

  private String text(SqlColumns.Column column, byte[] bytes) {
    String word = words.text(bytes, 0, bytes.length);
    if (word == null) {
      fault("column %s: it is not valid UTF-8".formatted(column.name()));
      return "";
    }
    return word;
  }

  private void category(SqlColumns.Column column, int at) {
    if (isMissing(column, at)) {
      row().incomplete();
    } else {
      requireFinite(column, at);
      row().categories()[column.used().slot()] = name(column, at);
    }
  }

  private boolean isMissing(SqlColumns.Column column, int at) {
    return switch (values.isNullAt(at) ? SqlType.Kind.OTHER : column.type().kind()) {
      case OTHER -> true;
      case TEXT -> column.missing().contains(name(column, at));
      case NUMBER -> column.missing().contains(column.type().number().at(values, at));
      default -> false;
    };
  }

  private void requireFinite(SqlColumns.Column column, int at) {
    if (column.type().kind() == SqlType.Kind.NUMBER) {
      double number = column.type().number().at(values, at);
      if (!Double.isFinite(number)) {
        fault(column.notFinite(number));
      }
    }
  }

  private void label(SqlColumns.Column column, int at) {
    String label = values.isNullAt(at) ? "" : name(column, at);
    if (label.isEmpty()) {
      fault("column " + column.name() + ": the label is missing");
      return;
    }
    requireFinite(column, at);
    row().label(label);
  }

  /** Reads a number to be predicted, or whether the row has a label; neither may be missing. */
  private void target(SqlColumns.Column column, int at) {
    if (isMissing(column, at)) {
      fault("column " + column.name() + ": the target is missing");
      return;
    }
    row().targets()[column.used().slot()] =
        column.used().use() == UsedColumn.Use.TARGET
            ? number(column, values, at)
            : truth(column, at);
  }

  /** Reads the names of labels: a text with all of them, or an array with a text for each. */
  private void names(SqlColumns.Column column, int at) {
    if (isMissing(column, at)) {
      return;
    }
    if (column.type().kind() == SqlType.Kind.TEXT) {
      target(name(column, at));
      return;
    }
    ArrayData names = values.getArray(at);
    for (int i = 0; i < names.numElements(); i++) {
      name(names.isNullAt(i) ? "" : text(column, names.getUTF8String(i).getBytes()).strip());
    }
  }

  private void weight(SqlColumns.Column column, int at) {
    if (values.isNullAt(at)) {
      fault("column " + column.name() + ": the weight is missing");
      return;
    }
    double weight = column.type().number().at(values, at);
    if (!Double.isFinite(weight)) {
      fault(column.notFinite(weight));
    } else if (weight < 0) {
      fault("column %s: the weight '%s' is less than 0".formatted(column.name(), weight));
    } else {
      row().weight(weight);
    }
  }

  private void vector(SqlColumns.Column column, int at) {
    if (values.isNullAt(at)) {
      for (int i = 0; i < column.used().size(); i++) {
        put(column.used().slot() + i, missing());
      }
    } else if (column.type().kind() == SqlType.Kind.ARRAY) {
      dense(column, values.getArray(at));
    } else {
      SqlType.Vector vector = SqlType.Vector.at(values, at);
      if (vector == null) {
        fault("column %s: a part of the vector is missing".formatted(column.name()));
      } else if (vector.places() == null) {
        dense(column, vector.numbers());
      } else {
        sparse(column, vector.size(), vector.places(), vector.numbers());
      }
    }
  }

  private void dense(SqlColumns.Column column, ArrayData numbers) {
    int size = column.used().size();
    if (requireSize(column, numbers.numElements())) {
      for (int i = 0; i < size; i++) {
        put(column.used().slot() + i, number(column, numbers, i));
      }
    }
  }

  private boolean requireSize(SqlColumns.Column column, int found) {
    if (found != column.used().size()) {
      fault(
          "column %s: it has %s numbers instead of %s"
              .formatted(column.name(), found, column.used().size()));
      return false;
    }
    return true;
  }

  private void sparse(SqlColumns.Column column, int size, ArrayData places, ArrayData numbers) {
    if (!requireSize(column, size)) {
      return;
    }
    int slot = column.used().slot();
    if (!row().isSparse()) {
      Arrays.fill(row().numbers(), slot, slot + size, 0);
    }
    int last = -1;
    for (int i = 0; i < places.numElements(); i++) {
      int place = places.getInt(i);
      if (place <= last || place >= size || i >= numbers.numElements()) {
        fault(
            "column %s: a sparse vector of %s numbers has index %s after %s"
                .formatted(column.name(), size, place, last));
        return;
      }
      put(slot + place, number(column, numbers, i));
      last = place;
    }
  }

  @Override
  public final SplitId split() {
    return place;
  }

  @Override
  public final long position() {
    return position;
  }

  @Override
  public final String text() {
    return SqlRowText.of(columns, values);
  }
}
