/** A run's directory: status, history, checkpoints, resuming, and the stop of a JVM. */
package org.sparkbackprop.run;
