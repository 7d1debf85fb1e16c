/** Statistics of training rows, and the drift from one set of rows to another. */
package org.sparkbackprop.statistics;
