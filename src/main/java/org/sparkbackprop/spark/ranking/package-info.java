/**
 * Rankings of more scores than a JVM has room for: one shuffle brings them in ranges of scores,
 * each of which is small enough to be sorted.
 *
 * <p>What is computed in a range is in {@code metrics.ranking}. Tasks run named function classes.
 */
package org.sparkbackprop.spark.ranking;
