package org.sparkbackprop.data.source.sql;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.sparkbackprop.data.columns.UsedColumn;
import org.sparkbackprop.data.values.DecimalParser;
import org.sparkbackprop.data.values.NumberText;
import org.sparkbackprop.linalg.Precision;

/**
 * A type of a column of Spark SQL, and how its values are read, without boxing of numbers.
 *
 * @param name for messages
 * @param number reads a number, or an element of an array; values must not be null
 * @param text reads a number as text
 * @param precision of the numbers
 * @param infinite the meaning of an infinite number, if it stands for something else; else empty
 */
public record SqlType(
    Kind kind, String name, NumberOf number, TextOf text, Precision precision, String infinite)
    implements Serializable {

  /** The metadata key of a column that Spark cannot read; the value names its type. */
  public static final String UNREADABLE = "unreadable";

  /** The metadata key of a column whose infinite numbers stand for something else. */
  public static final String INFINITE = "infinite";

  public enum Kind {
    NUMBER,
    TRUTH,
    TEXT,
    /** An array of numbers. */
    ARRAY,
    /** An array of texts. */
    TEXTS,
    /** A vector of Spark ML: see {@link Vector}. */
    VECTOR,
    /** A type that features and labels cannot have. */
    OTHER
  }

  /** Reads a number from a row or an array. */
  interface NumberOf extends Serializable {
    double at(SpecializedGetters values, int place);
  }

  /** Reads a number as a text from a row or an array. */
  interface TextOf extends Serializable {
    String at(SpecializedGetters values, int place);
  }

  /** Spark ML's type, also in files whose reader does not have its library. */
  private static final String VECTOR =
      "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>";

  /**
   * A vector of Spark ML as a row of Spark SQL holds it: a structure of type (0: sparse, 1: dense),
   * size, places and numbers.
   *
   * @param places of the numbers of a sparse vector, ascending; null if the vector is dense
   * @param numbers all numbers of a dense vector
   */
  record Vector(int size, ArrayData places, ArrayData numbers) {

    /** The vector at a place; null if a part of it is missing. */
    static Vector at(InternalRow row, int place) {
      InternalRow parts = row.getStruct(place, 4);
      if (parts.isNullAt(0) || parts.isNullAt(3)) {
        return null;
      }
      if (parts.getByte(0) != 0) {
        return new Vector(parts.getArray(3).numElements(), null, parts.getArray(3));
      }
      return parts.isNullAt(1) || parts.isNullAt(2)
          ? null
          : new Vector(parts.getInt(1), parts.getArray(2), parts.getArray(3));
    }
  }

  private static final NumberOf NO_NUMBER =
      (values, place) -> {
        throw new IllegalArgumentException("the type has no numbers");
      };

  private static final TextOf NO_TEXT =
      (values, place) -> {
        throw new IllegalArgumentException("the type has no texts");
      };

  private static SqlType number(String name, NumberOf number, TextOf text) {
    return new SqlType(Kind.NUMBER, name, number, text, Precision.DOUBLE, "");
  }

  private static SqlType without(Kind kind, String name) {
    return new SqlType(kind, name, NO_NUMBER, NO_TEXT, Precision.DOUBLE, "");
  }

  /** The type of a column, with its metadata. */
  static SqlType of(StructField field) {
    Metadata marks = field.metadata();
    if (marks.contains(UNREADABLE)) {
      return unread(marks.getString(UNREADABLE) + ", which Spark does not read");
    }
    SqlType type = of(field.dataType());
    return marks.contains(INFINITE)
        ? new SqlType(
            type.kind, type.name, type.number, type.text, type.precision, marks.getString(INFINITE))
        : type;
  }

  /** A type that is not read. */
  static SqlType unread(String name) {
    return without(Kind.OTHER, name);
  }

  /** Names of directories, used as numbers. */
  static SqlType ofDirectory() {
    return number(
        "the name of a directory",
        (values, place) -> {
          byte[] text = values.getUTF8String(place).getBytes();
          return DecimalParser.parse(text, 0, text.length);
        },
        (values, place) -> values.getUTF8String(place).toString());
  }

  /** Whether a column is a CHAR(n), whose values may be padded with blanks. */
  static boolean isPadded(StructField field) {
    return CharVarcharUtils.getRawType(field.metadata()).exists(type -> type instanceof CharType);
  }

  /** The type of a column. */
  static SqlType of(DataType type) {
    if (type instanceof UserDefinedType<?> own) {
      return of(own.sqlType());
    }
    String name = type.catalogString();
    if (type instanceof ArrayType array && of(array.elementType()).kind() == Kind.NUMBER) {
      SqlType element = of(array.elementType());
      return new SqlType(Kind.ARRAY, name, element.number, NO_TEXT, element.precision, "");
    }
    if (type instanceof ArrayType array && array.elementType() instanceof StringType) {
      return without(Kind.TEXTS, name);
    }
    if (type instanceof StructType && name.equals(VECTOR)) {
      NumberOf element = SpecializedGetters::getDouble;
      return new SqlType(Kind.VECTOR, "vector", element, NO_TEXT, Precision.DOUBLE, "");
    }
    if (type instanceof BooleanType) {
      return without(Kind.TRUTH, name);
    }
    return type instanceof StringType ? without(Kind.TEXT, name) : number(type, name);
  }

  private static SqlType number(DataType type, String name) {
    if (type instanceof DoubleType) {
      return number(
          name, SpecializedGetters::getDouble, (values, at) -> NumberText.of(values.getDouble(at)));
    }
    if (type instanceof FloatType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getFloat,
          (values, at) -> NumberText.of(values.getFloat(at)),
          Precision.FLOAT,
          "");
    }
    if (type instanceof DecimalType decimal) {
      int digits = decimal.precision();
      int scale = decimal.scale();
      return number(
          name,
          (values, at) -> values.getDecimal(at, digits, scale).toDouble(),
          (values, at) -> NumberText.of(values.getDecimal(at, digits, scale).toJavaBigDecimal()));
    }
    if (type instanceof LongType) {
      return number(
          name, SpecializedGetters::getLong, (values, at) -> Long.toString(values.getLong(at)));
    }
    if (type instanceof IntegerType) {
      return number(
          name, SpecializedGetters::getInt, (values, at) -> Integer.toString(values.getInt(at)));
    }
    if (type instanceof ShortType) {
      return number(
          name, SpecializedGetters::getShort, (values, at) -> Short.toString(values.getShort(at)));
    }
    if (type instanceof ByteType) {
      return number(
          name, SpecializedGetters::getByte, (values, at) -> Byte.toString(values.getByte(at)));
    }
    return without(Kind.OTHER, name);
  }

  /** Whether a column of this type can have this use. */
  boolean fits(UsedColumn.Use use) {
    return switch (use) {
      case NUMBER, WEIGHT, TARGET -> kind == Kind.NUMBER;
      case TRUTH, CATEGORY, LABEL, LABEL_FLAG ->
          kind == Kind.TRUTH || kind == Kind.NUMBER || kind == Kind.TEXT;
      case LABEL_NAMES -> kind == Kind.TEXT || kind == Kind.TEXTS;
      case VECTOR -> kind == Kind.ARRAY || kind == Kind.VECTOR;
    };
  }
}
