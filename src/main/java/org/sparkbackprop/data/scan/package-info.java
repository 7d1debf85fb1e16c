/** The first pass over the rows: counts, faults, statistics, and the preparation fitted to them. */
package org.sparkbackprop.data.scan;
