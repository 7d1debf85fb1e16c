package org.sparkbackprop.data.source.sql;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * A vector of Spark ML as a row of Spark SQL holds it: a structure of type (0: sparse, 1: dense),
 * size, places and numbers.
 *
 * @param size of a sparse vector
 * @param places of its numbers, ascending; null if the vector is dense
 * @param numbers all of a dense vector
 */
record SqlVector(int size, ArrayData places, ArrayData numbers) {

  /** The vector; null if a part of it is missing. */
  static SqlVector of(InternalRow parts) {
    if (parts.isNullAt(0) || parts.isNullAt(3)) {
      return null;
    }
    if (parts.getByte(0) != 0) {
      return new SqlVector(parts.getArray(3).numElements(), null, parts.getArray(3));
    }
    return parts.isNullAt(1) || parts.isNullAt(2)
        ? null
        : new SqlVector(parts.getInt(1), parts.getArray(2), parts.getArray(3));
  }
}
