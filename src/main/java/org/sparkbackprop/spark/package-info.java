/**
 * Training as Spark jobs: broadcast, work per partition, a sum in a fixed tree.
 *
 * <p>{@link org.sparkbackprop.spark.SparkObjective} is one job for one gradient; {@link
 * org.sparkbackprop.spark.EpochsInTask} runs many epochs of data in one JVM's memory within one
 * job. What runs in tasks are named function classes: Spark need not read their bytecode to clean
 * them.
 */
package org.sparkbackprop.spark;
