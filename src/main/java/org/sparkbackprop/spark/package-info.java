/**
 * Training and scoring as Spark jobs: broadcast, work by partition, a sum in a fixed tree.
 *
 * <p>What runs in tasks are named function classes: Spark need not read their bytecode to clean
 * them.
 */
package org.sparkbackprop.spark;
