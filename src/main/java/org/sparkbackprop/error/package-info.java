/**
 * Exceptions, their exit codes, and texts of the data that are safe to show.
 *
 * <p>All exceptions of the other rooms extend {@link org.sparkbackprop.error.BackpropException}.
 *
 * <p>Programs may rely on what is public here.
 */
package org.sparkbackprop.error;
