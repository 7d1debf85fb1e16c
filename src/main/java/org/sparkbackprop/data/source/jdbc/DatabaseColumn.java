package org.sparkbackprop.data.source.jdbc;

import java.util.Optional;
import org.apache.spark.sql.types.DataType;

/**
 * A column of a table or query as the driver describes it.
 *
 * @param name its label
 * @param jdbcType of {@link java.sql.Types}
 * @param typeName as the database calls it
 * @param precision digits of a number, or bits, or characters
 * @param scale digits behind the point
 * @param ofSpark the type that Spark gives it by itself; absent if it knows none
 */
record DatabaseColumn(
    String name,
    int jdbcType,
    String typeName,
    int precision,
    int scale,
    Optional<DataType> ofSpark) {}
