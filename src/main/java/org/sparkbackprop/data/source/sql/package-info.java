/** Rows that Spark SQL reads: Parquet, ORC and tables of its catalog. */
package org.sparkbackprop.data.source.sql;
