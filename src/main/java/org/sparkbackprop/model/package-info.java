/**
 * A trained {@link org.sparkbackprop.model.Model}: the preparation of rows, the network, its
 * parameters, and its provenance.
 *
 * <p>{@link org.sparkbackprop.model.ModelDirectory} is its form on disk. Nothing here needs Spark,
 * Hadoop or netlib: the application jar alone can score a model.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.model;
