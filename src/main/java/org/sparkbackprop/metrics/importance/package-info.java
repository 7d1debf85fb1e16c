/** How much a model relies on each column of its rows. */
package org.sparkbackprop.metrics.importance;
