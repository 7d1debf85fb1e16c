/**
 * A trained {@link org.sparkbackprop.model.Model}: how a row is prepared, the network, its
 * parameters, and how it came about.
 *
 * <p>{@link org.sparkbackprop.model.ModelDirectory} is its form on disk. Nothing here needs Spark,
 * Hadoop or netlib: a model is scored with the application jar alone.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.model;
