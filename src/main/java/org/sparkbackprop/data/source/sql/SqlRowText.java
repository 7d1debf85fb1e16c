package org.sparkbackprop.data.source.sql;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.sparkbackprop.data.values.NumberText;

/** Rows of Spark SQL as text, for reports. */
final class SqlRowText {

  /** The approximate limit of a text. */
  private static final int MAX = 1 << 14;

  private SqlRowText() {}

  /** The values with their names, such as {x=1.5, label=red}. */
  static String of(SqlColumns columns, InternalRow values) {
    StringBuilder text = new StringBuilder("{");
    for (int at = 0; at < columns.columns().size() && text.length() < MAX; at++) {
      SqlColumns.Column column = columns.columns().get(at);
      text.append(at == 0 ? "" : ", ").append(column.name()).append('=');
      if (values.isNullAt(at)) {
        text.append("null");
      } else {
        append(text, column.type(), values, at);
      }
    }
    return text.append('}').toString();
  }

  private static void append(StringBuilder text, SqlType type, InternalRow values, int at) {
    switch (type.kind()) {
      case TEXT -> text.append(values.getUTF8String(at));
      case TRUTH -> text.append(values.getBoolean(at));
      case ARRAY -> append(text, type.number(), values.getArray(at));
      case TEXTS -> appendTexts(text, values.getArray(at));
      case VECTOR -> append(text, type.number(), SqlType.Vector.at(values, at));
      default -> text.append(type.text().at(values, at));
    }
  }

  private static void appendTexts(StringBuilder text, ArrayData texts) {
    text.append('[');
    for (int i = 0; i < texts.numElements() && text.length() < MAX; i++) {
      text.append(i == 0 ? "" : ", ").append(texts.isNullAt(i) ? "null" : texts.getUTF8String(i));
    }
    text.append(']');
  }

  private static void append(StringBuilder text, SqlType.NumberOf number, SqlType.Vector vector) {
    if (vector == null) {
      text.append("no vector");
      return;
    }
    if (vector.places() != null) {
      text.append(vector.size()).append(" numbers, at ");
      append(text, SpecializedGetters::getInt, vector.places());
      text.append(": ");
    }
    append(text, number, vector.numbers());
  }

  private static void append(StringBuilder text, SqlType.NumberOf number, ArrayData numbers) {
    text.append('[');
    for (int i = 0; i < numbers.numElements() && text.length() < MAX; i++) {
      text.append(i == 0 ? "" : ", ");
      if (numbers.isNullAt(i)) {
        text.append("null");
      } else {
        text.append(NumberText.of(number.at(numbers, i)));
      }
    }
    text.append(']');
  }
}
