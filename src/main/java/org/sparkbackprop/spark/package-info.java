/**
 * Training and scoring as Spark jobs: broadcast, work by partition, a sum in a fixed tree.
 *
 * <p>Tasks run named function classes, whose bytecode Spark need not read to clean them.
 */
package org.sparkbackprop.spark;
