/**
 * Versions of a model, the pointer to the one in service, and the lease of whoever may move it.
 *
 * <p>{@link org.sparkbackprop.registry.ServedModel} follows the version in service; it needs
 * neither Spark nor Hadoop.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.registry;
