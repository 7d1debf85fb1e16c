package org.sparkbackprop.data.source.sql;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
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
 * How the values of a column of Spark SQL are read, without objects where they are numbers.
 *
 * @param kind of the values
 * @param name of the type, for messages
 * @param number of a value that is there; of an element, if it is an array
 * @param text of a number that is there
 * @param precision of the numbers
 * @param infinite what an infinite number stands for; empty if for itself
 */
public record SqlType(
    Kind kind, String name, NumberOf number, TextOf text, Precision precision, String infinite)
    implements Serializable {

  /** Marks a column of a type that only its database knows, with the type's name. */
  public static final String UNREADABLE = "unreadable";

  /** Marks a column whose infinite numbers stand for something else, with a word for that. */
  public static final String INFINITE = "infinite";

  /** What the values are. */
  public enum Kind {
    NUMBER,
    TRUTH,
    TEXT,
    /** An array of numbers. */
    ARRAY,
    /** A vector of Spark ML, dense or sparse: a structure of four fields. */
    VECTOR,
    /** None that features or labels can be of. */
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

  /** Also what is left of Spark ML's type in files where its library is not on the class path. */
  private static final String VECTOR =
      "struct<type:tinyint,size:int,indices:array<int>,values:array<double>>";

  private static final NumberOf NO_NUMBER =
      (values, place) -> {
        throw new IllegalArgumentException("the type has no numbers");
      };

  private static final TextOf NO_TEXT =
      (values, place) -> {
        throw new IllegalArgumentException("the type has no texts");
      };

  private SqlType(Kind kind, String name, NumberOf number, TextOf text) {
    this(kind, name, number, text, Precision.DOUBLE);
  }

  private SqlType(Kind kind, String name, NumberOf number, TextOf text, Precision precision) {
    this(kind, name, number, text, precision, "");
  }

  /** The type of a column, with what its marks say. */
  static SqlType of(StructField field) {
    Metadata marks = field.metadata();
    if (marks.contains(UNREADABLE)) {
      String name = marks.getString(UNREADABLE);
      return new SqlType(Kind.OTHER, name + ", which Spark does not read", NO_NUMBER, NO_TEXT);
    }
    SqlType type = of(field.dataType());
    return marks.contains(INFINITE)
        ? new SqlType(
            type.kind, type.name, type.number, type.text, type.precision, marks.getString(INFINITE))
        : type;
  }

  /** A type that is not read, and its name. */
  static SqlType unread(String name) {
    return new SqlType(Kind.OTHER, name, NO_NUMBER, NO_TEXT);
  }

  /** Texts of directories' names, used as numbers. */
  static SqlType ofDirectory() {
    return new SqlType(
        Kind.NUMBER,
        "the name of a directory",
        (values, place) -> {
          byte[] text = values.getUTF8String(place).getBytes();
          return DecimalParser.parse(text, 0, text.length);
        },
        (values, place) -> values.getUTF8String(place).toString());
  }

  /** Whether a column is a CHAR(n), whose values may be filled up with blanks. */
  static boolean isPadded(StructField field) {
    return CharVarcharUtils.getRawType(field.metadata()).exists(type -> type instanceof CharType);
  }

  /** The type of a column. */
  static SqlType of(DataType type) {
    if (type instanceof UserDefinedType<?> own) {
      return of(own.sqlType());
    }
    if (type instanceof ArrayType array && of(array.elementType()).kind() == Kind.NUMBER) {
      return new SqlType(
          Kind.ARRAY,
          type.catalogString(),
          of(array.elementType()).number(),
          NO_TEXT,
          of(array.elementType()).precision());
    }
    if (type instanceof StructType && type.catalogString().equals(VECTOR)) {
      NumberOf element = SpecializedGetters::getDouble;
      return new SqlType(Kind.VECTOR, "vector", element, NO_TEXT);
    }
    if (type instanceof BooleanType) {
      return new SqlType(Kind.TRUTH, type.catalogString(), NO_NUMBER, NO_TEXT);
    }
    if (type instanceof StringType) {
      return new SqlType(Kind.TEXT, type.catalogString(), NO_NUMBER, NO_TEXT);
    }
    return number(type);
  }

  private static SqlType number(DataType type) {
    String name = type.catalogString();
    if (type instanceof DoubleType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getDouble,
          (values, place) -> NumberText.of(values.getDouble(place)));
    }
    if (type instanceof FloatType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getFloat,
          (values, place) -> NumberText.of(values.getFloat(place)),
          Precision.FLOAT);
    }
    if (type instanceof DecimalType decimal) {
      int precision = decimal.precision();
      int scale = decimal.scale();
      return new SqlType(
          Kind.NUMBER,
          name,
          (values, place) -> values.getDecimal(place, precision, scale).toDouble(),
          (values, place) ->
              NumberText.of(values.getDecimal(place, precision, scale).toJavaBigDecimal()));
    }
    return integer(type, name);
  }

  private static SqlType integer(DataType type, String name) {
    if (type instanceof LongType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getLong,
          (values, place) -> Long.toString(values.getLong(place)));
    }
    if (type instanceof IntegerType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getInt,
          (values, place) -> Integer.toString(values.getInt(place)));
    }
    if (type instanceof ShortType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getShort,
          (values, place) -> Short.toString(values.getShort(place)));
    }
    if (type instanceof ByteType) {
      return new SqlType(
          Kind.NUMBER,
          name,
          SpecializedGetters::getByte,
          (values, place) -> Byte.toString(values.getByte(place)));
    }
    return new SqlType(Kind.OTHER, name, NO_NUMBER, NO_TEXT);
  }

  /** Whether a column of this type can be used so. */
  boolean fits(UsedColumn.Use use) {
    return switch (use) {
      case NUMBER, WEIGHT -> kind == Kind.NUMBER;
      case TRUTH, CATEGORY, LABEL -> kind == Kind.TRUTH || kind == Kind.NUMBER || kind == Kind.TEXT;
      case VECTOR -> kind == Kind.ARRAY || kind == Kind.VECTOR;
    };
  }
}
