/** A real cluster of Spark on this machine, and what goes wrong on one. */
package org.sparkbackprop.cluster;
