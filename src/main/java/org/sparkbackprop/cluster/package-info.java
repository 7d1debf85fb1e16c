/**
 * Starting Spark, watching its executors, and its words for failures.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.cluster;
