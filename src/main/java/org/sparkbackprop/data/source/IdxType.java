package org.sparkbackprop.data.source;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import org.sparkbackprop.data.values.NumberText;

/** The types of numbers in IDX files, all big-endian. */
enum IdxType {
  UNSIGNED_BYTE(0x08, 1),
  BYTE(0x09, 1),
  SHORT(0x0b, 2),
  INT(0x0c, 4),
  FLOAT(0x0d, 4),
  DOUBLE(0x0e, 8);

  private final int code;
  private final int bytes;

  IdxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type with the code in a file's third byte. */
  static Optional<IdxType> of(int code) {
    return Stream.of(values()).filter(type -> type.code == code).findFirst();
  }

  /** The size of a number. */
  int bytes() {
    return bytes;
  }

  /** Reads all numbers of a record. */
  void read(byte[] record, ByteBuffer buffer, double[] numbers) {
    switch (this) {
      case UNSIGNED_BYTE -> {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = record[i] & 0xff;
        }
      }
      case BYTE -> {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = record[i];
        }
      }
      case SHORT -> {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = buffer.getShort(2 * i);
        }
      }
      case INT -> {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = buffer.getInt(4 * i);
        }
      }
      case FLOAT -> {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = buffer.getFloat(4 * i);
        }
      }
      case DOUBLE -> {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = buffer.getDouble(8 * i);
        }
      }
    }
  }

  /** A number of a record as the name of a class. */
  String name(ByteBuffer record, int place) {
    return switch (this) {
      case UNSIGNED_BYTE -> Integer.toString(record.get(place) & 0xff);
      case BYTE -> Integer.toString(record.get(place));
      case SHORT -> Integer.toString(record.getShort(2 * place));
      case INT -> Integer.toString(record.getInt(4 * place));
      case FLOAT -> NumberText.of(record.getFloat(4 * place));
      case DOUBLE -> NumberText.of(record.getDouble(8 * place));
    };
  }

  /** Whether numbers of this type may be infinite or NaN. */
  boolean isFloating() {
    return this == FLOAT || this == DOUBLE;
  }
}
